"""Reading a campaign file: each fault with its line and its remedy, and all of them at once."""

import re
from dataclasses import dataclass
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
from campaign.reading.faults import WORDINGS, fault_of
from campaign.reading.shapes import finding_of
from tests.campaign.campaign_files import READING_YEAR, faults_of, shipped_with


@dataclass(frozen=True)
class Broken:
    """A change to the shipped file, and the one fault that it must give.

    `at` are words at whose beginning the fault must be told; the new text where left out.
    """

    kind: str
    old: str
    new: str
    place: str
    at: str = ""


PLAN_DUE = 'name = { zh = "提交具体实施方案", en = "Hand in the plan" }\nphase = "mobilisation"\n'
OLYMPICS = 'name = { zh = "迎奥运", en = "Welcoming the Olympic Games" }'
ACTIVITY = "opens = {}\ncloses = 2009-04-30"
LEARNING = 'id = "political"\nname = { zh = "学习意识"'
PUBLICITY = '{ id = "plan", name = { zh = "公示'
MAKEUP_2009 = "2009-05-31, 2009-09-27"

BROKEN = (
    # keys
    Broken(
        "missing",
        'weight = 10, shown_by = "meetings", ',
        "weight = 10, ",
        "inspections.indicators[1].shown_by",
        '{ id = "study", heading',
    ),
    Broken("missing", 'id = "flag-2008"\n', "", "id", "# 「一个党员"),
    Broken(
        "missing_language",
        'zh = "政治意识", en = "Political awareness"',
        'zh = "政治意识"',
        "awarenesses[1].name.en",
    ),
    Broken("unknown_key", "addressees =", 'colour = "red"\naddressees =', "notice.colour"),
    Broken("unknown_key_close", "spot_checks", "spot_check", "inspections.spot_check"),
    # kinds of values
    Broken("not_text", 'version = "1"', "version = 1", "privacy.version"),
    Broken("not_number", "percent = 25", 'percent = "25"', "awards.branches.percent"),
    Broken("not_number", "percent = 25", "percent = 24.9", "awards.branches.percent"),
    Broken("not_yes_no", "spot_checks = true", "spot_checks = 1", "inspections.spot_checks"),
    Broken(
        "not_day",
        f"{PLAN_DUE}day = 2008-03-31",
        f'{PLAN_DUE}day = "2008-03-31"',
        "deadlines[1].day",
        'day = "2008',
    ),
    Broken(
        "not_day",
        f"{PLAN_DUE}day = 2008-03-31",
        f"{PLAN_DUE}day = 2008-03-31T18:00:00",
        "deadlines[1].day",
        "day = 2008-03-31T",
    ),
    Broken("not_time", "at = 09:00:00", 'at = "9"', "reminders.at"),
    Broken("not_month", '"2008-04"', '"2008-13"', "monthly.first_month"),
    Broken("not_list", "leads = [7, 3, 1, 0]", "leads = 7", "reminders.leads"),
    Broken(
        "not_table",
        "story_title = { least = 2, most = 60 }",
        "story_title = 60",
        "limits.story_title",
    ),
    Broken("not_both", OLYMPICS, 'name = "迎奥运"', "themes[3].name"),
    Broken("not_one_of", '"field-of-merit"', '"merit"', "awards.titles_for"),
    Broken("bad_id", f'"olympics"\n{OLYMPICS}', f'"奥运"\n{OLYMPICS}', "themes[3].id"),
    Broken("bad_id", '"flag-2008"', '"flag--2008"', "id"),
    Broken("bad_wording", 'zh = "迎奥运"', 'zh = " 迎奥运"', "themes[3].name.zh"),
    Broken("bad_file_name", '"notice-2008.txt"', '"../notice-2008.txt"', "notice.file"),
    Broken("bad_zone", "Asia/Shanghai", "Asia/Changchun", "zone"),
    Broken("too_small", "percent = 15", "percent = 0", "awards.members.percent"),
    Broken("too_large", "percent = 15", "percent = 101", "awards.members.percent"),
    Broken("too_few", "leads = [7, 3, 1, 0]", "leads = []", "reminders.leads"),
    # days
    Broken(
        "ends_before_it_begins",
        "2008-04-01, closes = 2008-08-31",
        "2008-09-01, closes = 2008-08-31",
        "themes[3].window.closes",
    ),
    Broken(
        "ends_before_it_begins",
        'first_month = "2008-04"\nlast_month = "2009-04"',
        'first_month = "2009-04"\nlast_month = "2008-04"',
        "monthly.last_month",
        'last_month = "2008-04"',
    ),
    Broken(
        "phases_overlap",
        ACTIVITY.format("2008-04-01"),
        ACTIVITY.format("2008-03-31"),
        "phases[2].opens",
    ),
    Broken(
        "phases_gap",
        ACTIVITY.format("2008-04-01"),
        ACTIVITY.format("2008-04-03"),
        "phases[2].opens",
    ),
    Broken(
        "phases_gap",
        "opens = 2009-06-21",
        "opens = 2009-06-22",
        "closing.opens",
        "opens = 2009-06-22\ncloses",
    ),
    Broken(
        "first_phase_opens",
        "opens = 2008-03-19\ncloses = 2009-07-01",
        "opens = 2008-03-18\ncloses = 2009-07-01",
        "phases[1].opens",
        "opens = 2008-03-19\ncloses = 2008-03-31",
    ),
    Broken(
        "last_phase_closes",
        "closes = 2009-07-01\nemphasis",
        "closes = 2009-06-30\nemphasis",
        "closing.closes",
    ),
    Broken(
        "outside_phase",
        f"{PLAN_DUE}day = 2008-03-31",
        f"{PLAN_DUE}day = 2008-04-01",
        "deadlines[1].day",
        "day = 2008-04-01",
    ),
    Broken(
        "outside_campaign",
        "opens = 2009-06-22",
        "opens = 2009-07-02",
        "awards.publicity.opens",
    ),
    Broken("months_outside_phase", '"2009-04"', '"2009-05"', "monthly.last_month"),
    # references
    Broken("same_id", '"learning"\nname', '"political"\nname', "awarenesses[2].id", LEARNING),
    Broken("same_id", 'id = "elder-joy"', 'id = "study"', "categories[4].forms[2].id"),
    Broken("same_id", '{ id = "publicity"', '{ id = "plan"', "closing.checklist[1].id", PUBLICITY),
    Broken(
        "unknown_reference",
        'category = "logistics"',
        'category = "logistic"',
        "awards.titles[3].category",
    ),
    Broken(
        "meeting_not_named",
        'proof = "meeting", meeting = "exchange"',
        'proof = "meeting"',
        "phases[3].checklist[4].proof",
        '{ id = "exchange", name',
    ),
    Broken(
        "meeting_not_wanted",
        'proof = "nomination"',
        'proof = "nomination", meeting = "summary"',
        "phases[3].checklist[3].meeting",
    ),
    # numbers
    Broken(
        "weights",
        'weight = 15, shown_by = "coverage"',
        'weight = 16, shown_by = "coverage"',
        "inspections.indicators",
        "indicators = [",
    ),
    Broken(
        "least_above_most",
        "story_title = { least = 2,",
        "story_title = { least = 61,",
        "limits.story_title",
    ),
    Broken("leads_order", "leads = [7, 3, 1, 0]", "leads = [7, 3, 3, 0]", "reminders.leads"),
    Broken("leads_order", "[14, 7, 3, 1, 0]", "[1, 3, 7]", "deadlines[7].leads"),
    Broken("quiet_at", "at = 09:00:00", "at = 07:59:00", "reminders.at"),
    Broken("quiet_at", "at = 09:00:00", "at = 21:00:00", "reminders.at"),
    # holidays
    Broken(
        "makeup_in_break",
        MAKEUP_2009,
        f"2009-05-02, {MAKEUP_2009}",
        "holidays[2].makeup_days[4]",
    ),
    Broken(
        "makeup_on_weekday",
        MAKEUP_2009,
        f"2009-05-06, {MAKEUP_2009}",
        "holidays[2].makeup_days[4]",
    ),
    Broken(
        "other_year",
        MAKEUP_2009,
        f"2010-10-10, {MAKEUP_2009}",
        "holidays[2].makeup_days[4]",
    ),
    Broken(
        "breaks_overlap",
        "last = 2009-04-06",
        "last = 2009-05-02",
        "holidays[2].breaks[4]",
        '{ name = { zh = "劳动节"',
    ),
)


