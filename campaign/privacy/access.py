"""Who sees what is kept about people: one table, by which pages open and of which notices tell."""

from collections.abc import Mapping, Sequence
from enum import StrEnum

from campaign.people import BranchId, Person, PersonId, Role
from campaign.texts import Text


class Matter(StrEnum):
    """Something that is kept about people, or made of it."""

    RECORDS = "records"  # check-ins and stories in full, their files and earlier versions
    DRAFTS = "drafts"
    ROSTER = "roster"
    WITHOUT_TRACE = "without_trace"  # the names of those who have no check-in in a month
    DELIVERIES = "deliveries"  # whom a notice of the office went to, by name
    COVERAGE = "coverage"  # how many of a branch have a check-in in a month
    FIGURES = "figures"  # everything that is counted of a branch or of the school
    PUBLISHED = "published"
    TRACE = "trace"
    ACCOUNT = "account"


class Reader(StrEnum):
    """Who may see a matter: somebody in relation to the person, or to the branch, that it is of."""

    SELF = "self"
    BRANCH = "branch"
    BRANCH_LEADERS = "branch_leaders"
    OFFICE = "office"
    LEADERS = "leaders"
    EVERYBODY = "everybody"
    PROGRAM = "program"


# In the order in which people are told. A change here is a change of what people agreed to: raise
# WORDING in campaign/privacy/notice.py.
WHO_SEES: Mapping[Matter, tuple[Reader, ...]] = {
    Matter.RECORDS: (Reader.SELF, Reader.BRANCH_LEADERS, Reader.OFFICE),
    Matter.DRAFTS: (Reader.SELF,),
    Matter.ROSTER: (Reader.SELF, Reader.BRANCH_LEADERS, Reader.OFFICE),
    Matter.WITHOUT_TRACE: (Reader.BRANCH_LEADERS,),
    Matter.DELIVERIES: (Reader.OFFICE,),
    Matter.COVERAGE: (Reader.BRANCH, Reader.BRANCH_LEADERS, Reader.OFFICE, Reader.LEADERS),
    Matter.FIGURES: (Reader.BRANCH_LEADERS, Reader.OFFICE, Reader.LEADERS),
    Matter.PUBLISHED: (Reader.EVERYBODY,),
    Matter.TRACE: (Reader.OFFICE,),
    Matter.ACCOUNT: (Reader.PROGRAM,),
}


def may_read(
    person: Person, matter: Matter, *, of: PersonId | None = None, branch: BranchId | None = None
) -> bool:
    """Whether the person may see it: what is kept `of` somebody, or of a branch (None: the school).

    For what somebody handed in, `branch` is the one in which it was made.
    """
    return any(_is(person, reader, of, branch) for reader in WHO_SEES[matter])


def who_sees() -> Sequence[Text]:
    """The whole table in words, a line for each matter: the same wherever people are told."""
    return [
        Text(
            "privacy.who",
            {
                "matter": Text(f"privacy.matter_{matter}"),
                "readers": [Text(f"privacy.reader_{reader}") for reader in readers],
            },
        )
        for matter, readers in WHO_SEES.items()
    ]


def _is(person: Person, reader: Reader, of: PersonId | None, branch: BranchId | None) -> bool:
    match reader:
        case Reader.SELF:
            return person.id == of
        case Reader.BRANCH:
            return branch is not None and person.branch == branch
        case Reader.BRANCH_LEADERS:
            return branch is not None and person.leads(branch)
        case Reader.OFFICE:
            return person.holds(Role.OFFICE)
        case Reader.LEADERS:
            return person.holds(Role.LEADER)
        case _:
            return reader is Reader.EVERYBODY
