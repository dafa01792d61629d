"""The records behind the numbers of a branch or of the school: who, when, what, page by page."""

from collections.abc import Sequence

from campaign.check_ins import CheckIn, activity_name
from campaign.people import BranchId, Person
from campaign.progress import seeing_refusal, sees_progress
from campaign.stories import Story, kind_name
from campaign.texts import Text
from handlers.conversation.steps import shortened
from handlers.paging import pager, whole
from handlers.progress.months import month_asked
from handlers.routing import Asked, Page
from handlers.turn import Turn
from handlers.views import Button, Line, View, month_name, page
from storage.check_ins import check_ins_in
from storage.people import branch_name
from storage.stories import stories_in

A_PAGE = 8
# As many characters as leave room for the rest on a phone.
LONGEST_NAME, LONGEST_TITLE = 10, 20


async def show_records(turn: Turn, asked: Asked) -> None:
    """A page of the check-ins, or, if so asked, of the stories of a month; the latest first."""
    month = month_asked(turn, asked)
    branch = whole(asked.get("branch")) or None
    if month is None:
        return
    if refusal := seeing_refusal(turn.member, branch):
        turn.say(refusal.text)
        return
    of = "stories" if asked.get("of") == "stories" else "check_ins"
    skip = whole(asked.get("skip"))
    found = await _found(turn, of, branch, month, skip)
    which: Asked = {"of": of, "branch": branch, "month": month}
    around = pager("records", skip=skip, more=len(found) > A_PAGE, by=A_PAGE, **which)
    back = [Button(Text("flow.back"), back_to_figures(branch, month))]
    title = await _title(turn, of, branch, month, empty=not found)
    turn.show_page(View([title], [*([row] for row in found[:A_PAGE]), around, back]))


def back_to_figures(branch: BranchId | None, month: str) -> Asked:
    """The offer that opens the figures of a branch, or of the school."""
    return page("progress", of="school" if branch is None else "branch", branch=branch, month=month)


def back_to_records(
    person: Person, of: str, branch: BranchId | None, month: str
) -> list[list[Button]]:
    """A row with the way from a record to the list of them, for those who may see such a list."""
    if seeing_refusal(person, branch) is not None:
        return []
    return [[Button(Text("flow.back"), page("records", of=of, branch=branch, month=month))]]


async def _found(
    turn: Turn, of: str, branch: BranchId | None, month: str, skip: int
) -> Sequence[Button]:
    """A button for each, and one more than the page holds if there are more."""
    if of == "stories":
        stories = await stories_in(turn.session, branch, month=month, limit=A_PAGE + 1, skip=skip)
        return [_story(turn, one, name) for one, name in stories]
    check_ins = await check_ins_in(turn.session, branch, month=month, limit=A_PAGE + 1, skip=skip)
    return [_check_in(turn, one, name) for one, name in check_ins]


async def _title(turn: Turn, of: str, branch: BranchId | None, month: str, *, empty: bool) -> Line:
    name = (
        Text("progress.whole_school") if branch is None else await branch_name(turn.session, branch)
    )
    words = {"whose": name or "", "month": month_name(month)}
    if empty:
        return Text("progress.no_records", words)
    return Text("progress.stories_of" if of == "stories" else "progress.check_ins_of", words)


def _check_in(turn: Turn, one: CheckIn, name: str) -> Button:
    activity = activity_name(turn.campaign, one.content.activity)
    words = {"day": one.content.happened_on, "name": _short(name), "activity": activity}
    return Button(Text("progress.check_in_line", words), page("show_check_in", id=one.id))


def _story(turn: Turn, one: Story, name: str) -> Button:
    title = shortened(one.content.title, LONGEST_TITLE)
    kind = kind_name(turn.campaign, one.content.kind)
    words = {"kind": kind, "name": _short(name), "title": title}
    return Button(Text("progress.story_line", words), page("show_story", id=one.id))


def _short(name: str) -> str:
    return shortened(name, LONGEST_NAME)


records_page = Page("records", sees_progress, show_records)
