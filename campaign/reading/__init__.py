"""Reading a campaign file: either the whole campaign, or every fault of the file at once."""

import tomllib
from importlib.resources import files
from itertools import chain
from pathlib import Path as FilePath

from campaign.definition import Campaign
from campaign.reading.day_checks import day_findings
from campaign.reading.faults import (
    CampaignFaults,
    Fault,
    as_faults,
    fault_of,
    render_faults,
)
from campaign.reading.holiday_checks import holiday_findings
from campaign.reading.nodes import Node
from campaign.reading.number_checks import number_findings
from campaign.reading.places import places
from campaign.reading.reference_checks import reference_findings
from campaign.reading.shapes import read_shape
from campaign.reading.syntax import plain_text, syntax_fault
from campaign.texts import Text

__all__ = [
    "CampaignFaults",
    "Fault",
    "load_campaign",
    "load_campaign_file",
    "render_faults",
    "shipped_campaign",
    "shipped_text",
]

SHIPPED = "flag-2008.toml"
REASONS: dict[type[OSError], Text] = {
    FileNotFoundError: Text("campaign_file.no_such_file"),
    IsADirectoryError: Text("campaign_file.is_a_folder"),
    PermissionError: Text("campaign_file.not_permitted"),
}
SOME_REASON = Text("campaign_file.not_read")


def load_campaign(text: str, source: str) -> Campaign:
    """The campaign of a TOML text; `source` names the text in messages.

    Raises CampaignFaults with every fault of the text.
    """
    text = plain_text(text)
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        raise CampaignFaults(source, (syntax_fault(text, problem),)) from None
    placed = places(text)
    file, shape = Node(table), read_shape(table)
    findings = chain(
        shape if isinstance(shape, list) else (),
        day_findings(file),
        reference_findings(file, placed),
        number_findings(file),
        holiday_findings(file),
    )
    faults = as_faults(findings, placed)
    if faults or isinstance(shape, list):
        raise CampaignFaults(source, faults)
    return shape


def load_campaign_file(path: FilePath) -> Campaign:
    """The campaign of a file. Raises CampaignFaults, also for a file that cannot be read."""
    try:
        text = path.read_bytes().decode("utf-8")
    except OSError as problem:
        words = {"reason": REASONS.get(type(problem), SOME_REASON)}
        raise CampaignFaults(str(path), (fault_of("no_file", words, "", 0),)) from None
    except UnicodeDecodeError as problem:
        line = problem.object.count(b"\n", 0, problem.start) + 1
        raise CampaignFaults(str(path), (fault_of("not_utf8", {}, "", line),)) from None
    return load_campaign(text, str(path))


def shipped_text() -> str:
    """The shipped campaign file, word for word: the template for others."""
    return files("campaign").joinpath("shipped", SHIPPED).read_text("utf-8")


def shipped_campaign() -> Campaign:
    """The campaign that ships with the program: the one of 2008."""
    return load_campaign(shipped_text(), SHIPPED)
