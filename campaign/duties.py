"""Lines of a phase's checklist as duties of a branch or of the office: who sees, who ticks off."""

from campaign.definition import Campaign, ChecklistItem, Phase
from campaign.people import BranchId, Person, Refusal, Role
from campaign.texts import Text

OFFICE = "office"
# Proved by records that are counted by month; the monthly reminders cover them.
PROVED_MONTHLY = frozenset({"check-ins", "monthly-items"})


def find_line(campaign: Campaign, item_id: str) -> tuple[Phase, ChecklistItem] | None:
    """The line of that id with its phase; None if the file has lost it."""
    lines = ((phase, item) for phase in campaign.stretches for item in phase.checklist)
    return next(((phase, item) for phase, item in lines if item.id == item_id), None)


def is_of_office(item: ChecklistItem) -> bool:
    """Whether the office owes it, once for the school, and no branch."""
    return item.duty_of == OFFICE


def seeing_refusal(person: Person, branch: BranchId | None) -> Refusal | None:
    """Why the person may not see how a branch's (None: the office's) duties stand."""
    if person.holds(Role.OFFICE, Role.LEADER):
        return None
    if branch is not None and (person.branch == branch or person.leads(branch)):
        return None
    return Refusal(Text("duty.not_yours_to_see"))


def marking_refusal(person: Person, branch: BranchId | None) -> Refusal | None:
    """Why the person may not tick off a duty of the branch (None: of the office)."""
    if branch is None:
        return None if person.holds(Role.OFFICE) else Refusal(Text("duty.only_office_marks"))
    return None if person.leads(branch) else Refusal(Text("duty.only_secretary_marks"))
