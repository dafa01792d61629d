"""Reading a campaign file: all its faults at once, or the campaign."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaign.definition import ReminderRules
from campaign.reading import (
    CampaignFaults,
    load_campaign,
    load_campaign_file,
    render_faults,
    shipped_campaign,
    shipped_text,
)
from campaign.reading.faults import fault_of
from campaign.reading.shapes import finding_of
from tests.campaign.campaign_files import READING_YEAR, faults_of, shipped_with


def test_all_faults_are_told_together_in_the_order_of_the_file() -> None:
    """A wrong value hides neither the days around it nor anything else."""
    text = shipped_with(
        ('id = "flag-2008"\n', ""),
        ('name = { zh = "讲文明、树新风", en = "Civility and new ways" }', 'name = "讲文明"'),
        ("opens = 2008-04-01\ncloses", "opens = 2008-04-03\ncloses"),
        ("day = 2008-03-31", 'day = "31.3.2008"'),
        ("percent = 25", "percent = 250"),
        ('category = "logistics"', 'category = "kitchen"'),
        ('weight = 15, shown_by = "coverage"', 'weight = 16, shown_by = "coverage"'),
        ("at = 09:00:00", "at = 23:00:00"),
        ("2009-09-27, 2009-10-10", "2009-10-14, 2009-10-10"),
    )

    faults = faults_of(text)

    assert [fault.place for fault in faults] == [
        "id",
        "themes[4].name",
        "phases[2].opens",
        "deadlines[1].day",
        "inspections.indicators",
        "awards.branches.percent",
        "awards.titles[3].category",
        "reminders.at",
        "holidays[2].makeup_days[5]",
    ]
    lines = [fault.line for fault in faults]
    assert lines == sorted(set(lines))


def test_the_first_and_the_last_day_are_no_faults() -> None:
    """A stretch of one day, deadlines and windows at the very ends, months at both ends."""
    text = shipped_with(
        ("opens = 2008-12-01, closes = 2008-12-31", "opens = 2008-03-19, closes = 2008-03-19"),
        ("opens = 2008-06-01, closes = 2008-07-01", "opens = 2009-07-01, closes = 2009-07-01"),
        ("day = 2008-07-11", "day = 2008-04-01"),
        ("day = 2009-01-16", "day = 2009-04-30"),
        ('first_month = "2008-04"', 'first_month = "2009-04"'),
        ("opens = 2009-06-22", "opens = 2009-06-21"),
        ("story_title = { least = 2, most = 60 }", "story_title = { least = 60, most = 60 }"),
        ("at = 09:00:00", "at = 08:00:00"),
        ("first = 2009-04-04, last = 2009-04-06", "first = 2009-04-04, last = 2009-04-04"),
    )
    assert faults_of(text) == ()


def test_quiet_hours_may_lie_within_one_day() -> None:
    """A pause at noon: the hours before and after are not quiet."""
    noon = (
        "quiet_from = 21:00:00\nquiet_until = 08:00:00",
        "quiet_from = 12:00:00\nquiet_until = 14:00:00",
    )
    assert faults_of(shipped_with(noon)) == ()
    for at, faults in (("11:59:59", 0), ("12:00:00", 1), ("13:59:59", 1), ("14:00:00", 0)):
        assert len(faults_of(shipped_with(noon, ("at = 09:00:00", f"at = {at}")))) == faults


def test_equal_quiet_hours_are_none() -> None:
    """From eight until eight: nothing is quiet."""
    none = (
        "quiet_from = 21:00:00\nquiet_until = 08:00:00",
        "quiet_from = 09:00:00\nquiet_until = 09:00:00",
    )
    assert faults_of(shipped_with(none)) == ()


@pytest.mark.parametrize(
    ("day", "kinds"),
    [
        ("2009-04-04", ["既写成调休上班"]),  # the first day of a holiday
        ("2009-05-03", ["既写成调休上班"]),  # the last day of one
        ("2008-12-27", []),  # a Saturday in the December before
        ("2008-11-29", ["不属于 2009 年"]),
        ("2007-12-29", ["不属于 2009 年"]),
        ("2009-05-15", ["本来就上班"]),  # a Friday
    ],
)
def test_a_make_up_day_is_a_weekend_day_of_the_year_and_no_holiday(
    day: str, kinds: list[str]
) -> None:
    """At the ends of holidays and of years too."""
    faults = faults_of(shipped_with(("2009-09-27, 2009-10-10", f"{day}, 2009-10-10")))
    assert [
        kind for fault, kind in zip(faults, kinds, strict=True) if kind in fault.message.zh
    ] == kinds


@pytest.mark.parametrize(
    ("first", "last"),
    [
        ("2009-04-06", "2009-04-07"),  # begins on the last day of Qingming
        ("2009-04-03", "2009-04-04"),  # ends on its first
        ("2009-04-05", "2009-04-05"),  # lies inside
        ("2009-04-01", "2009-04-20"),  # holds it
    ],
)
def test_holidays_do_not_share_a_day(first: str, last: str) -> None:
    """Whichever of the two is written first."""
    labour_day = "first = 2009-05-01, last = 2009-05-03"
    (fault,) = faults_of(shipped_with((labour_day, f"first = {first}, last = {last}")))
    assert fault.message.zh == "与 2009-04-04 至 2009-04-06 的假期重叠。"


def test_holidays_next_to_each_other_are_no_faults() -> None:
    """One ends, the next begins; and half a holiday contradicts nothing."""
    labour_day = "first = 2009-05-01, last = 2009-05-03"
    next_day = (labour_day, "first = 2009-04-07, last = 2009-04-08")
    assert faults_of(shipped_with(next_day)) == ()
    (fault,) = faults_of(shipped_with((labour_day, "first = 2009-04-05")))
    assert fault.place == "holidays[2].breaks[4].last"


def test_a_deadline_outside_a_phase_of_one_day_is_told_with_its_days() -> None:
    """The message names the phase and its first and last day."""
    text = shipped_with(
        ("opens = 2008-03-19\ncloses = 2009-07-01", "opens = 2008-03-31\ncloses = 2009-07-01"),
        ("opens = 2008-03-19\ncloses = 2008-03-31", "opens = 2008-03-31\ncloses = 2008-03-31"),
        ("day = 2008-03-31", "day = 2008-03-30"),
    )
    (fault,) = faults_of(text)
    assert fault.message.zh == "2008-03-30 不在阶段 mobilisation（2008-03-31 至 2008-03-31）之内。"


def test_a_long_value_is_shown_cut_short() -> None:
    """Forty characters at most, so that the line can be read in a terminal."""
    for written, shown in (("长" * 40, "长" * 40), ("长" * 41, "长" * 39 + "…")):
        (fault,) = faults_of(shipped_with(('"field-of-merit"', f'"{written}"')))
        assert fault.message.zh == f'"{shown}" 不在可选之列。'


def test_a_misspelt_key_is_told_with_the_right_spelling() -> None:
    """The close name among those known at that very place."""
    (fault,) = faults_of(shipped_with(("weekly_cap = 2", "weekly_cup = 2")))
    assert fault.message.en == "weekly_cup is not known here; did you mean weekly_cap?"
    assert fault.message.zh == "不认识 weekly_cup，是不是想写 weekly_cap？"


@pytest.mark.parametrize(
    ("written", "line", "says"),
    [
        ('a = 1\nb = ”中文”\n', 2, "全角符号 ”"),
        ("a = 1\n\nb \uff1d 2\n", 3, "全角符号 \uff1d"),
        ('a = "x"\na = "y"\n', 2, "同一个名称写了两次"),
        ("a = 1\nb = 2008-02-30\n", 2, "没有这个日期"),
        ('a = 1\nb = "no end\n', 2, "引号没有配对"),
        ("a = [1, 2\n\n", 1, "列表缺少 ]"),
        ("a = 1 2\n", 1, "行尾还有别的东西"),
        ("[a\n", 1, "表名后面缺少 ]"),
        ("hello\n", 1, "名称后面缺少等号"),
        ("名称 = 1\n", 1, "名称只能用英文字母"),
        ("a = yes\n", 1, "等号后面的值写法不对"),
    ],
)  # fmt: skip
def test_what_is_no_toml_is_told_with_its_line(written: str, line: int, says: str) -> None:
    """In Chinese too, and with a hint where look-alike signs were typed."""
    (fault,) = faults_of(written)
    assert fault.line == line
    assert says in fault.message.zh
    assert fault.remedy.en


def test_signs_inside_texts_are_not_blamed() -> None:
    """Chinese quotation marks within a text are right; the fault of the line is another."""
    (fault,) = faults_of('a = "“党员”" x\n')
    assert "行尾还有别的东西" in fault.message.zh


def test_an_unforeseen_complaint_is_passed_on() -> None:
    """What pydantic may say one day and we have no words for is shown as it is."""
    finding = finding_of(
        {"type": "recursion_loop", "loc": ("id",), "msg": "Recursion error", "input": {}}
    )
    fault = fault_of(finding.kind, finding.words, "id", 1)
    assert finding.kind == "other"
    assert fault.message.en == "This is not in form: Recursion error"


def test_faults_are_rendered_for_a_terminal() -> None:
    """Line and place, what is wrong, what to do: in the language asked for."""
    text = READING_YEAR.replace('en = "Read more"', 'eng = "Read more"')
    with pytest.raises(CampaignFaults) as refused:
        load_campaign(text, "reading.toml")

    assert render_faults(refused.value, "en") == (
        "reading.toml: 2 faults\n"
        "\n"
        "line 4  slogan.en\n"
        "  The English wording is missing.\n"
        '  → Write { zh = "中文", en = "English" }: both languages are needed.\n'
        "\n"
        "line 4  slogan.eng\n"
        "  eng is not known here; did you mean en?\n"
        "  → Write en, or take it out."
    )
    assert render_faults(refused.value, "zh").startswith(
        "reading.toml：2 处错误\n\n第 4 行  slogan.en\n  缺少英文文字。\n"
    )
    assert str(refused.value) == render_faults(refused.value, "en")


def test_a_file_from_windows_reads_the_same() -> None:
    """A mark in front and other line ends change nothing, also not the lines of faults."""
    windows = "\ufeff" + shipped_text().replace("\n", "\r\n")
    assert load_campaign(windows, "windows.toml") == shipped_campaign()
    broken = shipped_with(("percent = 25", "percent = 0"))
    assert faults_of("\ufeff" + broken.replace("\n", "\r\n")) == faults_of(broken)


def test_a_file_is_read_from_the_disk(tmp_path: Path) -> None:
    """As the program does it."""
    path = tmp_path / "读书年.toml"
    path.write_text(READING_YEAR, "utf-8")
    assert load_campaign_file(path).title.zh == "读书年"


def test_a_file_that_cannot_be_read_is_a_fault_too(tmp_path: Path) -> None:
    """No file, a folder, another encoding: told like every other fault."""
    latin = tmp_path / "gbk.toml"
    latin.write_bytes("a = 1\n# 旗帜\n".encode("gbk"))
    for path, says, line in (
        (tmp_path / "none.toml", "没有这个文件", 0),
        (tmp_path, "这是一个文件夹", 0),
        (latin, "不是 UTF-8 编码", 2),
    ):
        with pytest.raises(CampaignFaults) as refused:
            load_campaign_file(path)
        (fault,) = refused.value.faults
        assert says in fault.message.zh
        assert fault.line == line
        assert refused.value.source == str(path)
        assert ("\nline " in render_faults(refused.value, "en")) == (line > 0)


def test_a_small_campaign_of_another_kind_loads_with_the_defaults() -> None:
    """No awards, no inspections, no months: what is not said is left out or takes its default."""
    campaign = load_campaign(READING_YEAR, "reading.toml")
    assert campaign.awards is None
    assert campaign.monthly is None
    assert campaign.reminders == ReminderRules()
    assert campaign.limits.story_title.most == 60
    assert campaign.opens == date(2030, 1, 10)


SHIPPED_LINES = shipped_text().split("\n")


@settings(deadline=None)
@given(
    at=st.integers(0, len(SHIPPED_LINES) - 1),
    how=st.sampled_from(["drop", "double", "swap", "cut"]),
    where=st.integers(0, 80),
)
def test_no_damage_to_the_file_escapes_as_another_error(at: int, how: str, where: int) -> None:
    """Whatever happens to a line: either it still loads, or faults with lines of the file."""
    lines = list(SHIPPED_LINES)
    if how == "drop":
        del lines[at]
    elif how == "double":
        lines.insert(at, lines[at])
    elif how == "swap":
        other = (at + where) % len(lines)
        lines[at], lines[other] = lines[other], lines[at]
    else:
        lines[at] = lines[at][:where]
    for fault in faults_of("\n".join(lines)):
        assert 1 <= fault.line <= len(lines)
        assert fault.message.zh
        assert fault.remedy.zh
