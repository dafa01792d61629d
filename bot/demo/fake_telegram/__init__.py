"""A local server that speaks the Bot API."""
