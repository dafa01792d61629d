"""The shipped campaign holds what the notice of 2008 says, obligation by obligation."""

from collections.abc import Callable
from datetime import date
from importlib.resources import files

import pytest

from campaign.calendar import Calendar
from campaign.definition import Campaign, Month, Named, Phase
from campaign.reading import load_campaign
from tests.campaign.campaign_files import READING_YEAR, shipped

Obligation = Callable[[Campaign], bool]


def has(rows: tuple[Named, ...], *names: str) -> bool:
    """Whether exactly these Chinese names stand there, in this order."""
    return tuple(row.name.zh for row in rows) == names


def holds(rows: tuple[Named, ...], row_id: str, words: str) -> bool:
    """Whether the row of that id speaks of it."""
    return any(row.id == row_id and words in row.name.zh for row in rows)


def demands(campaign: Campaign, phase: str, item: str, words: str, proof: str = "") -> bool:
    """Whether the phase's checklist has the line, in these words, proved that way."""
    for line in campaign.phase(phase).checklist:
        if line.id == item:
            return words in line.name.zh and proof in ("", line.proof)
    return False


def lasts(phase: Phase, opens: date, closes: date) -> bool:
    return (phase.opens, phase.closes) == (opens, closes)


def example(campaign: Campaign, category: str, model: str, words: str) -> bool:
    """Whether the category sets that example and has prompts and activity types of its own."""
    row = campaign.category(category)
    own = row.check_in_prompts and row.story_prompts and len(row.forms) >= 4
    return row.model.zh == model and words in row.scope.zh and bool(own)


def duty(campaign: Campaign, role: str, words: str) -> bool:
    return any(words in row.text.zh for row in campaign.duties if row.role == role)


def asks(campaign: Campaign, heading: str, words: str) -> bool:
    """Whether the branch's summary has the heading and asks about it in these words."""
    rows = [row for row in campaign.summary if row.id == heading]
    return any(words in row.name.zh + (row.prompt.zh if row.prompt else "") for row in rows)


def plan_asks(campaign: Campaign, heading: str, words: str) -> bool:
    rows = campaign.plan.headings if campaign.plan else ()
    return any(row.id == heading and row.prompt and words in row.prompt.zh for row in rows)


def monthly(campaign: Campaign, kind: str, name: str) -> bool:
    """Whether the school owes one of the kind in each of the thirteen months."""
    row = campaign.story_kind(kind)
    return row.name.zh == name and row.school_quota == 1 and len(Calendar(campaign).months) == 13


def inspected(campaign: Campaign, round_id: str, term: str, month: Month) -> bool:
    """Whether the round is held in that month, on a day the office still has to confirm."""
    rounds = campaign.inspections.rounds if campaign.inspections else ()
    for row in rounds:
        deadline = campaign.deadline(row.deadline)
        if row.id == round_id:
            in_month = Month.of(deadline.day) == month
            return term in row.term.zh and in_month and not deadline.confirmed
    return False


def share(campaign: Campaign, whom: str, percent: int, name: str) -> bool:
    shares = (
        {}
        if campaign.awards is None
        else {
            "branches": campaign.awards.branches,
            "members": campaign.awards.members,
        }
    )
    found = shares.get(whom)
    return found is not None and (found.percent, found.name.zh) == (percent, name)


def title(campaign: Campaign, name: str, category: str) -> bool:
    titles = campaign.awards.titles if campaign.awards else ()
    return [row.category for row in titles if row.name.zh == name] == [category]


def shown_in(campaign: Campaign, name: str) -> bool:
    media = campaign.publicity.media if campaign.publicity else ()
    return any(medium.name.zh == name for medium in media)


def indicator(campaign: Campaign, row_id: str, heading: str, words: str) -> bool:
    rows = campaign.inspections.indicators if campaign.inspections else ()
    return any((row.id, row.heading) == (row_id, heading) and words in row.name.zh for row in rows)


def sheet_is_whole(campaign: Campaign) -> bool:
    """Whether the weights make 100 and each of the three headings has its lines."""
    rows = campaign.inspections.indicators if campaign.inspections else ()
    headings = {heading.id for heading in campaign.branch_headings}
    return sum(row.weight for row in rows) == 100 and {row.heading for row in rows} == headings


def theme(campaign: Campaign, theme_id: str, name: str) -> bool:
    return campaign.theme(theme_id).name.zh == name


