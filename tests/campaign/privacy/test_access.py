"""Who may see a matter: every reader of the table, and nobody else."""

from dataclasses import replace

import pytest

from campaign.people import HeldRole, Person, Role
from campaign.privacy.access import WHO_SEES, Matter, Reader, may_read
from tests.campaign.people import person

OWN, OTHER = 1, 2


def somebody(*held: HeldRole, branch: int | None = OTHER, number: int = 9) -> Person:
    return replace(person(number), roles=frozenset(held), branch=branch)


PEOPLE: dict[str, tuple[Person, set[Reader]]] = {
    "author": (somebody(branch=OWN, number=1), {Reader.SELF, Reader.BRANCH}),
    "member": (somebody(branch=OWN), {Reader.BRANCH}),
    "member elsewhere": (somebody(), set()),
    "secretary": (somebody(HeldRole(Role.SECRETARY, OWN)), {Reader.BRANCH_LEADERS}),
    "deputy": (somebody(HeldRole(Role.DEPUTY, OWN)), {Reader.BRANCH_LEADERS}),
    "secretary elsewhere": (somebody(HeldRole(Role.SECRETARY, OTHER)), set()),
    "office": (somebody(HeldRole(Role.OFFICE)), {Reader.OFFICE}),
    "leader": (somebody(HeldRole(Role.LEADER)), {Reader.LEADERS}),
}


@pytest.mark.parametrize("matter", list(Matter))
@pytest.mark.parametrize("who", list(PEOPLE))
def test_the_readers_of_the_table_may_and_nobody_else(who: str, matter: Matter) -> None:
    one, relations = PEOPLE[who]
    may = bool((relations | {Reader.EVERYBODY}) & set(WHO_SEES[matter]))
    assert may_read(one, matter, of=1, branch=OWN) is may


def test_what_belongs_to_no_branch_has_no_secretary() -> None:
    secretary = somebody(HeldRole(Role.SECRETARY, None), branch=None)
    assert not may_read(secretary, Matter.RECORDS, of=1, branch=None)
    assert not may_read(secretary, Matter.COVERAGE, branch=None)


def test_single_texts_are_not_for_leaders() -> None:
    assert Reader.LEADERS not in WHO_SEES[Matter.RECORDS]
    assert Reader.LEADERS in WHO_SEES[Matter.FIGURES]
