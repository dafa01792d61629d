"""The words of headings and cells: what is understood, and what is named once if it is not."""

import pytest

from campaign.people import Role, Standing
from campaign.roster.posts import is_minor_post, posts_in, role_of
from campaign.roster.rows import Roster
from campaign.roster.values import is_written_blank, standing_of, yes_or_no
from campaign.roster.words import Column
from campaign.texts import Text
from tests.campaign.roster.sheets import notes, people, read


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("正式", Standing.FULL),
        ("正式党员", Standing.FULL),
        ("中共党员", Standing.FULL),
        ("党员", Standing.FULL),
        ("中共正式党员", Standing.FULL),
        ("正式党员（2001年入党）", Standing.FULL),
        ("正式党员(2007.6由预备转正)", Standing.FULL),
        ("中共党员（正式）", Standing.FULL),
        ("full member", Standing.FULL),
        ("预备期满转正", Standing.FULL),
        ("预备", Standing.PROBATIONARY),
        ("中共预备党员", Standing.PROBATIONARY),
        ("中共党员（预备）", Standing.PROBATIONARY),
        ("预备党员（2008年6月）", Standing.PROBATIONARY),
        ("入党积极分子", None),
        ("共青团员", None),
        ("群众", None),
        ("在编", None),
    ],
)
def test_standing_is_known_in_all_its_spellings(written: str, meant: Standing | None) -> None:
    assert standing_of(written) is meant


@pytest.mark.parametrize(
    ("heading", "written", "meant"),
    [
        ("是否正式", "是", Standing.FULL),
        ("是否正式党员", "否", Standing.PROBATIONARY),
        ("是否预备", "是", Standing.PROBATIONARY),
        ("是否预备党员", "否", Standing.FULL),
        ("正式/预备", "是", None),
    ],
)
def test_yes_and_no_answer_the_heading(heading: str, written: str, meant: Standing | None) -> None:
    assert standing_of(written, heading) is meant


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("书记", Role.SECRETARY),
        ("支部书记", Role.SECRETARY),
        ("党支部书记", Role.SECRETARY),
        ("书记（兼）", Role.SECRETARY),
        ("第一党支部书记", Role.SECRETARY),
        ("代书记", Role.SECRETARY),
        ("书 记", Role.SECRETARY),
        ("副书记兼", Role.DEPUTY),
        ("副书记", Role.DEPUTY),
        ("党支部副书记", Role.DEPUTY),
        ("第二支部副书记", Role.DEPUTY),
        ("团支部书记", None),
        ("党总支书记", None),
        ("书记助理", None),
        ("原支部书记", None),
        ("组织委员", None),
        ("副教授", None),
    ],
)
def test_posts_with_a_role(written: str, meant: Role | None) -> None:
    assert role_of(written) is meant


@pytest.mark.parametrize(
    "written", ["组织委员", "宣传委员", "纪检委员", "党小组长", "支委", "青年委员"]
)
def test_posts_without_a_use_are_known_as_such(written: str) -> None:
    assert is_minor_post(written)
    assert not is_minor_post("支部书记")


def test_a_cell_with_two_posts_is_taken_apart() -> None:
    assert posts_in("支部书记兼组织委员") == ("支部书记", "组织委员")
    assert posts_in("副书记、纪检委员") == ("副书记", "纪检委员")
    assert posts_in("支部书记 组织委员") == ("支部书记", "组织委员")
    assert posts_in("书 记") == ("书 记",)
    assert posts_in("Branch Secretary") == ("Branch Secretary",)
    assert posts_in("无") == ()


@pytest.mark.parametrize(
    "written",
    ["", "无", "暂无", "—", "——", "-", "/", "／", "N/A", "无。", "*", "\uff2e\uff0f\uff21"],
)
def test_written_blanks_say_nothing(written: str) -> None:
    assert is_written_blank(written)


@pytest.mark.parametrize("written", ["无锡支部", "T-1", "0", "王芳", "学生"])
def test_other_words_say_something(written: str) -> None:
    assert not is_written_blank(written)


def test_marks_are_yes_no_or_none() -> None:
    assert [yes_or_no(mark) for mark in ("√", "是", "1", "", "否", "×", "王芳")] == [
        True, True, True, False, False, False, None,
    ]  # fmt: skip


def test_written_blanks_are_blank_cells() -> None:
    roster = read(
        ("工号", "姓名", "支部", "岗位类别", "正式/预备", "党内职务"),
        ("无", "王芳", "第一支部", "学生", "—", "无"),
        ("/", "李娜", "第一支部", "-", "/", "—"),
    )
    assert roster.faults == ()
    assert [(row.number, row.standing, row.roles) for row in roster.rows] == [
        (None, None, frozenset())
    ] * 2
    assert [note.problem.key for note in roster.notes] == []


@pytest.mark.parametrize(
    ("heading", "values", "column"),
    [
        ("人员类别", ("正式党员", "预备党员"), Column.STANDING),
        ("人员类别", ("教学科研", "学生"), Column.CATEGORY),
        ("身份", ("教师", "学生"), Column.CATEGORY),
        ("身份", ("支部书记", "党员"), Column.ROLE),
        ("党员类别", ("正式", "预备"), Column.STANDING),
        ("党员类别", ("学生", "离退休"), Column.CATEGORY),
    ],
)
def test_a_heading_that_says_two_things_is_told_by_the_values(
    heading: str, values: tuple[str, str], column: Column
) -> None:
    roster = read(
        ("姓名", "支部", heading), ("王芳", "第一支部", values[0]), ("李娜", "第一支部", values[1])
    )
    assert roster.columns == {Column.NAME, Column.BRANCH, column}


