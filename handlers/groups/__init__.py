"""The bot in groups, and which branch a group belongs to."""
