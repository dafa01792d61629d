"""A roster is read whatever its order and language, and every fault is told with its row."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign.people import Role, Standing
from campaign.reading import shipped_campaign
from campaign.roster.rows import MOST_ROWS, Roster, RosterRow, read_roster
from campaign.roster.words import Column, category_of, column_of, read_name

CAMPAIGN = shipped_campaign()
HEADING = ["工号/学号", "姓名", "支部", "岗位类别", "正式/预备", "角色"]
WANG = ["1001", "王芳", "基础医学部党支部", "教学科研", "正式", "支部书记"]


def reading(*rows: list[str], heading: list[str] | None = None) -> Roster:
    lines = [HEADING if heading is None else heading, *rows]
    return read_roster(list(enumerate(lines, start=1)), CAMPAIGN)


def told(roster: Roster) -> list[tuple[int, Column | None, str]]:
    """Each fault's row, column and text key."""
    return [(fault.row, fault.column, fault.problem.key) for fault in roster.faults]


def changed(column: int, value: str) -> list[str]:
    return [*WANG[:column], value, *WANG[column + 1 :]]


def test_a_row_is_read() -> None:
    assert reading(WANG) == Roster(
        (
            RosterRow(
                2,
                "王芳",
                "1001",
                "基础医学部党支部",
                "teaching",
                Standing.FULL,
                frozenset({Role.SECRETARY}),
            ),
        ),
        frozenset(Column),
        (),
    )


def test_columns_stand_in_any_order_and_in_english() -> None:
    roster = reading(
        ["member", "Wang Fang", "teaching", "probationary member", "Basic Medicine", "x"],
        heading=["Role", "Name", "Category", "Standing", "Branch", "Remarks"],
    )
    (row,) = roster.rows
    assert roster.faults == ()
    assert (row.name, row.category, row.branch) == ("Wang Fang", "teaching", "Basic Medicine")
    assert row.standing is Standing.PROBATIONARY
    assert row.number is None


def test_a_title_above_and_blank_rows_do_not_matter() -> None:
    lines = [(1, ["2008年党员名册"]), (2, ["", ""]), (3, HEADING), (4, [" ", "　"]), (7, WANG)]
    roster = read_roster(lines, CAMPAIGN)
    assert roster.faults == ()
    assert [row.row for row in roster.rows] == [7]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("工号", Column.NUMBER),
        (" 学 号 ", Column.NUMBER),
        ("姓名（必填）", Column.NAME),
        ("name (姓名)", Column.NAME),
        ("\uff2e\uff21\uff2d\uff25", Column.NAME),
        ("所在党支部*", Column.BRANCH),
        ("手机", None),
        ("", None),
    ],
)
def test_headings_are_known_by_many_names(written: str, meant: Column | None) -> None:
    assert column_of(written) is meant


@pytest.mark.parametrize(
    "written", ["教学科研", "教学科研岗位", " teaching ", "Teaching and research"]
)
def test_categories_are_known_by_id_and_by_name(written: str) -> None:
    assert category_of(written, CAMPAIGN) == "teaching"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("王　芳", "王芳"),
        ("王 芳", "王芳"),
        (" 欧阳 娜娜 ", "欧阳娜娜"),
        ("Wang  Fang", "Wang Fang"),
        ("阿依古丽·买买提", "阿依古丽·买买提"),
        ("Anna 王", "Anna 王"),
    ],
)
def test_blanks_that_line_names_up_go(written: str, meant: str) -> None:
    assert read_name(written) == meant


@pytest.mark.parametrize(
    ("written", "roles"),
    [
        ("党员", {Role.MEMBER}),
        ("书记、党委办公室", {Role.SECRETARY, Role.OFFICE}),
        ("副书记; 党办", {Role.DEPUTY, Role.OFFICE}),
        ("member, leader", {Role.MEMBER, Role.LEADER}),
        ("Branch Secretary/office", {Role.SECRETARY, Role.OFFICE}),
        ("", set()),
    ],
)
def test_a_cell_may_name_several_roles(written: str, roles: set[Role]) -> None:
    (row,) = reading(changed(5, written)).rows
    assert row.roles == frozenset(roles)


def test_without_the_column_nothing_is_said_of_roles() -> None:
    roster = reading(WANG[:5], heading=HEADING[:5])
    assert roster.rows[0].roles is None


