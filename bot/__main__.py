"""`python -m bot` is `flagbearer`."""

from bot.cli import main

main()
