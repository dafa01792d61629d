"""Comments that tell the office what to look at in a renewed file."""

import re
from collections.abc import Iterator

from campaign.definition import Campaign
from campaign.reading.nodes import Node
from campaign.renewal.edits import Edit, Template

SIGN = "# [核对 check]"
FIRST_LINES = (
    "{sign} 由 {id} 改期而来。凡有此标记处请办公室核对，核对后可删去标记。\n"
    "{sign} Made from {id} by moving its days. The office should look at each such mark.\n"
)
NOTICE = f"{SIGN} 新的《通知》：标题、文号、日期、文件 · the new notice: title, number, day, file"
YEARLY = f"{SIGN} 每年不同，请逐项核对 · these change from year to year"
DAY = f"{SIGN} 日期由上次推算，请按校历核对 · this day was only moved, compare the school calendar"
WORDS = f"{SIGN} 文字里有年份或周年 · the words speak of a year or an anniversary"
HOLIDAYS_WANTED = (
    f"{SIGN} 请填入这一年的节假日与调休 · fill in this year's holidays and make-up days"
)

SPEAKS_OF_A_YEAR = re.compile(r"(?:19|20)\d\d|周年|anniversary|\byears of\b", re.IGNORECASE)


def without_marks(text: str) -> str:
    """The text without the marks of an earlier renewal."""
    return "\n".join(line for line in text.split("\n") if not line.startswith(SIGN))


def marks(template: Template, campaign: Campaign) -> Iterator[Edit]:
    """A mark above every statement that needs the office's eye, one for each."""
    yield Edit(0, 0, FIRST_LINES.format(sign=SIGN, id=campaign.id))
    by_line: dict[int, str] = {}
    for node, wording in _doubts(template.file, campaign):
        by_line.setdefault(template.placed[node.path].statement, wording)
    for line, wording in by_line.items():
        start = template.line_start(line)
        yield Edit(start, start, f"{wording}\n")


def _doubts(file: Node, campaign: Campaign) -> Iterator[tuple[Node, str]]:
    yield file.at("notice"), NOTICE
    for list_of_the_year in ("frames", "themes"):
        for row in file.rows(list_of_the_year)[:1]:
            yield row, YEARLY
    uncertain = _uncertain_deadlines(campaign)
    for deadline in file.rows("deadlines"):
        if deadline.at("id").text in uncertain:
            yield deadline.at("day"), DAY
    for node in file.walk():
        is_wording = node.text is not None and node.path[-1] in ("zh", "en")
        if is_wording and node.path[0] != "holidays" and SPEAKS_OF_A_YEAR.search(node.text or ""):
            yield node, WORDS


def _uncertain_deadlines(campaign: Campaign) -> set[str]:
    """Deadlines that hang on the school's calendar, or that nobody has confirmed."""
    uncertain = {deadline.id for deadline in campaign.deadlines if not deadline.confirmed}
    if campaign.inspections:
        uncertain |= {row.deadline for row in campaign.inspections.rounds}
    if campaign.awards:
        uncertain |= {campaign.awards.counted_at, campaign.awards.conference}
    return uncertain
