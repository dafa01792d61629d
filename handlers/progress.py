"""`/progress`: what this month asks of me, what is done; each number opens its records."""

from campaign.people import member
from campaign.progress import MonthOfMember, month_of_member, months_until
from campaign.texts import Text
from handlers.routes import Asked, Page
from handlers.turn import Turn
from handlers.views import Button, Line, View, month_name, page
from storage.tallies import branch_scope, person_scope, tallies_of


async def show_progress(turn: Turn, asked: Asked) -> None:
    """The speaker's month; this one, unless a button asks for another."""
    months = months_until(turn.calendar, turn.today)
    if not months:
        turn.show_page(View([Text("check_in.not_open_yet", {"day": turn.campaign.opens})]))
        return
    month = asked.get("month")
    at = months.index(month) if month in months else len(months) - 1
    told = await _month(turn, months[at])
    rows = [_records(told), *_to_do(told, is_now=at == len(months) - 1), _around(months, at)]
    turn.show_page(View(_lines(turn, told), rows))


async def _month(turn: Turn, month: str) -> MonthOfMember:
    me = turn.member
    mine = await tallies_of(turn.session, person_scope(me.id), month=month)
    branch = (
        {}
        if me.branch is None
        else await tallies_of(turn.session, branch_scope(me.branch), month=month)
    )
    return month_of_member(turn.calendar, month, mine=mine, branch=branch)


def _lines(turn: Turn, told: MonthOfMember) -> list[Line]:
    lines: list[Line] = [
        Text("progress.title", {"name": turn.member.name, "month": month_name(told.month)}),
        Text("progress.flag_lit" if told.flag else "progress.flag_waits"),
        Text("progress.check_ins", {"n": told.check_ins}),
    ]
    lines += [Text("progress.stories", {"kind": kind.name, "n": n}) for kind, n in told.stories]
    if turn.member.branch is not None:
        lacks = list(told.branch_lacks)
        key = "progress.branch_lacks" if lacks else "progress.branch_has_all"
        lines.append(Text(key, {"kinds": lacks}))
    return lines


def _records(told: MonthOfMember) -> list[Button]:
    buttons = []
    if told.check_ins:
        label = Text("progress.see_check_ins", {"n": told.check_ins})
        buttons.append(Button(label, page("check_ins", month=told.month)))
    if stories := sum(n for _, n in told.stories):
        label = Text("progress.see_stories", {"n": stories})
        buttons.append(Button(label, page("stories", month=told.month)))
    return buttons


def _to_do(told: MonthOfMember, *, is_now: bool) -> list[list[Button]]:
    if not is_now:
        return []
    check_in = Button(Text("progress.check_in"), page("check_in"))
    return [[check_in, Button(Text("progress.story"), page("submit_story"))]]


def _around(months: list[str], at: int) -> list[Button]:
    buttons = []
    if at > 0:
        label = Text("progress.earlier", {"month": month_name(months[at - 1])})
        buttons.append(Button(label, page("progress", month=months[at - 1])))
    if at < len(months) - 1:
        label = Text("progress.later", {"month": month_name(months[at + 1])})
        buttons.append(Button(label, page("progress", month=months[at + 1])))
    return buttons


progress_page = Page("progress", member, show_progress)
