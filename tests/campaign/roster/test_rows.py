"""A roster is read whatever its order and language, and every fault is told with its row."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign.people import Role, Standing
from campaign.roster.names import read_name
from campaign.roster.rows import MOST_ROWS, Roster, RosterRow, RowFault, gathered, row_numbers
from campaign.roster.values import category_of
from campaign.roster.words import Column, column_of
from campaign.texts import Text
from tests.campaign.roster.sheets import CAMPAIGN, HEADING, WANG, notes, read, told


def reading(*rows: tuple[str, ...], heading: tuple[str, ...] = HEADING) -> Roster:
    return read(heading, *rows)


def changed(column: int, value: str) -> tuple[str, ...]:
    return (*WANG[:column], value, *WANG[column + 1 :])


def test_a_row_is_read() -> None:
    secretary = frozenset({Role.SECRETARY})
    wang = RosterRow(2, "王芳", "1001", "基础医学部党支部", "teaching", Standing.FULL, secretary)
    assert reading(WANG) == Roster((wang,), frozenset(Column), ())


def test_columns_stand_in_any_order_and_in_english() -> None:
    roster = reading(
        ("member", "Wang Fang", "teaching", "probationary member", "Basic Medicine", "x"),
        heading=("Role", "Name", "Category", "Standing", "Branch", "Remarks"),
    )
    (row,) = roster.rows
    assert roster.faults == ()
    assert (row.name, row.category, row.branch) == ("Wang Fang", "teaching", "Basic Medicine")
    assert row.standing is Standing.PROBATIONARY
    assert row.number is None


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("工号", Column.NUMBER),
        (" 学 号 ", Column.NUMBER),
        ("员工工号*", Column.NUMBER),
        ("姓名（必填）", Column.NAME),
        ("姓\u3000名：", Column.NAME),
        ("name (姓名)", Column.NAME),
        ("\uff2e\uff21\uff2d\uff25", Column.NAME),
        ("所在党支部*", Column.BRANCH),
        ("所在\n党支部", Column.BRANCH),
        ("所属党组织", Column.BRANCH),
        ("政治面貌", Column.STANDING),
        ("支部职务", Column.ROLE),
        ("职工代码", Column.NUMBER),
        ("组织关系所在党支部", Column.BRANCH),
        ("隶属党组织", Column.BRANCH),
        ("是否为预备党员", Column.STANDING),
        ("现任党内职务", Column.ROLE),
        ("人员分类", Column.CATEGORY),
        ("手机", None),
        ("身份证号", None),
        ("入党介绍人姓名", None),
        ("原所在党支部", None),
        ("转出支部", None),
        ("原任党内职务", None),
        ("上级党组织", None),
        ("团支部", None),
        ("第二党支部", None),
        ("行政职务", None),
        ("序号", None),
        ("", None),
    ],
)
def test_headings_are_known_by_many_names(written: str, meant: Column | None) -> None:
    assert column_of(written) is meant


@pytest.mark.parametrize(
    "written", ["教学科研", "教学科研岗位", " teaching ", "Teaching and research", "专任教师"]
)
def test_categories_are_known_by_id_by_name_and_as_schools_say(written: str) -> None:
    assert category_of(written, CAMPAIGN) == "teaching"


def test_what_schools_say_means_only_categories_that_the_campaign_has() -> None:
    few = CAMPAIGN.model_copy(update={"categories": CAMPAIGN.categories[1:]})
    assert category_of("专任教师", few) is None


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("王　芳", "王芳"),
        ("王 芳", "王芳"),
        (" 欧阳 娜娜 ", "欧阳娜娜"),
        ("Wang  Fang", "Wang Fang"),
        ("阿依古丽·买买提", "阿依古丽·买买提"),
        ("Anna 王", "Anna 王"),
        ("林\u200b测一", "林测一"),
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
        (1, "=A2&B2", (2, Column.NAME, "roster.formula")),
        (0, "#N/A", (2, Column.NUMBER, "roster.sheet_error")),
    ],
)
def test_each_fault_of_a_cell_is_told(
    column: int, value: str, fault: tuple[int, Column, str]
) -> None:
    assert told(reading(changed(column, value)).faults) == [fault]


def test_all_faults_are_told_in_order_of_the_rows() -> None:
    roster = reading(changed(2, ""), changed(1, ""), ("=1", "李娜", "", "", "", ""))
    assert [fault.row for fault in roster.faults] == [2, 3, 3, 4, 4]


def test_the_office_and_leaders_need_no_branch() -> None:
    roster = reading(("", "赵敏", "", "", "", "党委办公室"), ("", "钱进", "", "", "", "校党委"))
    assert roster.faults == ()
    assert [row.branch for row in roster.rows] == [None, None]


def test_a_secretary_without_a_branch_is_refused() -> None:
    roster = reading(("", "赵敏", "", "", "", "党委办公室、书记"))
    assert told(roster.faults) == [(2, Column.BRANCH, "roster.secretary_of_what")]


def test_a_number_may_stand_once_however_written() -> None:
    roster = reading(changed(0, "T1001"), ("\uff54 1001", "李娜", *WANG[2:]))
    assert told(roster.faults) == [(3, Column.NUMBER, "roster.number_twice")]
    assert roster.faults[0].problem.params == {"number": "\uff54 1001", "row": 2}


@pytest.mark.parametrize(
    ("first", "second", "fault"),
    [("", "", True), ("1001", "", True), ("", "1002", True), ("1001", "1002", False)],
)
def test_namesakes_of_a_branch_need_numbers(first: str, second: str, fault: bool) -> None:
    roster = reading(changed(0, first), changed(0, second))
    assert told(roster.faults) == ([(3, Column.NAME, "roster.name_twice")] if fault else [])


def test_namesakes_of_two_branches_need_none() -> None:
    assert reading(changed(0, ""), ("", "王芳", "药学系党支部", *WANG[3:])).faults == ()


def test_a_heading_without_what_is_needed_is_refused_with_the_headings_found() -> None:
    lacking = reading(("王芳", "学生"), heading=("姓名", "岗位类别")).faults
    assert told(lacking) == [(1, None, "roster.no_column")]
    assert lacking[0].problem.params["columns"] == [Text("roster.column_branch")]
    assert lacking[0].problem.params["found"] == ["「姓名」", "「岗位类别」"]
    nameless = reading(("1", "第一支部"), heading=("工号", "支部")).faults
    assert nameless[0].problem.params["columns"] == [Text("roster.column_name")]
    assert told(reading(WANG, heading=("a", "b")).faults) == [(0, None, "roster.no_heading")]


def test_a_sheet_without_people_is_refused() -> None:
    assert told(reading().faults) == [(1, None, "roster.no_rows")]


def test_as_many_rows_as_may_be_are_read_whole_and_one_more_is_refused() -> None:
    """No cut: a roster that ends somewhere in the middle would make people leave."""
    many = [(f"{number}", "王芳", "支部", "学生", "", "") for number in range(MOST_ROWS + 1)]
    assert len(reading(*many[1:]).rows) == MOST_ROWS
    refused = reading(*many)
    assert told(refused.faults) == [(MOST_ROWS + 2, None, "roster.too_many")]
    assert refused.rows == ()


cells = st.text(max_size=12) | st.sampled_from([*HEADING, *WANG, "=1", "#REF!", "党员", "合计"])


@given(st.lists(st.lists(cells, max_size=8), max_size=8))
def test_whatever_a_sheet_holds_is_read_or_told(rows: list[list[str]]) -> None:
    """Never an exception; a row without a fault has what a person needs."""
    roster = read(HEADING, *rows)
    at_fault = {fault.row for fault in roster.faults}
    for row in roster.rows:
        if row.row not in at_fault:
            assert row.name
            assert row.branch is not None or row.roles


def test_a_problem_of_many_rows_is_told_once() -> None:
    roster = reading(*(("", f"王{n}", "第一支部", "保洁", "正式", "") for n in range(40)))
    (note,) = notes(roster, "unknown_categories")
    assert note.problem.params["words"] == [Text("roster.word_times", {"word": "保洁", "n": 40})]
    fault = Text("roster.empty")
    (remark,) = gathered(RowFault(row, Column.BRANCH, fault) for row in (5, 3, 4, 9))
    assert (remark.rows, remark.problem) == ((3, 4, 5, 9), fault)
    assert row_numbers(remark.rows) == ["3–5", "9"]
    assert row_numbers((2, 3)) == ["2", "3"]
