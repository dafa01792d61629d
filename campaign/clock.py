"""The one source of time. Whoever needs the moment is handed a Clock; nobody asks the system."""

from datetime import datetime
from typing import Protocol


class Clock(Protocol):
    """Tells the present moment."""

    def now(self) -> datetime:
        """The present moment, timezone-aware, in UTC."""
        ...
