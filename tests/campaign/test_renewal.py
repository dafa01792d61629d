"""Next year's file: it loads, its days moved together, its comments stayed, its doubts marked."""

import re
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaign.calendar import Calendar
from campaign.definition import Campaign
from campaign.reading import CampaignFaults, load_campaign, shipped_text
from campaign.renewal import new_campaign
from tests.campaign.campaign_files import READING_YEAR, line_with, shipped

MARK = "# [核对 check]"


def renewed(start: date, text: str | None = None) -> Campaign:
    """The new campaign, read back."""
    return load_campaign(new_campaign(text or shipped_text(), start), "new.toml")


def all_days(campaign: Campaign) -> list[date]:
    """Every day of the campaign that is not a holiday, in the order of the file."""
    days = [campaign.opens, campaign.closes, campaign.notice.issued]
    days += [day for phase in campaign.stretches for day in (phase.opens, phase.closes)]
    days += [deadline.day for deadline in campaign.deadlines]
    windows = [theme.window for theme in campaign.themes if theme.window]
    days += [day for window in windows for day in (window.opens, window.closes)]
    return days + ([campaign.awards.publicity.opens] if campaign.awards else [])


def marked(text: str, words: str) -> str:
    """The comment above the one line with the words; empty where there is no mark."""
    above = text.split("\n")[line_with(text, words) - 2]
    return above if above.startswith(MARK) else ""


def test_a_year_later_all_days_are_a_year_later() -> None:
    """The same days of the same months, and the thirteen months with them."""
    old, new = shipped(), renewed(date(2009, 3, 19))
    assert all_days(new) == [day.replace(year=day.year + 1) for day in all_days(old)]
    assert [str(month) for month in Calendar(new).months][::12] == ["2009-04", "2010-04"]
    assert new.id == "flag-2009"


def test_the_last_of_a_month_stays_the_last_over_a_leap_day() -> None:
    """The 29th of February shifts nothing."""
    new = renewed(date(2011, 3, 19))
    assert new.phase("activity").closes == date(2012, 4, 30)
    assert new.phase("summary").opens == date(2012, 5, 1)


def test_half_a_year_later_months_stay_whole() -> None:
    """The same day of another month: moved by months."""
    new = renewed(date(2009, 9, 19))
    assert (new.phases[0].closes, new.phases[1].opens) == (date(2009, 9, 30), date(2009, 10, 1))
    assert new.phase("activity").closes == date(2010, 10, 31)
    assert len(Calendar(new).months) == 13


def test_another_day_moves_all_by_the_same_number_of_days() -> None:
    """Where months cannot be kept, distances are."""
    old, new = shipped(), renewed(date(2009, 3, 2))
    moved = {there - here for here, there in zip(all_days(old), all_days(new), strict=True)}
    assert {step.days for step in moved} == {348}
    assert new.monthly is not None
    assert [str(new.monthly.first_month), str(new.monthly.last_month)] == ["2009-03", "2010-04"]


def test_months_that_cannot_be_kept_fall_back_to_days() -> None:
    """The 30th and the 31st of a month would become the same day, and two phases overlap."""
    text = READING_YEAR.replace(
        "\n[[story_kinds]]",
        """
[[phases]]
id = "rest"
name = { zh = "后段", en = "Rest" }
emphasis = { zh = "读书", en = "Reading" }
opens = 2030-03-31
closes = 2030-12-20

[[story_kinds]]""",
    ).replace(
        'closes = 2030-12-20\n\n[[phases]]\nid = "rest"',
        'closes = 2030-03-30\n\n[[phases]]\nid = "rest"',
    )
    new = renewed(date(2030, 9, 10), text)
    assert new.phase("rest").opens == date(2030, 3, 31) + (date(2030, 9, 10) - date(2030, 1, 10))


@settings(deadline=None, max_examples=20)
@given(st.dates(date(1950, 1, 1), date(2190, 12, 31)))
def test_the_new_file_loads_whatever_the_first_day(start: date) -> None:
    """With its distances between phases kept, and next to be renewed itself."""
    text = new_campaign(shipped_text(), start)
    new = load_campaign(text, "new.toml")
    assert new.opens == start
    assert new.phases[0].closes < new.phases[1].opens
    again = new_campaign(text, shipped().opens)
    assert load_campaign(again, "again.toml").opens == shipped().opens


