"""The program: command line, settings, the engine room, the web and the demo."""
