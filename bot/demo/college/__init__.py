"""A believable college for the demo: its people, and what they did so far."""
