"""Days and moments as people write them: 三天前, last Friday, 6月3日; 明天上午9点, in 2 hours.

Days look back, to what was done; moments ahead, to what is to be sent. What cannot be read is
answered with the reason.
"""

from campaign.dates.days import read_day
from campaign.dates.moments import DAYS_AHEAD, DayAlone, day_without_hour, read_moment
from campaign.dates.reasons import why_no_day, why_no_moment

__all__ = [
    "DAYS_AHEAD",
    "DayAlone",
    "day_without_hour",
    "read_day",
    "read_moment",
    "why_no_day",
    "why_no_moment",
]
