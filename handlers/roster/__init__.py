"""The roster in the chat: a sheet sent to the bot, its dry run, carrying it out, invitations."""
