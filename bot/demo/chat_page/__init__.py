"""The page on which people chat with the bot of the demo."""
