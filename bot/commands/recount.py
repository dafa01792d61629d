"""`flagbearer recount`: the counters compared with the records, and set right if so asked."""

from bot.commands.run import clock_of
from bot.program import open_database
from bot.settings import Settings
from campaign.locale.plain_texts import both
from storage.database.session import Session
from storage.recount import WrongCounter, mend_counters, wrong_counters
from storage.settings import secret_setting
from storage.trace import Act, append_trace

# So many of the wrong ones are shown.
MOST = 50


async def recount(settings: Settings, *, mend: bool) -> tuple[bool, list[str]]:
    """Whether every counter is right now, and one line for each that was not. Raises BrokenStart.

    Without `mend` nothing is written, and the bot may be at work meanwhile.
    """
    async with open_database(settings.database_url) as database:
        async with database.read() as session:
            wrong = await wrong_counters(session, limit=MOST + 1)
        if not wrong:
            return True, [both("command_line.counters_right")]
        lines = [_line(one) for one in wrong[:MOST]]
        if len(wrong) > MOST:
            lines.append(both("command_line.counters_more"))
        if not mend:
            return False, [*lines, both("command_line.counters_wrong")]
        async with database.write() as session:
            mended = await _mend(session, settings)
    return True, [*lines, both("command_line.counters_mended", count=mended)]


async def _mend(session: Session, settings: Settings) -> int:
    mended = await mend_counters(session)
    salt = (await secret_setting(session, "salt")).encode()
    act = Act(None, "counters mended", after={"counters": mended})
    await append_trace(session, [act], at=clock_of(settings).now(), salt=salt)
    return mended


def _line(one: WrongCounter) -> str:
    place = " ".join(str(part) for part in one.place if part)
    return f"{place}\t{one.kept} → {one.true}"
