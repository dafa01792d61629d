"""A branch however written is one branch; one that looks like a known one is asked about."""

from collections.abc import Sequence
from typing import Any

import pytest

from campaign.people import Role
from campaign.roster.branch_names import look_alikes, loose
from campaign.roster.planning.people import Known, Post
from campaign.roster.planning.plan import BranchRename, RosterPlan, plan_import
from campaign.roster.planning.questions import Answers
from campaign.roster.rows import Roster, RosterRow
from campaign.roster.words import Column

FIRST, SECOND = "样例学院第一党支部", "样例学院第二党支部"
LONG = "中共某某大学委员会"


def row(number: int, branch: str, name: str = "") -> RosterRow:
    return RosterRow(number + 1, name or f"王{number}", f"{number}", branch, None, None, None)


def known(number: int, branch: str) -> Known:
    posts = {Post(Role.MEMBER)} | ({Post(Role.SECRETARY, branch)} if number == 1 else set())
    return Known(number, f"王{number}", f"{number}", branch, None, None, frozenset(posts))


def plan(rows: Sequence[RosterRow], people: Sequence[Known], **answers: Any) -> RosterPlan:
    branches = dict.fromkeys(one.branch for one in people if one.branch is not None)
    roster = Roster(tuple(rows), frozenset(Column), ())
    return plan_import(roster, people, branches=branches, answers=Answers(**answers))


def asked(made: RosterPlan) -> list[tuple[object, object]]:
    return [(one.told.params["new"], one.told.params["known"]) for one in made.questions]


@pytest.mark.parametrize(
    "written",
    [
        "样例学院 第一党支部",
        "样例学院第⼀党⽀部",
        "样例学院第一党支部\u200b",
        "样例学院·第一党支部",
    ],
)
def test_another_way_of_writing_is_the_same_branch(written: str) -> None:
    made = plan([row(1, written)], [known(1, FIRST)])
    assert (made.unchanged, made.new_branches, made.questions) == (1, (), ())


def test_two_ways_of_writing_in_one_sheet_found_one_branch() -> None:
    made = plan([row(1, FIRST), row(2, f"{FIRST}\u3000")], [])
    assert made.new_branches == (FIRST,)
    assert {one.branch for one in made.added} == {FIRST}


def test_look_alikes_within_one_sheet_are_worth_a_look() -> None:
    made = plan([row(1, "第一党支部"), row(2, "第1支部"), row(3, "第11支部")], [])
    (note,) = [one for one in made.notes if one.problem.key == "roster.alike_branches"]
    assert note.problem.params["branches"] == ["第一党支部", "第1支部"]


def test_long_names_have_questions_of_their_own() -> None:
    """A sheet's answer to one must not be that to another."""
    long = "中共" + "某某大学" * 20 + "委员会"
    rows = [row(1, long + FIRST), row(2, long + SECOND)]
    first, second = plan(rows, [known(1, FIRST), known(2, SECOND)]).questions
    assert first.id != second.id
    assert max(len(first.id), len(second.id)) <= 40


def test_an_official_name_is_asked_about_and_renames_the_branch() -> None:
    """Group, secretary and records hang on the branch: nobody moves."""
    rows = [row(1, LONG + FIRST), row(2, LONG + SECOND)]
    people = [known(1, FIRST), known(2, SECOND)]
    open_plan = plan(rows, people)
    assert asked(open_plan) == [(LONG + FIRST, FIRST), (LONG + SECOND, SECOND)]
    assert not open_plan.may_be_carried_out
    same = plan(rows, people, same_branches=True)
    assert same.renamed == (
        BranchRename(FIRST, LONG + FIRST),
        BranchRename(SECOND, LONG + SECOND),
    )
    assert (same.unchanged, same.changed, same.new_branches) == (2, (), ())
    new = plan(rows, people, same_branches=False)
    assert (new.renamed, new.new_branches) == ((), (LONG + FIRST, LONG + SECOND))
    assert len(new.changed) == 2


def test_the_daily_name_after_the_official_one_is_asked_about_too() -> None:
    assert asked(plan([row(9, FIRST)], [known(1, LONG + FIRST)])) == [(FIRST, LONG + FIRST)]


@pytest.mark.parametrize(
    ("new", "old"),
    [
        ("第1党支部", "第一党支部"),
        ("第一支部", "第一党支部"),
        ("教工二支部", "教工2党支部"),
        ("第二十三支部", "第23党支部"),
        ("第一党支部委员会", "第一党支部"),
    ],
)
def test_numerals_and_a_missing_word_look_alike(new: str, old: str) -> None:
    assert look_alikes([new], [old], [], []) == {new: old}


@pytest.mark.parametrize(
    ("new", "old"),
    [
        ("第11党支部", "第1党支部"),
        ("第十一党支部", "第一党支部"),
        ("教工11支部", "教工1支部"),
        ("教工111支部", "11支部"),
        ("第二党支部", "第一党支部"),
        ("药学系党支部", "护理系党支部"),
        ("支部", "药学系党支部"),
    ],
)
def test_other_branches_do_not(new: str, old: str) -> None:
    assert look_alikes([new], [old], [], []) == {}


def test_a_name_that_fits_several_says_nothing() -> None:
    assert look_alikes(["甲系第一党支部", "乙系第一党支部"], ["第一党支部"], [], []) == {}
    assert look_alikes(["第一党支部"], ["甲系第一党支部", "乙系第一党支部"], [], []) == {}


def test_a_known_branch_that_stands_in_the_sheet_is_not_asked_about() -> None:
    """First and eleventh, long and short: both are there, so they are two."""
    rows = [row(1, FIRST), row(2, LONG + FIRST)]
    made = plan(rows, [known(1, FIRST), known(2, FIRST)])
    assert made.questions == ()
    assert made.new_branches == (LONG + FIRST,)


def test_a_branch_whose_people_stand_together_elsewhere_is_asked_about() -> None:
    """Whatever the names: most of them, and at least two."""
    people = [known(n, "机关一支部") for n in range(1, 5)]
    most = [row(n, "党群支部") for n in (1, 2, 3)]
    assert asked(plan(most, people)) == [("党群支部", "机关一支部")]
    half = [row(n, "党群支部") for n in (1, 2)]
    assert asked(plan(half, people)) == []
    assert asked(plan([row(1, "党群支部")], [known(1, "机关一支部")])) == []


def test_a_renamed_branch_keeps_its_secretary() -> None:
    made = plan([row(1, LONG + FIRST)], [known(1, FIRST)], same_branches=True)
    assert [note.problem.key for note in made.notes] == []
    assert made.unchanged == 1


def test_a_known_name_with_what_nobody_sees_gets_the_sheet_s() -> None:
    made = plan([row(1, FIRST)], [known(1, f"{FIRST}\u200b")])
    assert made.renamed == (BranchRename(f"{FIRST}\u200b", FIRST),)
    assert made.questions == ()


def test_loose_names_lose_what_an_official_name_has_more() -> None:
    assert loose("中共样例学院第二十党支部委员会") == "样例学院第20支部"
    assert loose("第十支部") == "第10支部"
