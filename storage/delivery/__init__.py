"""What comes in, what goes out, and the conversations and cards in between."""
