"""Who of a branch has no trace in a month yet: only for those who lead the branch.

Who has not joined gets a new link by a button, who has joined a nudge.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from campaign.calendar import month_name
from campaign.people import Person
from campaign.progress import naming_refusal, sees_progress
from campaign.texts import Text
from handlers.conversation.steps import shortened
from handlers.paging import pager_from, spot_asked, whole
from handlers.progress.figures import read_figures
from handlers.progress.months import is_latest, month_asked
from handlers.progress.nudge import can_be_nudged
from handlers.progress.records import back_to_figures
from handlers.routing import Asked, Page
from handlers.turn import Turn
from handlers.views import Button, Line, View, page
from storage.coverage import members_without_trace
from storage.membership.branches import branch_name
from storage.membership.people import people_of

# Names on a page, and on a row of buttons.
A_PAGE, A_ROW = 20, 2
# The most characters of a name on a button.
LONGEST = 10


async def show_missing(turn: Turn, asked: Asked) -> None:
    """Their names in the order of the roster, page by page."""
    month, branch = month_asked(turn, asked), whole(asked.get("branch"))
    if month is None:
        return
    if refusal := naming_refusal(turn.member, branch):
        turn.say(refusal.text)
        return
    told = await read_figures(turn, month, branch)
    leaf = await members_without_trace(
        turn.session, branch, month=month, spot=spot_asked(asked), limit=A_PAGE
    )
    name = await branch_name(turn.session, branch) or ""
    words = {"branch": name, "month": month_name(month), "n": told.members.missing}
    lines: list[Line] = [Text("progress.missing", words)]
    people = await people_of(turn.session, [person for person, _ in leaf.found])
    out = [one for one in people if one.joined_at is None]
    silent = [one for one in people if one.joined_at is not None]
    lines += [*_names("progress.not_joined", out), *_names("progress.without_trace", silent)]
    if not leaf.found and told.members.missing:
        lines.append(Text("progress.nobody_in_this_part"))
    around = pager_from("missing", asked, leaf.then, branch=branch, month=month)
    back = [Button(Text("flow.back"), back_to_figures(branch, month))]
    which = {"branch": branch, "month": month}
    rows = _buttons("new_link", "progress.link_for", out, **which)
    if is_latest(turn, month):
        nudged = [one for one in silent if can_be_nudged(one)]
        rows += _buttons("nudge", "progress.nudge_one", nudged, **which)
    if out:
        slips = page("branch_invitations", branch=branch)
        rows.append([Button(Text("progress.print_links"), slips)])
    turn.show_page(View(lines, [*rows, around, back]))


def _names(key: str, people: Sequence[Person]) -> Iterator[Line]:
    """One kind of those who are missing: who has not joined cannot have left a trace."""
    if people:
        yield Text(key, {"names": [one.name for one in people], "n": len(people)})


def _buttons(name: str, key: str, people: Sequence[Person], **which: Any) -> list[list[Button]]:
    buttons = [
        Button(
            Text(key, {"name": shortened(one.name, LONGEST)}), page(name, person=one.id, **which)
        )
        for one in people
    ]
    return [buttons[start : start + A_ROW] for start in range(0, len(buttons), A_ROW)]


missing_page = Page("missing", sees_progress, show_missing)
