"""Next year's campaign file from this year's: days moved, comments kept, doubts marked."""

import re
import tomllib
from collections.abc import Iterator
from datetime import date

from campaign.definition import Campaign
from campaign.reading import CampaignFaults, load_campaign
from campaign.reading.faults import fault_of
from campaign.reading.nodes import Node
from campaign.reading.places import places
from campaign.reading.syntax import plain_text
from campaign.renewal.edits import Edit, Template, edited
from campaign.renewal.holidays import years_over, years_to_come
from campaign.renewal.marks import marks, without_marks
from campaign.renewal.moves import Move, moved_days, moved_months, moves
from campaign.renewal.seasons import renamed

__all__ = ["new_campaign"]

YEAR = re.compile(r"(?:19|20)\d\d")
# The first and the last year in which a renewed campaign may open.
YEARS = (1950, 2190)


def new_campaign(text: str, start: date, *, campaign_id: str | None = None) -> str:
    """The template's text for a campaign that opens on `start`.

    All days move by the same number of months where the template opens on the same day of a
    month (so that the last of a month stays the last), otherwise by the same number of days.
    Holidays are facts and stay; years that are over go, years to come are left to be filled in.
    What the office must look at is marked by comments. Raises CampaignFaults for a faulty
    template, and for a first day or an id that cannot be.
    """
    campaign = load_campaign(text, "template")
    _within_reach(start)
    plain = without_marks(plain_text(text))
    template = Template(plain, Node(tomllib.loads(plain)), places(plain))
    renewed = ""
    for move in moves(campaign.opens, start):
        renewed = _renewed(template, campaign, move, campaign_id)
        if _loads(renewed):
            break
    load_campaign(renewed, "new campaign")
    return renewed.replace("\n", "\r\n") if "\r\n" in text else renewed


def _within_reach(start: date) -> None:
    first, last = YEARS
    if not first <= start.year <= last:
        words = {"start": start, "first": first, "last": last}
        fault = fault_of("start_out_of_reach", words, "opens", 1)
        raise CampaignFaults("new campaign", (fault,))


def _renewed(template: Template, campaign: Campaign, move: Move, campaign_id: str | None) -> str:
    years = range(move(campaign.opens).year, move(campaign.closes).year + 1)
    new_id = campaign_id or _new_id(campaign.id, years[0])
    edits = [
        template.value_edit(("id",), f'"{new_id}"'),
        *moved_days(template, move),
        *moved_months(template, campaign, move),
        *_unconfirmed(template),
        *years_over(template, years),
        *renamed(template, move),
        *marks(template, campaign, move),
    ]
    return edited(template.text, edits) + years_to_come(template, years)


def _loads(text: str) -> bool:
    try:
        load_campaign(text, "new campaign")
    except CampaignFaults:
        return False
    return True


def _new_id(old: str, year: int) -> str:
    return YEAR.sub(str(year), old) if YEAR.search(old) else f"{old}-{year}"


def _unconfirmed(template: Template) -> Iterator[Edit]:
    """What was settled for the old campaign is open again for the new one."""
    for node in template.file.walk():
        asks = bool(node.path) and str(node.path[-1]).endswith("confirmed")
        if asks and node.value is True and node.path[0] != "holidays":
            yield template.value_edit(node.path, "false")
