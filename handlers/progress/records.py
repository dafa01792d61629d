"""The records behind the numbers of a branch or of the school: who, when, what, page by page."""

from dataclasses import replace
from typing import Any

from campaign.calendar import month_name
from campaign.definition import Month
from campaign.people import BranchId, Refusal
from campaign.progress import reading_refusal, sees_progress
from campaign.texts import Text
from handlers.check_ins.pages import CHECK_IN_RECORD
from handlers.paging import whole
from handlers.progress.months import month_asked
from handlers.records.kind import RecordKind
from handlers.records.lists import Kinds, RecordList, list_view, wanted_in
from handlers.routing import Asked, Page
from handlers.stories.pages import STORY_RECORD
from handlers.turn import Turn
from handlers.views import Button, Line, Offer, View, page
from storage.membership.branches import branch_name

# Records on a page.
A_PAGE = 8
KINDS: dict[str, RecordKind[Any, Any]] = {
    CHECK_IN_RECORD.many: CHECK_IN_RECORD,
    STORY_RECORD.many: STORY_RECORD,
}


async def show_records(turn: Turn, asked: Asked) -> None:
    """A page of the records of a month of the kind asked for, the latest first."""
    shown = await records_view(turn, asked)
    if isinstance(shown, Refusal):
        turn.say(shown.text)
    elif shown is not None:
        turn.show_page(shown)


async def records_view(turn: Turn, asked: Asked) -> View | Refusal | None:
    """The list as it is asked for; None before the campaign, after saying so."""
    month = month_asked(turn, asked)
    branch = whole(asked.get("branch")) or None
    if month is None:
        return None
    if refusal := reading_refusal(turn.member, branch):
        return refusal
    kind = KINDS.get(str(asked.get("of")), CHECK_IN_RECORD)
    name = None if branch is None else await branch_name(turn.session, branch)
    author = whole(asked.get("author")) or None
    listed = RecordList(
        name="records",
        kind=kind,
        wanted=wanted_in(asked, month, branch=branch, author=author),
        by=A_PAGE,
        back=Button(Text("flow.back"), back_to_figures(branch, month)),
        title=lambda empty: _title(kind, name, month, empty=empty),
        of={"of": kind.many, "branch": branch},
        named=True,
    )
    return await list_view(turn, replace(listed, kinds=_kinds(turn, listed)), asked)


def _kinds(turn: Turn, listed: RecordList) -> Kinds:
    """Check-ins, all stories, and stories of each kind."""
    found: list[tuple[Line, Offer]] = []
    for kind in KINDS.values():
        found.append((Text(kind.name_of_all), listed.offer(of=kind.many, sort="")))
        for sort, name in kind.sorts(turn):
            found.append((name, listed.offer(of=kind.many, sort=sort)))
    return found


def back_to_figures(branch: BranchId | None, month: Month) -> Asked:
    """The offer that opens the figures of a branch, or of the school."""
    return page("progress", of="school" if branch is None else "branch", branch=branch, month=month)


def _title(kind: RecordKind[Any, Any], branch: str | None, month: Month, *, empty: bool) -> Line:
    words = {"whose": branch or Text("progress.whole_school"), "month": month_name(month)}
    return Text("progress.no_records" if empty else kind.title_of_all, words)


records_page = Page("records", sees_progress, show_records)
