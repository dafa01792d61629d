"""Every kind of fault in a campaign file: in the right line, with its remedy, in both languages."""

import re
from dataclasses import dataclass

import pytest

from campaign.texts import Language, read_texts
from tests.campaign.campaign_files import faults_of, shipped_with


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


TEXTS = read_texts()
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

    key = f"campaign_fault.{broken.kind}"
    for language in Language:
        message, remedy = (TEXTS.template(one, language) for one in (key, f"{key}_remedy"))
        assert re.fullmatch(as_pattern(message), fault.message.in_language(language))
        assert re.fullmatch(as_pattern(remedy), fault.remedy.in_language(language))
    assert fault.place == broken.place
    assert fault.line == text.count("\n", 0, at) + 1


# Shown in test_reading, and the last one in test_renewal.
ELSEWHERE = {"no_file", "not_utf8", "syntax", "syntax_wide", "other", "start_out_of_reach"}
KINDS = sorted({broken.kind for broken in BROKEN} | ELSEWHERE)


def test_every_kind_of_fault_is_shown_once_at_least() -> None:
    """No wording without a file that brings it out."""
    keys = {key.removesuffix("_remedy") for key in TEXTS.keys if key.startswith("campaign_fault.")}
    assert {f"campaign_fault.{kind}" for kind in KINDS} == keys