OBLIGATIONS: dict[str, Obligation] = {
    "S1": lambda c: c.title.zh == "一个党员一面旗 痕迹年中创佳绩",
    "S2": lambda c: c.notice.addressees.zh == "各党支部、全体党员",
    "S3": lambda c: (
        c.issuer.zh == "中共长春医学高等专科学校委员会"
        and c.notice.issued == date(2008, 3, 19)
        and files("campaign").joinpath("shipped", str(c.notice.file)).is_file()
    ),
    "S4": lambda c: (
        demands(c, "mobilisation", "read-notice", "党员", "acknowledgement")
        and demands(c, "mobilisation", "study", "认真组织党员学习", "meeting")
    ),
    "S5": lambda c: demands(c, "mobilisation", "plan", "切实可行", "plan"),
    "S6": lambda c: len(c.frames) == 7 and holds(c.frames, "traces", "痕迹化管理年"),
    "S7": lambda c: (
        holds(c.aims, "core-work", "学校中心工作")
        and holds(c.aims, "quality", "质量和效果")
        and holds(c.check_in_questions, "effect", "谁受益")
    ),
    "S8": lambda c: holds(c.aims, "excellence", "创先争优"),
    "S9": lambda c: has(c.branch_headings, "凝聚力", "战斗力", "创新力"),
    "S10": lambda c: has(
        c.awarenesses,
        *("政治意识", "学习意识", "公德意识", "责任意识"),
        *("职业意识", "能力意识", "服务意识", "模范意识"),
    ),
    "S11": lambda c: holds(c.aims, "spirit", "影响和带动全校师生"),
    "S12": lambda c: c.slogan.zh == "一个支部一个堡垒 一个党员一面旗帜",
    "S13": lambda c: has(c.tags[:2], "巩固评估成果", "构建和谐校园"),
    "S14": lambda c: (
        [row.id for row in c.categories]
        == ["teaching", "administration", "logistics", "retired", "students"]
        and demands(c, "activity", "themed-activities", "各具特点的主题实践活动")
    ),
    "S15": lambda c: example(c, "teaching", "教书育人的表率", "打造精品课程"),
    "S16": lambda c: example(c, "administration", "管理育人的表率", "转变机关作风"),
    "S17": lambda c: example(c, "logistics", "服务育人的表率", "保障有力"),
    "S18": lambda c: example(c, "retired", "老有所为的表率", "关心和帮助青年学生"),
    "S19": lambda c: example(c, "students", "立志成才的表率", "端正入党动机"),
    "S20": lambda c: holds(c.aims, "every-flag", "都成为旗帜和表率"),
    "S21": lambda c: (
        (c.opens, c.closes) == (date(2008, 3, 19), date(2009, 7, 1)) and len(c.phases) == 3
    ),
    "S22": lambda c: lasts(c.phase("mobilisation"), date(2008, 3, 19), date(2008, 3, 31)),
    "S23": lambda c: "统一思想，提高认识" in c.phase("mobilisation").emphasis.zh,
    "S24": lambda c: demands(c, "mobilisation", "measures", "研究本支部具体开展活动的措施"),
    "S25": lambda c: (
        demands(c, "mobilisation", "branch-launch", "主题竞赛活动工作会议", "meeting")
        and demands(c, "mobilisation", "school-launch", "全校", "meeting")
    ),
    "S26": lambda c: demands(c, "mobilisation", "branch-launch", "明确要求，落实责任"),
    "S27": lambda c: c.deadline("plan-due").day == date(2008, 3, 31),
    "S28": lambda c: lasts(c.phase("activity"), date(2008, 4, 1), date(2009, 4, 30)),
    "S29": lambda c: theme(c, "congress", "党的十七大战略部署"),
    "S30": lambda c: theme(c, "reform", "庆祝改革开放30周年"),
    "S31": lambda c: theme(c, "olympics", "迎奥运"),
    "S32": lambda c: theme(c, "civility", "讲文明、树新风"),
    "S33": lambda c: theme(c, "anniversary", "建党87周年"),
    "S34": lambda c: (
        demands(c, "activity", "traces", "痕迹", "check-ins") and c.limits.evidence_files >= 1
    ),
    "S35": lambda c: (
        "采取切实有效的措施" in c.phase("activity").emphasis.zh
        and plan_asks(c, "goals", "预期效果")
    ),
    "S36": lambda c: lasts(c.phase("summary"), date(2009, 5, 1), date(2009, 6, 20)),
    "S37": lambda c: demands(c, "summary", "summary-meeting", "召开专门会议", "meeting"),
    "S38": lambda c: demands(c, "summary", "nomination", "评选先进", "nomination"),
    "S39": lambda c: demands(c, "summary", "exchange", "交流工作经验", "meeting"),
    "S40": lambda c: demands(c, "summary", "problems", "查找问题和不足", "rectification"),
    "S41": lambda c: date(2009, 6, 20) < c.deadline("conference").day < date(2009, 7, 1),
    "S42": lambda c: share(c, "branches", 25, "先进党支部"),
    "S43": lambda c: share(c, "members", 15, "标兵"),
    "S44": lambda c: title(c, "教书育人标兵", "teaching"),
    "S45": lambda c: title(c, "管理育人标兵", "administration"),
    "S46": lambda c: title(c, "服务育人标兵", "logistics"),
    "S47": lambda c: demands(c, "summary", "proposals", "完善相关的制度措施", "proposals"),
    "S48": lambda c: demands(c, "summary", "proposals", "长效机制", "proposals"),
    "S49": lambda c: duty(c, "leader", "校党委统一领导"),
    "S50": lambda c: duty(c, "office", "指导、协调、督促检查和评比表彰"),
    "S51": lambda c: duty(c, "secretary", "切实承担起责任"),
    "S52": lambda c: bool(
        c.plan and c.plan.dated_items and holds(c.plan.headings, "timetable", "表")
    ),
    "S53": lambda c: demands(c, "activity", "plan-items", "按照进度表逐项落实", "plan-items"),
    "S54": lambda c: (
        indicator(c, "carried-out", "strength", "逐项落实") and c.reminders.leads == (7, 3, 1, 0)
    ),
    "S55": lambda c: plan_asks(c, "experience", "借鉴以往"),
    "S56": lambda c: plan_asks(c, "innovation", "丰富") and holds(c.tags, "innovation", "探索创新"),
    "S57": lambda c: len(c.activity_forms) >= 8 and indicator(c, "enjoyed", "cohesion", "喜闻乐见"),
    "S58": lambda c: (
        holds(c.evaluation, "participation", "积极性")
        and indicator(c, "coverage", "cohesion", "每个党员")
    ),
    "S59": lambda c: monthly(c, "person", "每月一人物"),
    "S60": lambda c: monthly(c, "member", "每月一党员"),
    "S61": lambda c: monthly(c, "story", "感动医专的故事"),
    "S62": lambda c: monthly(c, "essay", "感受医专的文章"),
    "S63": lambda c: bool(c.publicity and "展示竞赛成果" in c.publicity.shows.zh),
    "S64": lambda c: shown_in(c, "报刊"),
    "S65": lambda c: shown_in(c, "网络"),
    "S66": lambda c: shown_in(c, "广播"),
    "S67": lambda c: (
        bool(c.publicity and c.publicity.within_days <= 7)
        and demands(c, "activity", "showing", "及时", "publication")
    ),
    "S68": lambda c: bool(c.inspections and c.inspections.spot_checks),
    "S69": lambda c: inspected(c, "spring", "2008年春季学期末", Month(2008, 7)),
    "S70": lambda c: inspected(c, "autumn", "2008年秋季学期末", Month(2009, 1)),
    "S71": sheet_is_whole,
    "S72": lambda c: (
        c.inspections is not None and any(verdict.recheck for verdict in c.inspections.verdicts)
    ),
    "S73": lambda c: holds(c.check_in_questions, "work", "本单位"),
    "S74": lambda c: asks(c, "both-advance", "两不误，两促进") and c.reminders.weekly_cap <= 3,
    "S75": lambda c: asks(c, "proposals", "转化为推动工作创新的动力"),
}


@pytest.fixture(scope="module")
def campaign() -> Campaign:
    return shipped()


def test_no_obligation_of_the_notice_is_forgotten() -> None:
    """The table has one line for each of the 75."""
    assert list(OBLIGATIONS) == [f"S{number}" for number in range(1, 76)]


@pytest.mark.parametrize("number", OBLIGATIONS)
def test_an_obligation_stands_in_the_shipped_file(campaign: Campaign, number: str) -> None:
    """Each obligation of the notice is found as data."""
    assert OBLIGATIONS[number](campaign)


@pytest.mark.parametrize("number", OBLIGATIONS)
def test_another_campaign_does_not_meet_an_obligation(number: str) -> None:
    """The lines of the table can fail: a reading year meets none of them."""
    other = load_campaign(READING_YEAR, "reading.toml")
    try:
        met = OBLIGATIONS[number](other)
    except LookupError:
        met = False
    assert not met