def numbered(heading: str, *numbers: str) -> Roster:
    rows = [
        (number, f"王{name}", "第一支部") for number, name in zip(numbers, "芳伟娜", strict=True)
    ]
    return read((heading, "姓名", "支部"), *rows, ("合计", "3人", ""))


def test_row_numbers_are_no_numbers_of_people() -> None:
    counted = numbered("编号", "1", "2", "3")
    assert [row.number for row in counted.rows] == [None] * 3
    assert notes(counted, "row_numbers")[0].problem.params["heading"] == "编号"
    assert [row.number for row in numbered("编号", "7", "12", "3").rows] == ["7", "12", "3"]
    assert [row.number for row in numbered("工号", "1", "2", "3").rows] == ["1", "2", "3"]


def test_numbers_among_which_there_is_a_one_are_no_row_numbers() -> None:
    assert [row.number for row in numbered("编号", "1", "A7", "B3").rows] == ["1", "A7", "B3"]


def test_of_two_columns_that_of_which_more_is_understood_counts() -> None:
    roster = read(("姓名", "支部", "岗位类别", "类别"), ("王芳", "第一支部", "在编", "学生"))
    assert roster.rows[0].category == "students"


def test_a_number_beside_row_numbers_is_the_number() -> None:
    roster = read(("编号", "学号", "姓名", "支部"), ("9", "T1", "王芳", "第一支部"))
    assert roster.rows[0].number == "T1"


def test_staff_and_students_may_have_a_column_each() -> None:
    roster = read(
        ("工号", "学号", "姓名", "支部"),
        ("T1", "", "王芳", "甲支部"),
        ("—", "S2", "李娜", "甲支部"),
    )
    assert [row.number for row in roster.rows] == ["T1", "S2"]
    assert notes(roster, "second_number") == []
    both = read(("工号", "学号", "姓名", "支部"), ("T1", "S1", "王芳", "甲支部"))
    (note,) = notes(both, "second_number")
    assert (note.row, note.problem.params) == (2, {"kept": "T1", "other": "S1"})


def test_of_two_columns_of_posts_the_party_s_counts() -> None:
    roster = read(
        ("姓名", "支部", "职务", "党内职务"),
        ("王芳", "第一支部", "处长", "支部书记"),
        ("李娜", "第一支部", "副书记", ""),
    )
    assert [set(row.roles or ()) for row in roster.rows] == [{Role.SECRETARY}, set()]
    note = notes(roster, "other_column")[0].problem
    assert note.params == {"heading": "职务", "chosen": "党内职务"}


def test_posts_without_a_use_are_named_once() -> None:
    roster = read(
        ("姓名", "支部", "党内职务"),
        ("王芳", "第一支部", "支部书记兼组织委员"),
        ("李娜", "第一支部", "组织委员"),
        ("张伟", "第一支部", "党小组长"),
    )
    assert [set(row.roles or ()) for row in roster.rows] == [{Role.SECRETARY}, set(), set()]
    (note,) = notes(roster, "minor_posts")
    assert note.problem.params["posts"] == ["组织委员", "党小组长"]


def test_what_is_not_understood_is_named_once_a_word_with_its_heading() -> None:
    """And the roster is taken in: neither of these columns is needed."""
    roster = read(
        ("姓名", "支部", "岗位类别", "政治面貌", "党内职务"),
        ("王芳", "第一支部", "在编", "积极分子", "班长"),
        ("李娜", "第一支部", "在编", "正式党员", "班长"),
        ("张伟", "第一支部", "学生", "正式党员", ""),
    )
    assert roster.faults == ()
    assert [people(roster)[name].category for name in ("王芳", "张伟")] == [None, "students"]
    assert people(roster)["王芳"].standing is None
    assert people(roster)["王芳"].roles == frozenset()
    for key, heading, word, n in (
        ("unknown_categories", "岗位类别", "在编", 2),
        ("unknown_standings", "政治面貌", "积极分子", 1),
        ("unknown_roles", "党内职务", "班长", 2),
    ):
        (note,) = notes(roster, key)
        assert note.problem.params["heading"] == heading
        assert note.problem.params["words"] == [Text("roster.word_times", {"word": word, "n": n})]


def test_of_very_many_words_the_rest_is_counted() -> None:
    rows = [(f"王{n}", "第一支部", f"职位{n}") for n in range(25)]
    (note,) = notes(read(("姓名", "支部", "职务"), *rows), "unknown_roles")
    words = note.problem.params["words"]
    assert isinstance(words, list)
    assert len(words) == 21
    assert words[-1] == Text("roster.words_more", {"n": 5})


def test_a_roster_without_categories_is_taken_in_with_a_note() -> None:
    roster = read(("姓名", "支部"), ("王芳", "第一支部"))
    assert [note.problem.key for note in roster.notes] == ["roster.no_category"]
    assert [row.category for row in roster.rows] == [None]


def test_the_same_as_above_is_what_stands_above() -> None:
    roster = read(
        ("姓名", "支部", "岗位类别"), ("王芳", "第一支部", "学生"), ("李娜", "同上", "〃")
    )
    assert (roster.rows[1].branch, roster.rows[1].category) == ("第一支部", "students")


def test_a_column_without_a_use_is_named() -> None:
    roster = read(("姓名", "支部", "行政职务"), ("王芳", "第一支部", "书记"))
    assert roster.rows[0].roles is None
    assert notes(roster, "unused_column")[0].problem.params["heading"] == "行政职务"
