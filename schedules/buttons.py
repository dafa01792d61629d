"""The one button of a reminder: it opens that very task, or the list if there are several."""

from collections.abc import Iterator
from dataclasses import dataclass

from campaign.definition import Month
from campaign.links import (
    Target,
    to_duty,
    to_duty_board,
    to_new_check_in,
    to_new_story,
    to_todo,
)
from campaign.people import BranchId
from campaign.texts import Text
from schedules.decisions import Bundle, Pair
from schedules.facts import Facts
from schedules.reminder import Lines, Moved, Rule, VacationDigest
from schedules.texts import Saying
from storage.audiences import Recipient


@dataclass(frozen=True, slots=True)
class Opens:
    """The button: what it says, and what it opens."""

    label: Text
    target: Target


def opens(saying: Saying, bundle: Bundle) -> Opens:
    """The target of a message's button."""
    targets = list(_targets(saying, bundle))
    if targets and all(one == targets[0] for one in targets):
        return targets[0]
    return _list(bundle.told[0].recipient)


def _targets(saying: Saying, bundle: Bundle) -> Iterator[Opens]:
    for pair in bundle.told:
        if (target := _target(saying, pair)) is not None:
            yield target


def _target(saying: Saying, pair: Pair) -> Opens | None:
    recipient = pair.recipient
    match pair.reminder.about:
        case Lines(phase, day) if pair.reminder.rule is Rule.LADDER:
            return Opens(Text("reminders.open_board"), to_duty_board(phase, day))
        case Lines() as about:
            return _duty(saying.facts, about, recipient.branch) or _list(recipient)
        case Moved() as about:
            return _one_duty(about.item, recipient.branch)
        case Month() as month:
            return _month(saying, month, recipient, pair.reminder.rule)
        case VacationDigest(month=month) as about:
            left = saying.facts.open_items(about.items, recipient.branch)
            if month is not None and not left:
                return _month(saying, month, recipient, pair.reminder.rule)
            return _one_duty(left[0], recipient.branch) if len(left) == 1 else _list(recipient)
        case _:
            return None


def _duty(facts: Facts, about: Lines, branch: BranchId | None) -> Opens | None:
    left = facts.open_items(about.items, branch)
    return _one_duty(left[0], branch) if len(left) == 1 else None


def _one_duty(item: str, branch: BranchId | None) -> Opens:
    return Opens(Text("reminders.open_duty"), to_duty(item, branch))


def _list(recipient: Recipient) -> Opens:
    return Opens(Text("reminders.open_todo"), to_todo(recipient.branch))


def _month(saying: Saying, month: Month, recipient: Recipient, rule: Rule) -> Opens:
    """What is missing most: traces before stories; on the first day, the check-in."""
    if not saying.calendar.days_of(month).covers(saying.today):
        return _list(recipient)
    lacking = saying.facts.month(month, recipient.branch)
    if lacking.lacks_stories and not lacking.without_trace:
        return Opens(Text("reminders.write_story"), to_new_story())
    if recipient.person is None or rule is Rule.MONTH_OPENS:
        return Opens(Text("reminders.check_in"), to_new_check_in())
    return _list(recipient)