def test_comments_and_words_stay_as_they_are() -> None:
    """Only days, terms, the id and the marks differ from the template, line by line."""
    template = shipped_text().split("[[holidays]]")[0].split("\n")
    new = new_campaign(shipped_text(), date(2009, 3, 19)).split("[[holidays]]")[0].split("\n")
    kept = [line for line in new if not line.startswith(MARK)]
    changed = [old for old, line in zip(template, kept, strict=True) if old != line]
    assert len(changed) > 20
    assert [
        line for line in changed if not re.search(r'20\d\d-\d\d|"flag-2008"|20\d\d年.季学期', line)
    ] == []


def test_what_the_office_must_look_at_is_marked() -> None:
    """The notice, the themes of the year, days by the school calendar, words with years."""
    text = new_campaign(shipped_text(), date(2009, 3, 19))
    assert text.startswith(f"{MARK} 由 flag-2008 改期而来")
    assert "新的《通知》" in marked(text, "[notice]")
    assert "按校历核对" in marked(text, "day = 2009-07-11")
    assert "按校历核对" in marked(text, "day = 2010-01-16")
    assert "年份或周年" in marked(text, 'zh = "建党87周年"')
    assert "年份或周年" in marked(text, 'name = { zh = "庆祝改革开放30周年"')
    assert "年份或周年" in marked(text, "rounds = [")
    assert text.count("每年不同") == 2
    for heading in ("frames", "themes"):
        first = text.split(f"[[{heading}]]")[0].rstrip().split("\n")[-1]
        assert "每年不同" in first
    assert marked(text, "day = 2009-03-31") == ""
    assert marked(text, 'zh = "讲文明、树新风"') == ""


def test_marks_are_not_heaped_up() -> None:
    """A file renewed twice has the marks of the second time only."""
    once = new_campaign(shipped_text(), date(2009, 3, 19))
    twice = new_campaign(once, date(2010, 3, 19))
    assert once.count(MARK) == twice.count(MARK) > 10
    assert twice.startswith(f"{MARK} 由 flag-2009 改期而来")


def test_what_was_settled_is_open_again() -> None:
    """A day that the office confirmed last year is not confirmed for this one."""
    settled = shipped_text().replace("confirmed = false", "confirmed = true")
    assert all(deadline.confirmed for deadline in load_campaign(settled, "x").deadlines)
    settled = settled.replace("year = 2009\n", "year = 2009\nconfirmed = true\n")
    new = renewed(date(2009, 3, 19), settled)
    assert new.holidays[0].confirmed
    open_again = {deadline.id for deadline in new.deadlines if not deadline.confirmed}
    assert open_again == {"spring-inspection", "autumn-inspection", "nominations-due"}
    assert new.inspections is not None
    assert not new.inspections.sheet_confirmed


def test_holidays_stay_where_they_are() -> None:
    """Known years stay as they are, years that are over go, a year to come is left empty."""
    text = new_campaign(shipped_text(), date(2009, 3, 19))
    new = load_campaign(text, "new.toml")
    assert new.holidays[0] == shipped().holidays[1]
    assert [(table.year, table.confirmed) for table in new.holidays] == [
        (2009, True),
        (2010, False),
    ]
    assert "请填入这一年" in marked(text.replace("[[holidays]]\nyear = 2009", ""), "[[holidays]]")


def test_a_table_is_taken_out_without_its_neighbours_comments() -> None:
    """What stands above the next table belongs to that one, blank lines and all."""
    text = READING_YEAR.replace(
        "[[story_kinds]]",
        """\
# years
[[holidays]]
year = 2030
source = { zh = "甲", en = "A" }
breaks = [
  # only one
  { name = { zh = "元旦", en = "New Year" }, first = 2030-01-01, last = 2030-01-01 },
]
# the last line of 2030

# kinds

  # of stories
[[story_kinds]]""",
    )
    new = new_campaign(text, date(2031, 1, 10))
    assert "\n# years\n# the last line of 2030\n\n# kinds\n\n  # of stories\n[[story_kinds]]" in new
    assert "甲" not in new


