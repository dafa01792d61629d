"""The program: command line, settings, the engine room, the web and the demo."""

import os

# Whatever imports python-telegram-bot is in this package, so that this always comes first. Without
# it the library counts durations in seconds and warns that it will count in timedeltas.
os.environ.setdefault("PTB_TIMEDELTA", "1")