def as_pattern(template: str) -> str:
    """A wording as a pattern: whatever it is filled with."""
    filled = re.sub(r"(?<!\{)\{\w+\}(?!\})", "\0", template)
    return re.escape(filled.replace("{{", "{").replace("}}", "}")).replace("\0", ".+")


@pytest.mark.parametrize("broken", BROKEN, ids=lambda broken: f"{broken.kind}-{broken.place}")
def test_a_fault_is_told_with_its_line_and_remedy(broken: Broken) -> None:
    """One change, one fault: of the right kind, in the right line, in both languages."""
    text = shipped_with((broken.old, broken.new))
    marker = broken.at or broken.new
    at = text.index(marker)
    if broken.at:
        assert text.count(marker) == 1

    (fault,) = faults_of(text)

    wording = WORDINGS[broken.kind]
    assert re.fullmatch(as_pattern(wording.zh), fault.message.zh)
    assert re.fullmatch(as_pattern(wording.en), fault.message.en)
    assert re.fullmatch(as_pattern(wording.remedy_zh), fault.remedy.zh)
    assert re.fullmatch(as_pattern(wording.remedy_en), fault.remedy.en)
    assert fault.place == broken.place
    assert fault.line == text.count("\n", 0, at) + 1


# Shown below, and the last one in test_renewal.
ELSEWHERE = {"no_file", "not_utf8", "syntax", "syntax_wide", "other", "start_out_of_reach"}