def test_the_last_table_of_a_file_is_taken_out_to_its_end() -> None:
    """With or without a line end behind it."""
    table = '[[holidays]]\nyear = 2030\nsource = { zh = "甲", en = "A" }\nmakeup_days = []'
    for end in ("", "\n", "\n\n"):
        new = new_campaign(f"{READING_YEAR}\n{table}{end}", date(2031, 1, 10))
        assert [row.year for row in load_campaign(new, "new.toml").holidays] == [2031]
        assert "makeup_days" not in new.split("year = 2031")[0]


def test_holidays_in_one_line_are_left_alone() -> None:
    """A table that cannot be taken out or added to without rewriting it stays."""
    text = READING_YEAR.replace(
        "\n[[categories]]",
        'holidays = [{ year = 2030, source = { zh = "甲", en = "A" } }]\n\n[[categories]]',
    )
    assert [table.year for table in renewed(date(2031, 1, 10), text).holidays] == [2030]


def test_an_id_of_ones_own_is_taken() -> None:
    """Or a year is hung on where the old id has none."""
    own = new_campaign(READING_YEAR, date(2031, 1, 10), campaign_id="books")
    assert load_campaign(own, "own.toml").id == "books"
    assert renewed(date(2031, 1, 10), READING_YEAR).id == "reading-2031"
    with pytest.raises(CampaignFaults):
        new_campaign(READING_YEAR, date(2031, 1, 10), campaign_id="No Id")


def test_a_faulty_template_is_refused() -> None:
    """With its own faults, before anything is moved."""
    with pytest.raises(CampaignFaults) as refused:
        new_campaign(shipped_text().replace("percent = 25", "percent = 0"), date(2009, 3, 19))
    assert [fault.place for fault in refused.value.faults] == ["awards.branches.percent"]


@pytest.mark.parametrize(
    "start", [date(1, 1, 1), date(1949, 12, 31), date(2191, 1, 1), date(9999, 12, 31)]
)
def test_a_first_day_out_of_reach_is_refused(start: date) -> None:
    """Years that no calendar has are told, not stumbled over."""
    with pytest.raises(CampaignFaults) as refused:
        new_campaign(shipped_text(), start)
    assert str(start) in refused.value.faults[0].message.zh
    for first_day in (date(1950, 1, 1), date(2190, 12, 31)):
        assert renewed(first_day).opens == first_day


def test_a_file_from_windows_stays_one() -> None:
    """Its line ends are kept."""
    text = new_campaign(shipped_text().replace("\n", "\r\n"), date(2009, 3, 19))
    assert text.count("\r\n") == text.count("\n") > 700


@pytest.mark.parametrize(
    ("start", "names", "terms", "vacations"),
    [
        (
            date(2009, 3, 19),
            ["春季学期末检查", "秋季学期末检查"],
            ["2009年春季学期末", "2009年秋季学期末"],
            ["暑假", "寒假"],
        ),
        # A campaign that begins in autumn: its first term ends in January.
        (
            date(2009, 9, 19),
            ["秋季学期末检查", "春季学期末检查"],
            ["2009年秋季学期末", "2010年春季学期末"],
            ["寒假", "暑假"],
        ),
    ],
)
def test_terms_and_vacations_are_named_by_their_new_days(
    start: date, names: list[str], terms: list[str], vacations: list[str]
) -> None:
    new = renewed(start)
    assert [one.name.zh for one in new.deadlines if "inspection" in one.id] == names
    checklist = new.phase("activity").checklist
    told = [item.name.zh for item in checklist if item.proof == "inspection"]
    assert told == [f"接受{name}" for name in names]
    assert new.inspections is not None
    assert [one.term.zh for one in new.inspections.rounds] == terms
    assert [one.name.zh for one in new.vacations] == vacations
    seasons = ["winter" if "寒" in name else "summer" for name in vacations]
    assert [one.name.en.split()[0].lower() for one in new.vacations] == seasons


def test_where_no_term_can_end_the_office_is_asked() -> None:
    """Three months later the first inspection falls into October."""
    text = new_campaign(shipped_text(), date(2009, 6, 19))
    asked = [line for line in text.split("\n") if "对不上" in line]
    assert len(asked) >= 2
    assert not [
        line
        for line in new_campaign(shipped_text(), date(2009, 9, 19)).split("\n")
        if "对不上" in line
    ]


def test_vacations_are_to_be_confirmed_anew() -> None:
    settled = shipped_text().replace("confirmed = false", "confirmed = true")
    assert not any(one.confirmed for one in renewed(date(2009, 3, 19), settled).vacations)
