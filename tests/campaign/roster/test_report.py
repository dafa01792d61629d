"""The report says what will be, each problem once with its rows, and no more than can be read."""

from campaign.people import Role, Standing
from campaign.roster.planning.people import Known, Post
from campaign.roster.planning.plan import plan_import
from campaign.roster.planning.questions import Answers
from campaign.roster.planning.report import MOST_TOLD, plan_report
from campaign.roster.rows import Roster
from campaign.texts import Language, read_texts
from tests.campaign.roster.sheets import CAMPAIGN, HEADING, WANG, read, read_book, sheet

TEXTS = read_texts()
LI = ("1002", "李娜", "基础医学部党支部", "学生", "预备", "")
FORMULA = (
    "  第 8 行「工号/学号」：这一格是没有算出结果的公式。"
    "请在 Excel 或 WPS 里复制、「选择性粘贴为数值」，保存后再导入。"
)


def known(number: int, name: str) -> Known:
    facts = ("teaching", Standing.FULL, frozenset({Post(Role.MEMBER)}))
    return Known(number, name, f"{1000 + number}", "基础医学部党支部", *facts)


def report(roster: Roster, *people: Known, answers: Answers | None = None) -> list[str]:
    branches = {one.branch for one in people if one.branch is not None}
    plan = plan_import(roster, people, branches=branches, answers=answers)
    lines = plan_report("名册.xlsx", roster, plan, CAMPAIGN)
    return [TEXTS.say(line, Language.ZH).plain() for line in lines]


def test_what_will_be_is_told_line_by_line() -> None:
    roster = read(HEADING, WANG, LI, ("合计", "2人", "", "", "", ""))
    assert report(roster, known(2, "李娜"), known(3, "陈晨")) == [
        "名册.xlsx：2 人",
        "新增 1 人",
        "  第 2 行　王芳　基础医学部党支部　编号 1001、教学科研、正式党员、支部书记",
        "变更 1 人",
        "  第 3 行　李娜　岗位类别：教学科研 → 学生、正式/预备：正式党员 → 预备党员",
        "不变 0 人",
        "名册里没有了 1 人",
        "  陈晨　基础医学部党支部",
        "（保留）",
        "请看一看（不影响导入）：",
        "  第 4 行：不是人，跳过了：合计 2人",
    ]


def test_who_leaves_is_told_as_such_and_questions_come_last() -> None:
    people = [known(2, "李娜"), *(known(n, f"王{name}") for n, name in ((5, "伟"), (6, "敏")))]
    rows = read(HEADING, WANG, (*LI[:1], "赵敏", *LI[2:]))
    assert "什么都没有导入" in report(rows, *people)[0]
    lines = report(read(HEADING, WANG), *people, answers=Answers(remove_missing=True))
    assert "（移出；记录保留）" in lines
    assert lines[-2:] == ["要先问一句：", "  真的要移出 3 人吗？现在名册上共 3 人。"]


def test_faults_are_told_alone_each_once_with_its_rows() -> None:
    blank = [(f"{n}", "", *WANG[2:5], "") for n in range(5)]
    hidden = sheet(HEADING, *blank, WANG, ("=1", *LI[1:]), hidden_rows=(9,))
    assert report(read_book(hidden)) == [
        "有 2 处问题，什么都没有导入：",
        "  第 2–6 行「姓名」：这一格不能空着。",
        FORMULA,
        "请看一看（不影响导入）：",
        "  「名册」表里隐藏或筛选掉的行没有读：第 9 行。要导入请先取消隐藏、清除筛选。",
    ]


def test_rows_of_several_sheets_are_told_with_their_sheet() -> None:
    roster = read_book(
        sheet(("姓名", "岗位类别"), ("王芳", "学生"), name="第一支部"),
        sheet(("姓名", "岗位类别"), ("李娜2", "学生"), name="第二支部"),
    )
    lines = report(roster)
    assert "  「第二支部」表第 2 行　李娜2　第二支部　学生" in lines
    assert any(line.startswith("  「第二支部」表第 2 行「姓名」：") for line in lines)


def test_of_very_many_branches_the_rest_is_counted() -> None:
    rows = [(f"{n}", f"王{name}", f"第{n}支部") for n, name in enumerate("芳伟娜敏静" * 8)]
    lines = report(read(("工号", "姓名", "支部"), *rows))
    assert lines[1].startswith("新支部 40 个：第0支部、")
    assert lines[1].endswith("、第29支部、另有 10 个")
    assert any(line.endswith("、第29支部、另有 10 个。") for line in lines[-3:])


def test_of_very_many_notes_and_rows_the_rest_is_counted() -> None:
    odd = [(f"{n}", f"王{n}号", *WANG[2:5], "") for n in range(100)]
    lost = [(f"A{n}", f"王{n}?", *WANG[2:5], "") for n in range(0, 200, 2)]
    spread = [row for pair in zip(lost, odd, strict=True) for row in pair]
    lines = report(read(HEADING, *spread))
    assert sum("不像只有姓名" in line for line in lines) == MOST_TOLD
    assert "  ……这样的还有 70 处" in lines
    (told,) = [line for line in lines if "有的字丢了" in line]
    assert "行等 100 行「姓名」" in told
    assert len(lines) < 3 * MOST_TOLD
