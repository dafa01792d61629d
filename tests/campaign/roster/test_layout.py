"""How schools lay rosters out: what is read, and what is passed over by name."""

import pytest

from campaign.people import Role, Standing
from campaign.roster.rows import Roster
from campaign.roster.words import Column
from campaign.sheets import CellKind
from tests.campaign.roster.sheets import HEADING, WANG, notes, people, read, read_book, sheet, told

LI = ("1002", "李娜", "药学系党支部", "学生", "预备", "")


def skipped(roster: Roster) -> list[tuple[int, object]]:
    """The rows that were passed over, with their first words."""
    return [(note.row, note.problem.params["words"]) for note in notes(roster, "skipped")]


def test_a_title_above_and_blank_rows_do_not_matter() -> None:
    roster = read(("2008年党员名册",), (), ("单位：某学院",), HEADING, (), (), WANG)
    assert roster.faults == ()
    assert [row.row for row in roster.rows] == [7]


def test_two_heading_rows_with_merged_cells_are_one_heading() -> None:
    """A merged cell shows its text in each of its places: groups above, their columns below."""
    roster = read(
        ("党员花名册",) * 5,
        ("序号", "姓 名", "所在\n党支部", "党员情况", "党员情况"),
        ("序号", "姓 名", "所在\n党支部", "党员类别", "党内职务"),
        ("1", "王芳", "第一支部", "正式", "支部书记"),
        ("2", "李娜", "第一支部", "预备", ""),
    )
    assert [row.row for row in roster.rows] == [4, 5]
    assert people(roster)["李娜"].standing is Standing.PROBATIONARY
    assert people(roster)["王芳"].roles == frozenset({Role.SECRETARY})


def test_a_lower_heading_may_leave_blank_what_stands_above() -> None:
    roster = read(
        ("姓名", "所在党支部", "党员情况", ""),
        ("", "", "党员类别", "党内职务"),
        ("王芳", "第一支部", "正式", "书记"),
    )
    (wang,) = roster.rows
    assert (wang.row, wang.branch, wang.standing) == (3, "第一支部", Standing.FULL)


def test_a_row_of_groups_above_the_heading_is_a_title() -> None:
    roster = read(
        ("基本信息", "基本信息", "党内信息"), ("姓名", "工号", "党支部"), ("王芳", "1", "第一支部")
    )
    assert roster.columns == {Column.NAME, Column.NUMBER, Column.BRANCH}
    assert [row.row for row in roster.rows] == [3]


def test_a_merged_branch_is_that_of_every_row() -> None:
    roster = read(
        ("姓名", "支部"), ("王芳", "第一支部"), ("李娜", "第一支部"), ("陈晨", "第二支部")
    )
    assert [row.branch for row in roster.rows] == ["第一支部", "第一支部", "第二支部"]


def test_a_branch_written_once_for_its_people_is_theirs_with_a_note() -> None:
    """As merged cells are saved in a CSV file."""
    roster = read(
        ("支部", "姓名"),
        ("第一支部", "王芳"),
        ("", "李娜"),
        ("", "张伟"),
        ("第二支部", "陈晨"),
        ("", "赵敏"),
    )
    assert [row.branch for row in roster.rows] == ["第一支部"] * 3 + ["第二支部"] * 2
    assert [note.row for note in notes(roster, "branch_from_above")] == [3, 4, 6]


@pytest.mark.parametrize(
    "branches",
    [
        ("第一支部", "第一支部", "", "第二支部"),
        ("第一支部", "第二支部", "", "第三支部"),
        ("第一支部", "", "", "第二支部", "", "第一支部"),
    ],
)
def test_a_branch_that_is_missing_now_and_then_is_not_guessed(branches: tuple[str, ...]) -> None:
    rows = [(branch, f"王{name}") for branch, name in zip(branches, "芳伟娜敏静丽", strict=False)]
    roster = read(("支部", "姓名"), *rows)
    blank = [row for row, branch in enumerate(branches, start=2) if not branch]
    assert told(roster.faults) == [(row, Column.BRANCH, "roster.empty") for row in blank]


@pytest.mark.parametrize(
    "below",
    [
        ("合计", "5人", "", "", "", ""),
        ("", "合计", "", "", "", ""),
        ("共 5 人", "", "", "", "", ""),
        ("总计：5人",) * 6,
        ("备注：退休人员不计。", "", "", "", "", ""),
        ("注：本表一式两份", "", "", "", "", ""),
        ("填表人：样某", "", "", "审核人：例某", "", ""),
        ("", "", "", "", "制表日期：2008年6月", ""),
        ("2008年6月10日", "", "", "", "", ""),
        ("2008年6月10日", "", "", "（盖章）", "", ""),
        ("以上名单已经支部大会通过。",) * 6,
        ("", "（盖章）", "", "", "2008年6月", ""),
        ("—", "—", "—", "—", "—", "—"),
        ("填表人", "样某", "", "", "", ""),
    ],
)
def test_what_stands_below_the_list_is_passed_over_by_name(below: tuple[str, ...]) -> None:
    roster = read(HEADING, WANG, LI, below)
    assert [row.name for row in roster.rows] == ["王芳", "李娜"]
    ((row, words),) = skipped(roster)
    assert row == 4
    assert str(words)[:2] in "".join(below)


