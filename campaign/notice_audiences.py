"""Who receives a notice of the office, how many they are, and when a second person must consent."""

from dataclasses import dataclass
from enum import StrEnum

from campaign.people import BranchId, Role
from campaign.texts import Text

# Above this many recipients, or for the channel, a second person of the office must consent.
ALONE_UP_TO = 200


class Lack(StrEnum):
    """What somebody has not done this month."""

    CHECK_IN = "check_in"
    STORY = "story"


@dataclass(frozen=True, slots=True)
class Audience:
    """Whom a notice goes to.

    `people`: the members, or the holders of `roles`; of them those of these branches, of these
    categories, and without what is lacking. `groups`: the groups bound to branches (of `branches`,
    where any are named). `channel`: the campaign's channel.
    """

    people: bool = True
    branches: tuple[BranchId, ...] = ()
    categories: tuple[str, ...] = ()
    roles: tuple[Role, ...] = ()
    lacking: tuple[Lack, ...] = ()
    groups: bool = False
    channel: bool = False


@dataclass(frozen=True, slots=True)
class Count:
    """How many recipients an audience has; those `out_of_reach` have not joined yet."""

    people: int = 0
    groups: int = 0
    channel: int = 0
    out_of_reach: int = 0

    @property
    def all(self) -> int:
        """How many get the notice."""
        return self.people + self.groups + self.channel


def needs_second(count: Count) -> bool:
    """Whether a second person of the office must consent to a notice to so many."""
    return count.all > ALONE_UP_TO or count.channel > 0


def audience_problem(audience: Audience, count: Count) -> Text | None:
    """What is wrong with an audience."""
    if audience.channel and not count.channel:
        return Text("broadcast.no_channel")
    if count.all == 0:
        key = "broadcast.nobody_joined" if count.out_of_reach else "broadcast.nobody"
        return Text(key, {"n": count.out_of_reach})
    return None


def sending_problem(audience: Audience, count: Count, *, others: int) -> Text | None:
    """Why a notice cannot go to so many; `others` of the office could consent to it."""
    if problem := audience_problem(audience, count):
        return problem
    return Text("broadcast.no_second_person") if needs_second(count) and not others else None