def test_every_kind_of_fault_is_shown_once_at_least() -> None:
    """No wording without a file that brings it out."""
    assert {broken.kind for broken in BROKEN} | ELSEWHERE == set(WORDINGS)


def test_all_faults_are_told_together_in_the_order_of_the_file() -> None:
    """A wrong value hides neither the days around it nor anything else."""
    text = shipped_with(
        ('id = "flag-2008"\n', ""),
        (OLYMPICS, 'name = "迎奥运"'),
        (ACTIVITY.format("2008-04-01"), ACTIVITY.format("2008-04-03")),
        (f"{PLAN_DUE}day = 2008-03-31", f'{PLAN_DUE}day = "31.3.2008"'),
        ("percent = 25", "percent = 250"),
        ('category = "logistics"', 'category = "kitchen"'),
        ('weight = 15, shown_by = "coverage"', 'weight = 16, shown_by = "coverage"'),
        ("at = 09:00:00", "at = 23:00:00"),
        (MAKEUP_2009, f"2009-05-06, {MAKEUP_2009}"),
    )

    faults = faults_of(text)

    assert [fault.place for fault in faults] == [
        "id",
        "themes[3].name",
        "phases[2].opens",
        "deadlines[1].day",
        "inspections.indicators",
        "awards.branches.percent",
        "awards.titles[3].category",
        "reminders.at",
        "holidays[2].makeup_days[4]",
    ]
    lines = [fault.line for fault in faults]
    assert lines == sorted(set(lines))


def test_a_misspelt_key_is_told_with_the_right_spelling() -> None:
    """The close name among those known at that very place."""
    (fault,) = faults_of(shipped_with(("weekly_cap = 3", "weekly_cup = 3")))
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
        (tmp_path / "none.toml", "没有这个文件", 1),
        (tmp_path, "这是一个文件夹", 1),
        (latin, "不是 UTF-8 编码", 2),
    ):
        with pytest.raises(CampaignFaults) as refused:
            load_campaign_file(path)
        (fault,) = refused.value.faults
        assert says in fault.message.zh
        assert fault.line == line
        assert refused.value.source == str(path)


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
