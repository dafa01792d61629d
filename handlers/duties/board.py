"""The office's view of all branches: how many duties each leaves open, page by page."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from campaign.calendar import ChecklistDuty, DutyState
from campaign.duties import PROVED_MONTHLY, is_of_office
from campaign.links import DUTY_BOARD, TODO, to_todo
from campaign.people import Role, holding
from campaign.texts import Text
from handlers.groups.closed_page import closed_groups_button
from handlers.paging import IN_ORDER, pager, whole
from handlers.routing import Asked, Page
from handlers.turn import Turn
from handlers.views import Button, Line, View, page
from storage.duties import branches_by_name, open_lines_of

# Branches on a page.
A_PAGE = 8


async def show_board(turn: Turn, asked: Asked) -> None:
    """What branches owe by now or, if a reminder asks for it, one deadline of a phase."""
    duties = _asked_for(turn, asked)
    which: Asked = {name: asked[name] for name in ("phase", "day") if name in asked}
    skip = whole(asked.get("skip"))
    found = await branches_by_name(turn.session, limit=A_PAGE + 1, skip=skip)
    shown = found[:A_PAGE]
    items = [duty.item.id for duty in duties]
    left = await open_lines_of(turn.session, [branch for branch, _ in shown], items)
    late = {duty.item.id for duty in duties if duty.standing is DutyState.OVERDUE}
    rows = [
        [Button(_label(name, left[branch], late), to_todo(branch).offer)] for branch, name in shown
    ]
    more = len(found) > A_PAGE
    around = pager("duty_board", skip=skip, more=more, by=A_PAGE, reads=IN_ORDER, **which)
    own = [Button(Text("todo.of_office_short"), page(TODO))]
    closed = await closed_groups_button(turn)
    turn.show_page(View(_title(turn, duties, which), [*rows, around, closed, own]))


def _asked_for(turn: Turn, asked: Asked) -> list[ChecklistDuty]:
    phase, day = asked.get("phase"), _day(asked.get("day"))
    return [
        duty
        for duty in turn.calendar.checklists(turn.today)
        if duty.phase.opens <= turn.today
        if not is_of_office(duty.item) and duty.item.proof not in PROVED_MONTHLY
        if day is None or (duty.phase.id, duty.due) == (phase, day)
    ]


def _title(turn: Turn, duties: Sequence[ChecklistDuty], which: Asked) -> list[Line]:
    if not duties:
        return [Text("board.title"), Text("board.nothing")]
    if not which:
        return [Text("board.title"), Text("board.how_to_read")]
    words = {"phase": duties[0].phase.name, "day": duties[0].due}
    return [Text("board.of_deadline", words), Text("board.how_to_read")]


def _label(branch: str, left: Sequence[str], late: set[str]) -> Text:
    if not left:
        return Text("board.all_done", {"branch": branch})
    overdue = sum(item in late for item in left)
    if overdue:
        return Text("board.overdue", {"branch": branch, "n": len(left), "late": overdue})
    return Text("board.open", {"branch": branch, "n": len(left)})


def _day(value: Any) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


duty_board_page = Page(DUTY_BOARD, holding(Role.OFFICE, Role.LEADER), show_board)
