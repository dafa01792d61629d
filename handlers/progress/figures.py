"""The month of a branch, or of the school, in figures, each of which opens what is behind it."""

from collections.abc import Sequence

from campaign.calendar import month_name
from campaign.definition import Month
from campaign.people import BranchId, Role
from campaign.progress import (
    Coverage,
    Figures,
    StoriesOfKind,
    figures_of,
    naming_refusal,
    reading_refusal,
)
from campaign.texts import Text, literal
from handlers.turn import Turn
from handlers.views import Button, Line, View, page
from storage.coverage import tallies_of_all
from storage.tallies import SCHOOL, branch_scope


async def branch_view(turn: Turn, month: Month, branch: BranchId, name: str) -> View:
    """A branch's month. Who has no trace yet is behind a button for those who lead the branch."""
    told = await read_figures(turn, month, branch)
    title = Text("progress.of_branch", {"branch": name, "month": month_name(month)})
    behind = []
    if told.members.missing and naming_refusal(turn.member, branch) is None:
        label = Text("progress.see_missing", {"n": told.members.missing})
        behind.append(Button(label, page("missing", branch=branch, month=month)))
    elsewhere = []
    if turn.member.holds(Role.OFFICE, Role.LEADER):
        label = Text("progress.back_to_branches")
        elsewhere.append(Button(label, page("branch_board", month=month)))
    lines = [title, literal(""), *_coverage(told.members), *_records(told)]
    return View(lines, [_see_records(turn, told, branch), behind, elsewhere])


async def school_view(turn: Turn, month: Month) -> View:
    """The school's month: no persons, and branches only to be helped."""
    told = await read_figures(turn, month, None)
    title = Text("progress.of_school", {"month": month_name(month)})
    words = {"covered": told.branches.covered, "of": told.branches.of}
    branches = [Text("progress.branches_covered", words)] if told.branches.of else []
    board = [Button(Text("progress.see_branches"), page("branch_board", month=month))]
    silent = []
    if told.branches.missing:
        label = Text("progress.see_silent", {"n": told.branches.missing})
        silent.append(Button(label, page("silent_branches", month=month)))
    lines = [title, literal(""), *_coverage(told.members), *branches, *_records(told)]
    return View(lines, [_see_records(turn, told, None), board, silent])


async def read_figures(turn: Turn, month: Month, branch: BranchId | None) -> Figures:
    """What is counted of a branch, or with None of the school."""
    scope = SCHOOL if branch is None else branch_scope(branch)
    counts = await tallies_of_all(turn.session, [scope], month=month)
    return figures_of(turn.calendar, month, counts.get(scope, {}), school=branch is None)


def _coverage(told: Coverage) -> Sequence[Line]:
    if told.of == 0:
        return [Text("progress.no_members")]
    words = {"covered": told.covered, "of": told.of}
    share = Text("progress.percent", {"percent": told.percent})
    lines: list[Line] = [Text("progress.coverage", words), share]
    return lines if told.missing else [*lines, Text("progress.all_covered")]


def _records(told: Figures) -> Sequence[Line]:
    return [
        literal(""),
        Text("progress.check_ins", {"n": told.check_ins}),
        *(_stories(one) for one in told.stories),
    ]


def _stories(one: StoriesOfKind) -> Text:
    words = {"kind": one.kind.name, "n": one.n}
    if one.left:
        return Text("progress.stories_short", words | {"left": one.left})
    return Text("progress.stories_enough" if one.quota else "progress.stories", words)


def _see_records(turn: Turn, told: Figures, branch: BranchId | None) -> list[Button]:
    """The numbers that open records, for those who may read these."""
    if reading_refusal(turn.member, branch) is not None:
        return []
    numbers = {
        "check_ins": ("progress.see_check_ins", told.check_ins),
        "stories": ("progress.see_stories", sum(one.n for one in told.stories)),
    }
    return [
        Button(Text(key, {"n": n}), page("records", of=of, branch=branch, month=told.month))
        for of, (key, n) in numbers.items()
        if n
    ]
