"""`flagbearer calendar`: what will be sent when, to whom and why; nothing is sent by looking."""

from datetime import datetime, timedelta

from bot.commands.run import clock_of
from bot.program import chosen_campaign, open_database
from bot.settings import Settings
from campaign.calendar import Calendar
from campaign.texts import Language, Text, Texts, read_texts
from schedules.forecast import Upcoming, days_off, find_upcoming, to_whom, what, why

WEEKDAYS = (
    "calendar.monday", "calendar.tuesday", "calendar.wednesday", "calendar.thursday",
    "calendar.friday", "calendar.saturday", "calendar.sunday",
)  # fmt: skip


async def upcoming_lines(settings: Settings, *, days: int, language: Language) -> list[str]:
    """The list as it is printed. Raises BrokenStart."""
    calendar = Calendar(chosen_campaign(settings))
    now = clock_of(settings).now()
    async with open_database(settings.database_url) as database, database.read() as session:
        until = now + timedelta(days=days)
        found = await find_upcoming(session, calendar, after=now, until=until)
    texts = read_texts()
    tables = [texts.say(one, language).plain() for one in days_off(calendar)]
    if not found:
        return [*tables, texts.say(Text("calendar.nothing", {"n": days}), language).plain()]
    here = now.astimezone(calendar.zone)
    lines = [line for one in found for line in lines_of(calendar, texts, one, language, here)]
    return [*tables, *lines]


def lines_of(
    calendar: Calendar, texts: Texts, upcoming: Upcoming, language: Language, now: datetime
) -> list[str]:
    """Three lines on one reminder: when and what, to whom, why."""
    at = upcoming.at.astimezone(calendar.zone)
    hearers = to_whom(upcoming) or [Text("calendar.to_nobody")]
    said = (
        Text(
            "calendar.when",
            {
                "at": f"{at:%Y-%m-%d}",
                "weekday": Text(WEEKDAYS[at.weekday()]),
                "hour": f"{at:%H:%M}",
                "what": what(calendar, upcoming),
            },
        ),
        Text("calendar.to", {"whom": hearers}),
        Text("calendar.because", {"why": why(calendar, upcoming)}),
    )
    first, *others = (texts.say(text, language, now).plain() for text in said)
    return [first, *(f"    {line}" for line in others)]