@pytest.mark.parametrize(
    ("column", "value", "fault"),
    [
        (1, "", (2, Column.NAME, "roster.empty")),
        (1, "　", (2, Column.NAME, "roster.empty")),
        (1, "王" * 81, (2, Column.NAME, "roster.too_long")),
        (0, "9" * 41, (2, Column.NUMBER, "roster.too_long")),
        (2, "", (2, Column.BRANCH, "roster.empty")),
        (2, "支" * 121, (2, Column.BRANCH, "roster.too_long")),
        (3, "", (2, Column.CATEGORY, "roster.empty")),
        (3, "教学", (2, Column.CATEGORY, "roster.no_such_category")),
        (4, "积极分子", (2, Column.STANDING, "roster.no_such_standing")),
        (5, "班长", (2, Column.ROLE, "roster.no_such_role")),
        (1, "=A2&B2", (2, Column.NAME, "roster.formula")),
        (0, "#N/A", (2, Column.NUMBER, "roster.sheet_error")),
    ],
)
def test_each_fault_of_a_cell_is_told(
    column: int, value: str, fault: tuple[int, Column, str]
) -> None:
    assert fault in told(reading(changed(column, value)))


def test_all_faults_are_told_in_order_of_the_rows() -> None:
    roster = reading(changed(3, "?"), changed(1, ""), ["1003", "李娜", "", "", "?", "?"])
    rows = [row for row, _, _ in told(roster)]
    assert rows == sorted(rows)
    assert set(rows) == {2, 3, 4}
    # The number 1001 stands twice as well.
    assert len(roster.faults) == 6


def test_the_office_and_leaders_need_no_branch() -> None:
    roster = reading(["", "赵敏", "", "", "", "党委办公室"], ["", "钱校长", "", "", "", "校党委"])
    assert roster.faults == ()
    assert [row.branch for row in roster.rows] == [None, None]


def test_a_secretary_without_a_branch_is_refused() -> None:
    roster = reading(["", "赵敏", "", "", "", "党委办公室、书记"])
    assert told(roster) == [(2, Column.BRANCH, "roster.secretary_of_what")]


def test_a_number_may_stand_once() -> None:
    roster = reading(WANG, ["1001", "李娜", *WANG[2:]])
    assert told(roster) == [(3, Column.NUMBER, "roster.number_twice")]
    assert roster.faults[0].problem.params == {"number": "1001", "row": 2}


@pytest.mark.parametrize(
    ("first", "second", "fault"),
    [("", "", True), ("1001", "", True), ("", "1002", True), ("1001", "1002", False)],
)
def test_namesakes_of_a_branch_need_numbers(first: str, second: str, fault: bool) -> None:
    roster = reading(changed(0, first), changed(0, second))
    assert told(roster) == ([(3, Column.NAME, "roster.name_twice")] if fault else [])


def test_namesakes_of_two_branches_need_none() -> None:
    assert reading(changed(0, ""), ["", "王芳", "药学系党支部", *WANG[3:]]).faults == ()


@pytest.mark.parametrize(
    ("heading", "fault"),
    [
        (["a", "b"], (1, None, "roster.no_heading")),
        (["姓名", "岗位类别"], (1, None, "roster.no_column")),
        (["姓名", "支部", "岗位", "类别"], (1, Column.CATEGORY, "roster.column_twice")),
    ],
)
def test_a_heading_that_will_not_do(
    heading: list[str], fault: tuple[int, Column | None, str]
) -> None:
    roster = reading(WANG, heading=heading)
    assert told(roster) == [fault]
    assert roster.rows == ()


def test_a_sheet_without_people_and_one_with_too_many() -> None:
    assert told(reading()) == [(1, None, "roster.no_rows")]
    many = [[f"{number}", "王芳", "支部", "学生", "", ""] for number in range(MOST_ROWS + 1)]
    assert told(reading(*many)) == [(MOST_ROWS + 2, None, "roster.too_many")]
    assert reading(*many[1:]).faults == ()


cells = st.text(max_size=12) | st.sampled_from([*HEADING, *WANG, "=1", "#REF!", "党员"])


@given(st.lists(st.lists(cells, max_size=8), max_size=8))
def test_whatever_a_sheet_holds_is_read_or_told(rows: list[list[str]]) -> None:
    """Never an exception; a row without a fault has what a person needs."""
    roster = reading(*rows)
    at_fault = {fault.row for fault in roster.faults}
    for row in roster.rows:
        if row.row not in at_fault:
            assert row.name
            assert row.branch is None or row.category is not None
