"""The branches one by one, for the office and the leaders: how far each is, and which need help.

In the order of the roster: nobody is put first or last.
"""

from campaign.calendar import month_name
from campaign.definition import Month
from campaign.people import BranchId, Role, holding
from campaign.progress import Coverage, members_covered
from campaign.texts import Text
from handlers.conversation.steps import shortened
from handlers.paging import IN_ORDER, pager, pager_from, spot_asked, whole
from handlers.progress.figures import read_figures
from handlers.progress.months import month_asked
from handlers.progress.records import back_to_figures
from handlers.routing import Asked, Page
from handlers.turn import Turn
from handlers.views import Button, View, page
from storage.coverage import branches_without_trace, tallies_of_all
from storage.duties import branches_by_name
from storage.tallies import branch_scope

# Branches on a page.
A_PAGE = 8
# The most characters of a branch's name on a button.
LONGEST_NAME = 18

sees_branches = holding(Role.OFFICE, Role.LEADER)


async def show_board(turn: Turn, asked: Asked) -> None:
    """Every branch with how many of its members have a trace."""
    month, skip = month_asked(turn, asked), whole(asked.get("skip"))
    if month is None:
        return
    found = await branches_by_name(turn.session, limit=A_PAGE + 1, skip=skip)
    shown = {branch_scope(branch): (branch, name) for branch, name in found[:A_PAGE]}
    counts = await tallies_of_all(turn.session, list(shown), month=month)
    rows = [
        [_branch(month, branch, name, members_covered(counts.get(scope, {})))]
        for scope, (branch, name) in shown.items()
    ]
    more = len(found) > A_PAGE
    around = pager("branch_board", skip=skip, more=more, by=A_PAGE, reads=IN_ORDER, month=month)
    title = Text("progress.branches", {"month": month_name(month)})
    turn.show_page(View([title], [*rows, around, _back(month)]))


async def show_silent(turn: Turn, asked: Asked) -> None:
    """The branches without any trace in the month."""
    month = month_asked(turn, asked)
    if month is None:
        return
    told = await read_figures(turn, month, None)
    leaf = await branches_without_trace(
        turn.session, month=month, spot=spot_asked(asked), limit=A_PAGE
    )
    rows = [[_silent(month, branch, name)] for branch, name in leaf.found]
    around = pager_from("silent_branches", asked, leaf.then, month=month)
    key = "progress.silent" if told.branches.missing else "progress.none_silent"
    words = {"month": month_name(month), "n": told.branches.missing}
    turn.show_page(View([Text(key, words)], [*rows, around, _back(month)]))


def _branch(month: Month, branch: BranchId, name: str, told: Coverage) -> Button:
    share = f"{told.covered}/{told.of}"
    words = {"branch": shortened(name, LONGEST_NAME), "share": share, "percent": told.percent}
    return Button(Text("progress.branch_line", words), _figures(month, branch))


def _silent(month: Month, branch: BranchId, name: str) -> Button:
    words = {"branch": shortened(name, LONGEST_NAME)}
    return Button(Text("progress.silent_line", words), _figures(month, branch))


def _figures(month: Month, branch: BranchId) -> Asked:
    return page("progress", of="branch", branch=branch, month=month)


def _back(month: Month) -> list[Button]:
    return [Button(Text("flow.back"), back_to_figures(None, month))]


branch_board_page = Page("branch_board", sees_branches, show_board)
silent_branches_page = Page("silent_branches", sees_branches, show_silent)