@pytest.mark.parametrize("branch", ["审核处党支部", "单位党支部", "共青团工作部支部", "合计处支部"])
def test_a_branch_that_begins_like_a_note_is_a_branch(branch: str) -> None:
    roster = read(("支部", "姓名"), (branch, "王芳"))
    assert [row.branch for row in roster.rows] == [branch]


def test_a_day_before_a_name_makes_nobody_a_note() -> None:
    roster = read_book(
        sheet(("入党时间", "姓名", "党员类别"), ("2001年6月1日", "王芳", ""), name="第一支部")
    )
    assert [row.name for row in roster.rows] == ["王芳"]


def test_rows_that_only_number_or_are_filled_down_are_no_rows() -> None:
    roster = read(
        HEADING,
        ("(1)", "(2)", "(3)", "(4)", "(5)", "(6)"),
        WANG,
        ("", "", "基础医学部党支部", "", "", ""),
        ("", "", "", "", "", ""),
        kinds={(4, 0): CellKind.FORMULA},
    )
    assert [row.name for row in roster.rows] == ["王芳"]
    assert roster.faults == ()
    assert [row for row, _ in skipped(roster)] == [2, 4]


def test_a_heading_once_more_is_passed_over_and_another_one_begins_another_list() -> None:
    roster = read(HEADING, WANG, HEADING, LI, ("姓名", "支部"), ("陈晨", "第三支部"))
    assert [(row.name, row.branch) for row in roster.rows] == [
        ("王芳", "基础医学部党支部"),
        ("李娜", "药学系党支部"),
        ("陈晨", "第三支部"),
    ]
    assert [note.row for note in notes(roster, "skipped_heading")] == [3]


def test_a_role_matrix_gives_roles() -> None:
    roster = read(
        ("姓名", "支部", "支部书记", "副书记", "组织委员"),
        ("王芳", "第一支部", "√", "", ""),
        ("李娜", "第一支部", "", "是", ""),
        ("张伟", "第一支部", "否", "0", "1"),
    )
    roles = [set(row.roles or ()) for row in roster.rows]
    assert roles == [{Role.SECRETARY}, {Role.DEPUTY}, set()]
    assert notes(roster, "minor_posts")[0].problem.params["posts"] == ["组织委员"]


def test_standing_may_have_a_column_each() -> None:
    roster = read(
        ("姓名", "支部", "正式党员", "预备党员"),
        ("王芳", "第一支部", "√", ""),
        ("李娜", "第一支部", "", "√"),
    )
    assert [row.standing for row in roster.rows] == [Standing.FULL, Standing.PROBATIONARY]
    assert Column.STANDING in roster.columns


def test_lists_that_stand_side_by_side_are_read_one_after_the_other() -> None:
    """As rosters are printed: 序号 姓名 支部, and once more to the right of it."""
    roster = read(
        ("序号", "姓名", "支部", "", "序号", "姓名", "支部"),
        ("1", "王芳", "第一支部", "", "3", "张伟", "第二支部"),
        ("2", "李娜", "第一支部", "", "", "", ""),
    )
    assert [(row.row, row.name, row.branch) for row in roster.rows] == [
        (2, "王芳", "第一支部"),
        (3, "李娜", "第一支部"),
        (2, "张伟", "第二支部"),
    ]
    assert [note.problem.key for note in roster.notes] == ["roster.no_category"]


@pytest.mark.parametrize(
    "headings",
    [
        ("姓名", "工号", "支部", "姓名", "电话"),
        ("姓名", "姓名", "支部"),
        ("工号", "支部", "姓名", "姓名"),
    ],
)
def test_a_heading_that_stands_twice_is_no_second_list(headings: tuple[str, ...]) -> None:
    told = {"姓名": "王芳", "工号": "T1", "支部": "第一支部", "电话": "138"}
    roster = read(headings, [told[heading] for heading in headings])
    assert [(row.name, row.branch) for row in roster.rows] == [("王芳", "第一支部")]
    assert roster.faults == ()


def test_a_row_of_written_blanks_is_nobody() -> None:
    roster = read(HEADING, WANG, ("3", "—", "—", "/", "", ""))
    assert roster.faults == ()
    assert [note.row for note in notes(roster, "skipped_nameless")] == [3]


def test_a_kind_goes_with_its_cell_where_lists_stand_side_by_side() -> None:
    headings = ("工号", "姓名", "支部")
    rows = (*("1", "王芳", "第一支部"), *("2", "张伟", "第二支部"))
    roster = read((*headings, *headings), rows, kinds={(2, 3): CellKind.SHORTENED})
    assert told(roster.faults) == [(2, Column.NUMBER, "roster.shortened")]
    assert [row.number for row in roster.rows] == ["1", None]


def test_a_post_column_without_marks_is_named() -> None:
    roster = read(("姓名", "支部", "书记"), ("王芳", "第一支部", "陈晨"))
    assert roster.rows[0].roles is None
    assert notes(roster, "post_not_marked")[0].problem.params["heading"] == "书记"


