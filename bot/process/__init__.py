"""The process around the program: its loop, server, logs, signals, and that it is alone."""
