"""Whoever is written another way is the same person; whoever may be is asked about."""

from dataclasses import replace
from typing import Any

import pytest

from campaign.people import Role, Standing
from campaign.roster.planning.people import Known, Post
from campaign.roster.planning.plan import RosterPlan, plan_import
from campaign.roster.planning.questions import Answers, QuestionKind
from campaign.roster.rows import Roster, RosterRow
from campaign.roster.words import Column
from campaign.texts import Text

BRANCH = "样例学院第一党支部"
MEMBER = frozenset({Post(Role.MEMBER)})


def known(name: str, number: str | None, person: int = 1, **facts: Any) -> Known:
    plain = Known(person, name, number, BRANCH, "teaching", Standing.FULL, MEMBER)
    return replace(plain, **facts)


def row(name: str, number: str | None, at: int = 2, branch: str = BRANCH) -> RosterRow:
    return RosterRow(at, name, number, branch, "teaching", Standing.FULL, None)


def plan(rows: list[RosterRow], people: list[Known], **answers: Any) -> RosterPlan:
    branches = {one.branch for one in people if one.branch is not None}
    roster = Roster(tuple(rows), frozenset(Column), ())
    return plan_import(roster, people, branches=branches, answers=Answers(**answers))


@pytest.mark.parametrize(
    ("before", "now"),
    [
        (("王芳", "T0311"), ("王芳", "\uff34\uff10\uff13\uff11\uff11")),
        (("王芳", "T0311"), ("王芳", "t 0311")),
        (("高文", None), ("⾼⽂", None)),
        (("买测提·样木", None), ("买测提•样木", None)),
        (("买测提·样木", None), ("买测提样木", None)),
        (("Wang Fang", None), ("WANG  FANG", None)),
        (("王芳", "000311"), ("王芳", "311")),
        (("王芳", None), ("王\u200b芳", None)),
    ],
)
def test_another_way_of_writing_changes_nothing(
    before: tuple[str, str | None], now: tuple[str, str | None]
) -> None:
    made = plan([row(*now)], [known(*before)])
    assert (made.unchanged, made.added, made.changed, made.gone) == (1, (), (), ())


def test_zeros_that_were_lost_come_back() -> None:
    (change,) = plan([row("王芳", "000311")], [known("王芳", "311")]).changed
    assert change.fields == {Column.NUMBER: ("311", "000311")}


def test_numbers_that_differ_in_zeros_are_two_where_both_are_there() -> None:
    people = [known("王芳", "311", 1), known("李娜", "0311", 2)]
    made = plan([row("王芳", "311"), row("李娜", "0311", 3)], people)
    assert made.unchanged == 2
    lost = plan([row("张伟", "00311")], people)
    assert [one.name for one in lost.added] == ["张伟"]


def test_zeros_are_not_guessed_where_two_come_to_the_same_digits() -> None:
    """Known or in the sheet: the number alone does not say who is meant then."""
    people = [known("王芳", "311", 1), known("王芳", "0311", 2)]
    assert len(plan([row("王芳", "00311", branch="乙支部")], people).added) == 1
    rows = [row("王芳", "311", 2, "乙支部"), row("王芳", "0311", 3, "丙支部")]
    assert len(plan(rows, [known("王芳", "000311")]).added) == 2


def test_a_number_without_zeros_and_with_another_name_is_somebody_else() -> None:
    made = plan([row("李娜", "311")], [known("王芳", "000311")])
    assert made.faults == ()
    assert [one.name for one in made.added] == ["李娜"]


def test_what_nobody_sees_in_a_known_name_goes() -> None:
    """Names that were stored before names were compared by a key."""
    (change,) = plan([row("高文", "1")], [known("⾼⽂\u200b", "1")]).changed
    assert change.fields == {Column.NAME: ("⾼⽂\u200b", "高文")}


def test_a_namesake_with_another_number_is_asked_about() -> None:
    rows, people = [row("王芳", "S1")], [known("王芳", "T1")]
    made = plan(rows, people)
    (question,) = made.questions
    assert (question.kind, question.rows) == (QuestionKind.PEOPLE, (2,))
    assert question.told.params["known"] == "T1"
    assert not made.may_be_carried_out
    same = plan(rows, people, same_people=True)
    assert [change.fields for change in same.changed] == [{Column.NUMBER: ("T1", "S1")}]
    assert same.may_be_carried_out
    new = plan(rows, people, same_people=False)
    assert ([one.name for one in new.added], new.gone) == (["王芳"], tuple(people))
    assert new.may_be_carried_out


def test_single_questions_have_answers_of_their_own() -> None:
    rows = [row("王芳", "S1"), row("李娜", "S2", 3)]
    people = [known("王芳", "T1"), known("李娜", "T2", 2)]
    first, second = plan(rows, people).questions
    made = plan(rows, people, each={first.id: True, second.id: False})
    assert [change.row.name for change in made.changed] == ["王芳"]
    assert [one.name for one in made.added] == ["李娜"]
    assert made.questions == ()
    half = plan(rows, people, each={first.id: True})
    assert half.questions == (second,)


@pytest.mark.parametrize(
    ("rows", "people"),
    [
        # The namesake is in the sheet as well.
        ([row("王芳", "S1"), row("王芳", "T1", 3)], [known("王芳", "T1")]),
        # In another branch.
        ([row("王芳", "S1", branch="别的支部")], [known("王芳", "T1")]),
        # Left long ago.
        ([row("王芳", "S1")], [known("王芳", "T1", left=True)]),
    ],
)
def test_nobody_asks_without_a_reason(rows: list[RosterRow], people: list[Known]) -> None:
    made = plan(rows, people)
    assert made.questions == ()
    assert [one.number for one in made.added] == ["S1"]


def test_a_number_that_another_person_has_stays_a_conflict() -> None:
    made = plan([row("李娜", "\uff541")], [known("王芳", "T1")])
    problem = Text("roster.other_name", {"number": "\uff541", "known": "王芳", "name": "李娜"})
    assert [fault.problem for fault in made.faults] == [problem]