def test_a_sheet_per_branch_is_read_whole_and_its_name_is_the_branch() -> None:
    roster = read_book(
        sheet(("序号", "姓名", "党员类别"), ("1", "王芳", "正式"), name="第一支部"),
        sheet(("序号", "姓名", "党员类别"), ("1", "李娜", "预备"), name="第二支部"),
        sheet(("说明",), ("请如实填写",), name="填表说明"),
        hidden_sheets=("去年",),
    )
    assert [(row.name, row.branch, row.sheet) for row in roster.rows] == [
        ("王芳", "第一支部", "第一支部"),
        ("李娜", "第二支部", "第二支部"),
    ]
    assert notes(roster, "sheets_read")[0].problem.params["sheets"] == ["第一支部", "第二支部"]
    assert notes(roster, "sheets_passed")[0].problem.params["sheets"] == ["填表说明"]
    assert notes(roster, "sheets_hidden")[0].problem.params["sheets"] == ["去年"]
    assert len(notes(roster, "branch_of_sheet")) == 2


@pytest.mark.parametrize(
    ("title", "branch"),
    [
        ("样例学院第一党支部党员名册", "样例学院第一党支部"),
        ("2008年样例学院第一党支部党员花名册（6月）", "样例学院第一党支部"),
        ("支部名称：样例学院第一党支部", "样例学院第一党支部"),
        ("第二支部", "第二支部"),
    ],
)
def test_the_title_names_the_branch(title: str, branch: str) -> None:
    roster = read_book(sheet((title,), ("姓名", "工号"), ("王芳", "1"), name="Sheet1"))
    assert [row.branch for row in roster.rows] == [branch]


def test_lines_within_the_list_name_the_branch_of_those_below() -> None:
    roster = read_book(
        sheet(
            ("序号", "姓名", "正式/预备"),
            ("一、第一党支部（2人）", "", ""),
            ("1", "王芳", "正式"),
            ("2", "李娜", "正式"),
            ("第二党支部",) * 3,
            ("1", "张伟", "预备"),
            name="Sheet1",
        )
    )
    assert [row.branch for row in roster.rows] == ["第一党支部", "第一党支部", "第二党支部"]


@pytest.mark.parametrize("name", ["Sheet1", "Sheet1 (2)", "党员名册", "2008", "学生", ""])
def test_a_sheet_with_a_general_name_offers_no_branch(name: str) -> None:
    roster = read_book(sheet(("姓名", "工号"), ("王芳", "1"), name=name))
    assert told(roster.faults) == [(1, None, "roster.no_column")]


def test_who_is_no_member_yet_or_no_more_is_not_read() -> None:
    rows = (("姓名", "支部"), ("王芳", "第一支部"))
    other = (("姓名", "支部"), ("李娜", "第一支部"))
    roster = read_book(
        sheet(*rows, name="正式党员"),
        sheet(*other, name="入党积极分子"),
        sheet(*other, name="填写示例"),
        sheet(("转出党员名单",), *other, name="Sheet3"),
    )
    assert [(row.name, row.standing) for row in roster.rows] == [("王芳", Standing.FULL)]
    assert notes(roster, "sheets_passed")[0].problem.params["sheets"] == [
        "入党积极分子",
        "填写示例",
        "Sheet3",
    ]


def test_another_sheet_that_says_less_of_the_same_people_adds_nobody() -> None:
    roster = read_book(
        sheet(HEADING, WANG, LI, name="名册"),
        sheet(("姓名", "支部", "电话"), ("王芳", "基础医学部党支部", "1"), name="通讯录"),
    )
    assert roster.faults == ()
    assert [(row.name, row.number) for row in roster.rows] == [("王芳", "1001"), ("李娜", "1002")]
    assert [(note.sheet, note.row) for note in notes(roster, "repeated")] == [("通讯录", 2)]


def test_whoever_stands_twice_in_one_sheet_is_not_dropped_for_another() -> None:
    other = sheet(("姓名", "支部"), ("陈晨", "第三支部"), name="二")
    roster = read_book(sheet(HEADING, WANG, WANG, name="一"), other)
    assert told(roster.faults) == [(3, Column.NUMBER, "roster.number_twice")]


def test_sheets_that_contradict_each_other_are_told_with_their_names() -> None:
    other = (*WANG[:3], "学生", *WANG[4:])
    roster = read_book(sheet(HEADING, WANG, name="一"), sheet(HEADING, other, name="二"))
    assert told(roster.faults) == [(2, Column.NUMBER, "roster.number_twice_elsewhere")]
    assert roster.faults[0].sheet == "二"
    assert roster.faults[0].problem.params["sheet"] == "一"


def test_hidden_rows_and_columns_are_named() -> None:
    roster = read_book(sheet(HEADING, WANG, hidden_rows=(7, 8, 9, 12), hidden_columns=("D",)))
    assert notes(roster, "rows_hidden")[0].problem.params["rows"] == ["7–9", "12"]
    assert notes(roster, "columns_hidden")[0].problem.params["columns"] == ["D"]
