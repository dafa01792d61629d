"""What the bot answers: the routes, and one file per conversation or page."""
