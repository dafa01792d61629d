"""The demo: a local server that speaks the Bot API, and a page on which to chat."""
