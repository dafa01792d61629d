"""Do the numbers and the hours of a campaign file agree?"""

from collections.abc import Iterator
from itertools import pairwise

from campaign.definition import ReminderRules
from campaign.reading.faults import Finding
from campaign.reading.nodes import Node
from campaign.reminders import is_quiet_at

# What weights add up to, in per cent.
WHOLE = 100


def number_findings(file: Node) -> Iterator[Finding]:
    """Weights that do not make 100, swapped bounds, leads out of order, sending in quiet hours."""
    yield from _weights_make_the_whole(file.at("inspections", "indicators"))
    yield from _least_below_most(file.at("limits"))
    yield from _leads_go_down(file)
    yield from _sent_when_awake(file.at("reminders"))


def _weights_make_the_whole(indicators: Node) -> Iterator[Finding]:
    weights = [row.at("weight").number for row in indicators.rows()]
    known = [weight for weight in weights if weight is not None]
    if weights and len(known) == len(weights) and sum(known) != WHOLE:
        yield Finding(indicators.path, "weights", {"total": sum(known)})


def _least_below_most(limits: Node) -> Iterator[Finding]:
    for node in limits.walk():
        least, most = node.at("least").number, node.at("most").number
        if least is not None and most is not None and least > most:
            yield Finding(node.path, "least_above_most", {"least": least, "most": most})


def _leads_go_down(file: Node) -> Iterator[Finding]:
    everywhere = [file.at("reminders", "leads"), file.at("reminders", "monthly", "closing_leads")]
    everywhere += [deadline.at("leads") for deadline in file.rows("deadlines")]
    for leads in everywhere:
        days = [row.number for row in leads.rows()]
        known = [day for day in days if day is not None]
        if any(earlier <= later for earlier, later in pairwise(known)):
            yield Finding(leads.path, "leads_order")


def _sent_when_awake(reminders: Node) -> Iterator[Finding]:
    usual = ReminderRules()
    at = reminders.at("at").time or usual.at
    quiet_from = reminders.at("quiet_from").time or usual.quiet_from
    quiet_until = reminders.at("quiet_until").time or usual.quiet_until
    rules = ReminderRules(quiet_from=quiet_from, quiet_until=quiet_until)
    if reminders.value is not None and is_quiet_at(rules, at):
        words = {"at": at, "quiet_from": quiet_from, "quiet_until": quiet_until}
        yield Finding(reminders.at("at").path, "quiet_at", words)
