"""`/todo`: what a branch, or the office, still has to do: this month, and of the checklists."""

from typing import Any

from campaign.calendar import ChecklistDuty, DutyState, day_name, month_name
from campaign.definition import Month
from campaign.duties import PROVED_MONTHLY, is_of_office, seeing_refusal
from campaign.links import DUTY_BOARD, TODO, to_duty
from campaign.people import BranchId, Person, Role, joined
from campaign.progress import branches_led
from campaign.reminders import MonthOfBranch, month_of_branch
from campaign.texts import Text
from handlers.conversation.steps import shortened
from handlers.paging import IN_ORDER, pager, whole
from handlers.routing import Asked, Page
from handlers.turn import Turn
from handlers.views import Button, Line, View, page
from storage.coverage import count_without_check_in, tallies_of_all
from storage.duties import duties_done
from storage.membership.branches import branch_name
from storage.tallies import SCHOOL, branch_scope

# Duties on a page.
A_PAGE = 8
# The most characters of a duty's name on a button.
LABEL = 18
MARKS = {
    DutyState.AHEAD: "todo.ahead",
    DutyState.OPEN: "todo.open",
    DutyState.DUE: "todo.due",
    DutyState.OVERDUE: "todo.overdue",
    DutyState.DONE: "todo.done",
}


async def show_todo(turn: Turn, asked: Asked) -> None:
    """The list of the branch asked for, else of one's own; the office has its own list."""
    branch = _branch(turn.member, asked.get("branch"))
    if branch is None and not turn.member.holds(Role.OFFICE, Role.LEADER):
        turn.say(Text("duty.no_branch"))
        return
    if refusal := seeing_refusal(turn.member, branch):
        turn.say(refusal.text)
        return
    name = None if branch is None else await branch_name(turn.session, branch)
    if name is None and branch is not None:
        turn.say(Text("duty.no_branch"))
        return
    await _show(turn, branch, name, skip=whole(asked.get("skip")))


async def _show(turn: Turn, branch: BranchId | None, name: str | None, *, skip: int) -> None:
    duties = await _duties(turn, branch)
    left = sum(duty.standing is not DutyState.DONE for duty in duties)
    lines: list[Line] = [
        Text("todo.of_office") if name is None else Text("todo.title", {"branch": name}),
        *(await _this_month(turn, branch)),
        Text("todo.left", {"n": left}) if left else Text("todo.nothing_left"),
    ]
    rows = [[_line(turn, duty, branch)] for duty in duties[skip : skip + A_PAGE]]
    more = len(duties) > skip + A_PAGE
    around = pager("todo", skip=skip, more=more, by=A_PAGE, reads=IN_ORDER, branch=branch)
    turn.show_page(View(lines, [*rows, around, _elsewhere(turn, branch)]))


async def _duties(turn: Turn, branch: BranchId | None) -> list[ChecklistDuty]:
    """Those of the phases that have begun: open ones, the most urgent first, then what is done."""
    done = await duties_done(turn.session, branch)
    duties = [
        duty
        for duty in turn.calendar.checklists(turn.today, done)
        if duty.phase.opens <= turn.today
        if is_of_office(duty.item) == (branch is None)
        if duty.item.proof not in PROVED_MONTHLY
    ]
    return sorted(duties, key=lambda duty: (duty.standing is DutyState.DONE, duty.due))


async def _this_month(turn: Turn, branch: BranchId | None) -> list[Line]:
    month = turn.calendar.month_of(turn.today)
    if branch is None or month is None:
        return []
    lacking = await _lacking(turn, branch, month)
    title = {"month": month_name(month)}
    if lacking.is_done:
        return [Text("todo.month_done", title)]
    lines: list[Line] = [Text("todo.month", title)]
    if lacking.owed:
        lines.append(Text("reminders.owed", {"kinds": [kind.name for kind, _ in lacking.owed]}))
    if lacking.invited:
        lines.append(Text("reminders.invited", {"kinds": [k.name for k in lacking.invited]}))
    if lacking.without_trace:
        lines.append(Text("reminders.without_trace", {"n": lacking.without_trace}))
    return lines


async def _lacking(turn: Turn, branch: BranchId, month: Month) -> MonthOfBranch:
    scope = branch_scope(branch)
    counts = await tallies_of_all(turn.session, [SCHOOL, scope], month=month)
    without = await count_without_check_in(turn.session, [branch], month=month)
    return month_of_branch(
        turn.campaign,
        branch=counts.get(scope, {}),
        school=counts.get(SCHOOL, {}),
        without_trace=without.get(branch, 0),
    )


def _line(turn: Turn, duty: ChecklistDuty, branch: BranchId | None) -> Button:
    name = shortened(turn.in_language(duty.item.name), LABEL)
    words = {"item": name, "day": day_name(duty.due, turn.today)}
    return Button(Text(MARKS[duty.standing], words), to_duty(duty.item.id, branch).offer)


def _elsewhere(turn: Turn, branch: BranchId | None) -> list[Button]:
    if not turn.member.holds(Role.OFFICE, Role.LEADER):
        return []
    return [Button(Text("todo.branches"), page(DUTY_BOARD))]


def _branch(person: Person, wanted: Any) -> BranchId | None:
    """The branch asked for; else the one that the speaker leads, or belongs to."""
    if isinstance(wanted, int) and not isinstance(wanted, bool):
        return wanted
    if person.holds(Role.OFFICE, Role.LEADER):
        return None
    return next(iter(branches_led(person)), person.branch)


todo_page = Page(TODO, joined, show_todo)
