"""When anybody may be told something unasked: sending days, and how often."""
