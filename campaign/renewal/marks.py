"""Comments that tell the office what to look at in a renewed file."""

import re
from collections.abc import Iterator

from campaign.definition import Campaign
from campaign.locale.plain_texts import plain
from campaign.reading.nodes import Node
from campaign.renewal.edits import Edit, Template
from campaign.renewal.moves import Move
from campaign.renewal.seasons import of_months, unnamed
from campaign.texts import Language

SIGN = "# [核对 check]"
SPEAKS_OF_A_YEAR = re.compile(r"(?:19|20)\d\d|周年|anniversary|\byears of\b", re.IGNORECASE)


def without_marks(text: str) -> str:
    """The text without the marks of an earlier renewal."""
    return "\n".join(line for line in text.split("\n") if not line.startswith(SIGN))


def mark(key: str) -> str:
    """A comment for the office, in both languages."""
    return f"{SIGN} {' · '.join(plain(key, language) for language in Language)}"


def marks(template: Template, campaign: Campaign, move: Move) -> Iterator[Edit]:
    """A mark above every statement that needs the office's eye, one for each."""
    yield Edit(0, 0, _first_lines(campaign))
    by_line: dict[int, str] = {}
    for node, key in _doubts(template.file, campaign, move):
        by_line.setdefault(template.placed[node.path].statement, mark(key))
    for line, comment in by_line.items():
        start = template.line_start(line)
        yield Edit(start, start, f"{comment}\n")


def _first_lines(campaign: Campaign) -> str:
    said = (plain("new_campaign.first_line", language, id=campaign.id) for language in Language)
    return "".join(f"{SIGN} {line}\n" for line in said)


def _doubts(file: Node, campaign: Campaign, move: Move) -> Iterator[tuple[Node, str]]:
    yield file.at("notice"), "new_campaign.notice"
    for list_of_the_year in ("frames", "themes"):
        for row in file.rows(list_of_the_year)[:1]:
            yield row, "new_campaign.yearly"
    uncertain = _uncertain_deadlines(campaign)
    for deadline in file.rows("deadlines"):
        if deadline.at("id").text in uncertain:
            yield deadline.at("day"), "new_campaign.day"
    for row in file.rows("vacations"):
        yield row.at("first"), "new_campaign.day"
    yield from ((node, "new_campaign.season") for node in unnamed(file, move))
    if move(campaign.opens).month != campaign.opens.month:
        yield from ((node, "new_campaign.months") for node in of_months(file))
    for node in file.walk():
        is_wording = node.text is not None and node.path[-1] in ("zh", "en")
        if is_wording and node.path[0] != "holidays" and SPEAKS_OF_A_YEAR.search(node.text or ""):
            yield node, "new_campaign.words"


def _uncertain_deadlines(campaign: Campaign) -> set[str]:
    """Deadlines that hang on the school's calendar, or that nobody has confirmed."""
    uncertain = {deadline.id for deadline in campaign.deadlines if not deadline.confirmed}
    if campaign.inspections:
        uncertain |= {row.deadline for row in campaign.inspections.rounds}
    if campaign.awards:
        uncertain |= {campaign.awards.counted_at, campaign.awards.conference}
    return uncertain
