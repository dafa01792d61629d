"""Ctrl-C and SIGTERM: the first lets the program finish what is open, a second ends it at once."""

import asyncio
import os
import signal

# What a shell shows for a program that Ctrl-C ended.
CUT_OFF = 130


def stop_on_signals(stop: asyncio.Event) -> None:
    """Set the event at the first signal; within a running loop only."""

    def told() -> None:
        if stop.is_set():
            os._exit(CUT_OFF)
        stop.set()

    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        try:
            loop.add_signal_handler(number, told)
        except NotImplementedError:  # Windows
            signal.signal(number, lambda *_: loop.call_soon_threadsafe(told))
