"""Who of a branch has no trace in a month yet: only for those who lead the branch."""

from campaign.calendar import month_name
from campaign.progress import naming_refusal, sees_progress
from campaign.texts import Text
from handlers.paging import pager_from, spot_asked, whole
from handlers.progress.figures import read_figures
from handlers.progress.months import month_asked
from handlers.progress.records import back_to_figures
from handlers.routing import Asked, Page
from handlers.turn import Turn
from handlers.views import Button, Line, View
from storage.coverage import members_without_trace
from storage.membership.branches import branch_name

# Names on a page.
A_PAGE = 20


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
    if leaf.found:
        lines.append(Text("progress.missing_names", {"names": leaf.names}))
    elif told.members.missing:
        lines.append(Text("progress.nobody_in_this_part"))
    around = pager_from("missing", asked, leaf.then, branch=branch, month=month)
    back = [Button(Text("flow.back"), back_to_figures(branch, month))]
    turn.show_page(View(lines, [around, back]))


missing_page = Page("missing", sees_progress, show_missing)
