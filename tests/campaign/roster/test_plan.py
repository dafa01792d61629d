"""What an import would do: who is new, who changes in what, who is missing, what contradicts."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign.people import Role, Standing
from campaign.roster.planning.people import Known, Post, posts_wanted
from campaign.roster.planning.plan import RosterPlan, plan_import
from campaign.roster.planning.questions import Answers, QuestionKind
from campaign.roster.rows import Roster, RosterRow
from campaign.roster.words import Column

BRANCH, OTHER = "基础医学部党支部", "药学系党支部"
MEMBER = Post(Role.MEMBER)


def row(name: str = "王芳", at: int = 2, **facts: Any) -> RosterRow:
    plain = RosterRow(at, name, "1001", BRANCH, "teaching", Standing.FULL, frozenset({Role.MEMBER}))
    return replace(plain, **facts)


def known(name: str = "王芳", person: int = 1, **facts: Any) -> Known:
    plain = Known(person, name, "1001", BRANCH, "teaching", Standing.FULL, frozenset({MEMBER}))
    return replace(plain, **facts)


def plan(rows: list[RosterRow], people: list[Known], **answers: Any) -> RosterPlan:
    roster = Roster(tuple(rows), frozenset(Column), ())
    return plan_import(roster, people, branches=[BRANCH, OTHER], answers=Answers(**answers))


def faults(made: RosterPlan) -> list[tuple[int, str]]:
    return [(fault.row, fault.problem.key) for fault in made.faults]


def noted(made: RosterPlan) -> list[tuple[int, str]]:
    return [(note.row, note.problem.key) for note in made.notes]


def test_somebody_new_is_added_and_a_new_branch_founded() -> None:
    made = plan([row(branch="新支部")], [])
    assert [one.name for one in made.added] == ["王芳"]
    assert made.new_branches == ("新支部",)
    assert faults(made) == []


def test_the_same_again_changes_nothing() -> None:
    made = plan([row()], [known()])
    assert (made.added, made.changed, made.unchanged, made.gone) == ((), (), 1, ())


@pytest.mark.parametrize(
    ("facts", "column", "pair"),
    [
        ({"branch": OTHER}, Column.BRANCH, (BRANCH, OTHER)),
        ({"category": "students"}, Column.CATEGORY, ("teaching", "students")),
        ({"standing": Standing.PROBATIONARY}, Column.STANDING, ("full", "probationary")),
        ({"roles": frozenset({Role.SECRETARY})}, Column.ROLE,
         ("member", f"member\nsecretary@{BRANCH}")),
    ],
)  # fmt: skip
def test_each_change_is_told_with_before_and_after(
    facts: dict[str, Any], column: Column, pair: tuple[str, str]
) -> None:
    (change,) = plan([row(**facts)], [known()]).changed
    assert change.fields == {column: pair}


def test_what_the_sheet_leaves_blank_stays_as_it_was() -> None:
    assert plan([row(number=None, standing=None, category=None)], [known()]).unchanged == 1


def test_a_number_that_was_missing_is_taken_over() -> None:
    (change,) = plan([row()], [known(number=None)]).changed
    assert change.fields == {Column.NUMBER: (None, "1001")}


def test_another_name_for_a_known_number_is_a_conflict_unless_it_is_a_new_name() -> None:
    rows, people = [row("王芬")], [known()]
    made = plan(rows, people)
    assert faults(made) == [(2, "roster.other_name")]
    assert made.gone == ()
    (change,) = plan(rows, people, renames=True).changed
    assert change.fields == {Column.NAME: ("王芳", "王芬")}


def test_namesakes_in_the_database_need_a_number() -> None:
    people = [known(), known(person=2, number="1002")]
    made = plan([row(number=None)], people)
    assert faults(made) == [(2, "roster.which_one")]
    assert made.gone == ()


def test_two_rows_for_one_person_are_refused() -> None:
    made = plan([row(), row(at=3, number=None, branch=BRANCH)], [known()])
    assert faults(made) == [(3, "roster.same_person_twice")]


def test_who_is_missing_is_told_but_not_the_office_without_a_branch() -> None:
    office = known("赵敏", 9, number=None, branch=None, posts=frozenset({Post(Role.OFFICE)}))
    gone = known("李娜", 2, number="1002")
    left = known("周宁", 3, number="1003", left=True)
    assert plan([row()], [known(), gone, left, office]).gone == (gone,)


def test_an_empty_sheet_makes_nobody_missing() -> None:
    assert plan([], [known()]).gone == ()


def test_somebody_who_left_comes_back() -> None:
    (change,) = plan([row()], [known(left=True)]).changed
    assert change.returns
    assert change.fields == {}


def test_somebody_present_goes_before_a_namesake_who_left() -> None:
    people = [known(person=1, number=None, left=True), known(person=2, number=None)]
    (change,) = plan([row()], people).changed
    assert change.person.id == 2


def test_a_possible_move_without_a_number_is_worth_a_look() -> None:
    made = plan([row(number=None, branch=OTHER)], [known()])
    assert noted(made) == [(2, "roster.namesake"), (0, "roster.no_secretary")]
    assert faults(made) == []


def test_two_secretaries_of_a_branch_are_worth_a_look() -> None:
    leading = frozenset({Role.SECRETARY})
    made = plan([row(roles=leading), row("李娜", 3, number="1002", roles=leading)], [])
    assert noted(made) == [(3, "roster.two_secretaries")]


@pytest.mark.parametrize(("joined", "refused"), [(True, True), (False, False)])
def test_the_last_office_account_is_not_shut_out(joined: bool, refused: bool) -> None:
    office = known(posts=frozenset({MEMBER, Post(Role.OFFICE)}), joined=joined)
    made = plan([row()], [office])
    assert faults(made) == ([(2, "roster.last_office")] if refused else [])


def test_removing_the_last_office_account_is_refused_too() -> None:
    office = known(posts=frozenset({MEMBER, Post(Role.OFFICE)}), joined=True)
    rows = [row("李娜", number="1002")]
    assert faults(plan(rows, [office], remove_missing=True)) == [(0, "roster.last_office")]
    assert faults(plan(rows, [office])) == []


def test_roles_without_a_column_stay_but_not_those_of_the_branch_that_was_left() -> None:
    held = frozenset({MEMBER, Post(Role.SECRETARY, BRANCH), Post(Role.OFFICE)})
    silent = row(roles=None)
    assert posts_wanted(silent, held) == held
    assert posts_wanted(replace(silent, branch=OTHER), held) == {MEMBER, Post(Role.OFFICE)}


def test_whoever_has_a_branch_is_a_member_and_others_are_not() -> None:
    assert posts_wanted(row(roles=frozenset())) == {MEMBER}
    office = frozenset({Role.OFFICE, Role.MEMBER})
    assert posts_wanted(row(branch=None, roles=office)) == {Post(Role.OFFICE)}


def test_who_is_missing_leaves_only_when_that_is_wanted() -> None:
    gone = known("李娜", 2, number="1002")
    assert plan([row()], [known(), gone]).removed == ()
    assert plan([row()], [known(), gone], remove_missing=True).removed == (gone,)


@pytest.mark.parametrize(
    ("there", "missing", "asked"),
    [(4, 2, False), (4, 3, True), (40, 4, False), (40, 5, True)],
)
def test_removing_more_than_two_and_a_tenth_asks_for_the_number(
    there: int, missing: int, asked: bool
) -> None:
    people = [known(f"王{n}", n, number=f"{n}") for n in range(there)]
    rows = [row(f"王{n}", n, number=f"{n}") for n in range(missing, there)]
    made = plan(rows, people, remove_missing=True)
    assert [one.kind for one in made.questions] == [QuestionKind.REMOVING] * asked
    assert made.may_be_carried_out is not asked
    assert plan(rows, people).questions == ()
    assert plan(rows, people, remove_missing=True, removing=missing).may_be_carried_out
    other = plan(rows, people, remove_missing=True, removing=missing + 1)
    assert other.may_be_carried_out is not asked


@pytest.mark.parametrize(
    ("held", "roles", "told"),
    [
        (frozenset({MEMBER}), None, True),
        (frozenset({MEMBER}), frozenset({Role.SECRETARY}), False),
        (frozenset({MEMBER, Post(Role.SECRETARY, BRANCH)}), None, False),
        (frozenset({MEMBER, Post(Role.SECRETARY, BRANCH)}), frozenset({Role.MEMBER}), True),
    ],
)
def test_branches_that_will_have_no_secretary_are_told(
    held: frozenset[Post], roles: frozenset[Role] | None, told: bool
) -> None:
    """By what will be, whether the sheet says it or it stays as it was."""
    made = plan([row(roles=roles)], [known(posts=held)])
    assert ((0, "roster.no_secretary") in noted(made)) is told


def test_a_secretary_who_leaves_leads_no_more() -> None:
    leads = known("李娜", 2, number="1002", posts=frozenset({Post(Role.SECRETARY, BRANCH)}))
    assert noted(plan([row(roles=None)], [known(), leads])) == []
    leaving = plan([row(roles=None)], [known(), leads], remove_missing=True)
    assert noted(leaving) == [(0, "roster.no_secretary")]
    gone = plan([row(roles=None)], [known(), replace(leads, left=True)])
    assert noted(gone) == [(0, "roster.no_secretary")]


people = st.builds(
    known,
    st.sampled_from(["王芳", "李娜", "张伟"]),
    st.integers(1, 6),
    number=st.sampled_from([None, "1", "2", "3"]),
    branch=st.sampled_from([BRANCH, OTHER]),
    left=st.booleans(),
)
rows = st.builds(
    row,
    st.sampled_from(["王芳", "李娜", "张伟"]),
    number=st.sampled_from([None, "1", "2", "3"]),
    branch=st.sampled_from([BRANCH, OTHER]),
)


@given(
    st.lists(rows, max_size=6),
    st.lists(people, max_size=6, unique_by=(lambda one: one.id, lambda one: one.number or one.id)),
)
def test_every_row_has_one_fate_and_nobody_two(sheet: list[RosterRow], there: list[Known]) -> None:
    sheet = [replace(one, row=at) for at, one in enumerate(sheet, start=2)]
    made = plan(sheet, there, same_people=False, same_branches=False)
    fates = [one.row for one in made.added] + [one.row.row for one in made.changed]
    at_fault = {fault.row for fault in made.faults}
    assert len(set(fates)) == len(fates)
    assert len(fates) + made.unchanged + len(at_fault) == len(sheet)
    meant = [one.person.id for one in made.changed]
    assert len(set(meant)) == len(meant)
    assert not set(meant) & {one.id for one in made.gone}
