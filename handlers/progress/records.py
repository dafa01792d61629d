"""The records behind the numbers of a branch or of the school: who, when, what, page by page."""

from typing import Any

from campaign.calendar import month_name
from campaign.definition import Month
from campaign.people import BranchId
from campaign.progress import reading_refusal, sees_progress
from campaign.texts import Text
from handlers.check_ins.pages import CHECK_IN_RECORD
from handlers.paging import pager, whole
from handlers.progress.months import month_asked
from handlers.records.kind import RecordKind
from handlers.routing import Asked, Page
from handlers.stories.pages import STORY_RECORD
from handlers.turn import Turn
from handlers.views import Button, Line, View, page
from storage.membership.branches import branch_name
from storage.records import records_in

# Records on a page.
A_PAGE = 8
KINDS: dict[str, RecordKind[Any, Any]] = {
    CHECK_IN_RECORD.many: CHECK_IN_RECORD,
    STORY_RECORD.many: STORY_RECORD,
}


async def show_records(turn: Turn, asked: Asked) -> None:
    """A page of the records of a month of the kind asked for, the latest first."""
    month = month_asked(turn, asked)
    branch = whole(asked.get("branch")) or None
    if month is None:
        return
    if refusal := reading_refusal(turn.member, branch):
        turn.say(refusal.text)
        return
    kind = KINDS.get(str(asked.get("of")), CHECK_IN_RECORD)
    skip = whole(asked.get("skip"))
    found = await records_in(
        turn.session, kind.table, branch, month=month, limit=A_PAGE + 1, skip=skip
    )
    rows = [
        [Button(kind.named_line(turn, one, name), kind.link(one))] for one, name in found[:A_PAGE]
    ]
    which: Asked = {"of": kind.many, "branch": branch, "month": month}
    around = pager("records", skip=skip, more=len(found) > A_PAGE, by=A_PAGE, **which)
    back = [Button(Text("flow.back"), back_to_figures(branch, month))]
    title = await _title(turn, kind, branch, month, empty=not found)
    turn.show_page(View([title], [*rows, around, back]))


def back_to_figures(branch: BranchId | None, month: Month) -> Asked:
    """The offer that opens the figures of a branch, or of the school."""
    return page("progress", of="school" if branch is None else "branch", branch=branch, month=month)


async def _title(
    turn: Turn, kind: RecordKind[Any, Any], branch: BranchId | None, month: Month, *, empty: bool
) -> Line:
    name = (
        Text("progress.whole_school") if branch is None else await branch_name(turn.session, branch)
    )
    words = {"whose": name or "", "month": month_name(month)}
    return Text("progress.no_records" if empty else kind.title_of_all, words)


records_page = Page("records", sees_progress, show_records)
