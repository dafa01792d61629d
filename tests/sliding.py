"""How many of some moments fall into one stretch of time, wherever it begins."""

from collections import deque
from collections.abc import Iterable


def most_within(moments: Iterable[float], seconds: float) -> int:
    """The most within any such stretch; moments in order, in seconds."""
    most, window = 0, deque[float]()
    for moment in moments:
        window.append(moment)
        while window[0] <= moment - seconds:
            window.popleft()
        most = max(most, len(window))
    return most
