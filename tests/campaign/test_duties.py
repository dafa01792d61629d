"""Duties: which line is meant, who sees it, who ticks it off."""

import pytest

from campaign.definition import ChecklistItem
from campaign.duties import (
    find_line,
    is_of_office,
    marking_refusal,
    seeing_refusal,
)
from campaign.people import HeldRole, Person, Role
from campaign.texts import Language
from tests.campaign.campaign_files import shipped

EVERY_LINE = [item.id for phase in shipped().stretches for item in phase.checklist]


def somebody(*roles: HeldRole, branch: int | None = 3) -> Person:
    return Person(1, "王芳", 7, branch, None, None, Language.ZH, None, frozenset(roles))


MEMBER = somebody(HeldRole(Role.MEMBER))
SECRETARY, DEPUTY = somebody(HeldRole(Role.SECRETARY, 3)), somebody(HeldRole(Role.DEPUTY, 3))
ELSEWHERE = somebody(HeldRole(Role.SECRETARY, 4), branch=4)
LEADS_ANOTHER = somebody(HeldRole(Role.SECRETARY, 4), branch=3)
OFFICE, LEADER = (
    somebody(HeldRole(Role.OFFICE), branch=9),
    somebody(HeldRole(Role.LEADER), branch=9),
)


@pytest.mark.parametrize("item", EVERY_LINE)
def test_every_line_is_found_with_its_phase(item: str) -> None:
    found = find_line(shipped(), item)
    assert found is not None
    assert found[1] in found[0].checklist
    assert found[1].id == item


def test_a_line_that_is_lost_is_none() -> None:
    assert find_line(shipped(), "nothing") is None


def test_the_office_has_its_own() -> None:
    own = {item for item in EVERY_LINE if is_of_office(found_line(item))}
    assert own == {"school-launch", "showing", "proposals", "publicity", "conference"}


@pytest.mark.parametrize(
    ("person", "sees", "marks"),
    [
        (MEMBER, True, False),
        (SECRETARY, True, True),
        (DEPUTY, True, True),
        (ELSEWHERE, False, False),
        (LEADS_ANOTHER, True, False),
        (OFFICE, True, False),
        (LEADER, True, False),
    ],
)
def test_who_sees_and_marks_those_of_a_branch(person: Person, sees: bool, marks: bool) -> None:
    assert (seeing_refusal(person, 3) is None) is sees
    assert (marking_refusal(person, 3) is None) is marks


@pytest.mark.parametrize(
    ("person", "sees", "marks"),
    [(MEMBER, False, False), (SECRETARY, False, False), (OFFICE, True, True),
     (LEADER, True, False)],
)  # fmt: skip
def test_who_sees_and_marks_those_of_the_office(person: Person, sees: bool, marks: bool) -> None:
    assert (seeing_refusal(person, None) is None) is sees
    assert (marking_refusal(person, None) is None) is marks


def found_line(item: str) -> ChecklistItem:
    found = find_line(shipped(), item)
    assert found is not None
    return found[1]
