"""From raw updates to what the handlers know: bounded, typed, in the order of their chats."""
