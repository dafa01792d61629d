"""A believable medical college for the demo: branches, members, offices; the same for a seed.

Nobody in it is real: names are put together by chance, and names of known people are left out.
"""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from random import Random
from typing import Any

from campaign.people import Role, Standing
from campaign.texts import Language

# The number that the college is drawn from.
SEED = 2008
# Telegram ids of the first account of a member, of a visitor, and of the first group.
FIRST_ACCOUNT = 610_000_001
FIRST_VISITOR = 690_000_001
FIRST_GROUP = -1_001_500_000_001
# How many visitors, people of the office and leaders there are.
VISITORS = 3
OFFICE, LEADERS = 3, 2
# The branch to which the office and the leaders belong.
OFFICES = "机关第一党支部"
# The last branches of the list: with a group that the bot is not in yet, and with none at all.
NOT_BOUND, NO_GROUP = 2, 1


@dataclass(frozen=True, slots=True)
class Branch:
    """A branch, its category, what its people deal with, and its group's chat."""

    name: str
    category: str
    subjects: tuple[str, ...]
    group: int | None
    bound: bool


@dataclass(frozen=True, slots=True)
class Someone:
    """Somebody on the roster. `account` is None for those who never open Telegram."""

    number: str
    name: str
    branch: str
    category: str
    standing: Standing
    roles: frozenset[Role]
    account: int | None
    joined: bool
    language: Language = Language.ZH


@dataclass(frozen=True, slots=True)
class College:
    """All of it, and the seed it came from."""

    seed: int
    branches: tuple[Branch, ...]
    people: tuple[Someone, ...]

    def branch(self, name: str) -> Branch:
        """The branch of that name."""
        return next(branch for branch in self.branches if branch.name == name)

    def joined(self, branch: str) -> list[Someone]:
        """Who of the branch has joined, the secretary first."""
        return [one for one in self.people if one.branch == branch and one.joined]

    @property
    def visitors(self) -> list[Someone]:
        """Who is at the door: on the roster, with a link in hand, not joined yet."""
        return [one for one in self.people if one.account is not None and not one.joined]


def read_words(name: str) -> Any:
    """One of the files that the college is made of."""
    path = files("bot.demo.college").joinpath("data", f"{name}.toml")
    return tomllib.loads(path.read_text("utf-8"))


@cache
def make_college(seed: int = SEED) -> College:
    """The college of that seed."""
    chance = Random(seed)
    rows = read_words("branches")["branches"]
    names = _Names(chance)
    branches = tuple(_branch(row, place, len(rows)) for place, row in enumerate(rows))
    people = [
        one
        for row, branch in zip(rows, branches, strict=True)
        for one in _people(branch, row["size"], names, chance)
    ]
    return College(seed, branches, tuple(_with_accounts(people, chance)))


def _branch(row: dict[str, Any], place: int, of: int) -> Branch:
    group = None if place >= of - NO_GROUP else FIRST_GROUP - place
    bound = place < of - NO_GROUP - NOT_BOUND
    return Branch(row["name"], row["category"], tuple(row["subjects"]), group, bound)


class _Names:
    """Gives names by generation, none of a known person, rarely one twice."""

    def __init__(self, chance: Random) -> None:
        self._chance = chance
        self._words = read_words("names")
        self._famous = frozenset(self._words["famous"].split())
        self._given: set[str] = set()

    def next(self, category: str) -> str:
        while True:
            name = self._surname() + self._given_name(category)
            if len(name) < 2 or name in self._famous:
                continue
            # Namesakes exist, but not many.
            if name in self._given and self._chance.random() < 0.97:
                continue
            self._given.add(name)
            return name

    def _surname(self) -> str:
        if self._chance.random() < 0.01:
            return str(self._chance.choice(self._words["double_surnames"]))
        surnames = self._words["surnames"]
        # The commonest dozen are half of all.
        weight = min(self._chance.random(), self._chance.random())
        return str(surnames[int(weight * len(surnames))])

    def _given_name(self, category: str) -> str:
        man = self._chance.random() < 0.42
        kind = {"retired": ("elder_men", "elder_women"), "students": ("young_men", "young_women")}
        men, women = kind.get(category, ("men", "women"))
        return str(self._chance.choice(self._words[men if man else women]))


def _people(branch: Branch, size: int, names: _Names, chance: Random) -> Iterator[Someone]:
    for place in range(size):
        yield Someone(
            number=_number(branch, chance),
            name=names.next(branch.category),
            branch=branch.name,
            category=_category(branch, place),
            standing=_standing(branch, place, chance),
            roles=_roles(branch, place, size, chance),
            account=None,
            joined=False,
        )


def _number(branch: Branch, chance: Random) -> str:
    """A student number begins with the year, a staff number with a letter; made unique later."""
    if branch.category == "students":
        return f"0{chance.choice('567')}{chance.randint(10, 49)}"
    return {"retired": "L", "logistics": "H"}.get(branch.category, "J")


def _category(branch: Branch, place: int) -> str:
    """A branch of students is led by a counsellor, who is no student."""
    return "administration" if branch.category == "students" and place == 0 else branch.category


def _standing(branch: Branch, place: int, chance: Random) -> Standing:
    share = 0.35 if branch.category == "students" else 0.03
    if place > 1 and branch.category != "retired" and chance.random() < share:
        return Standing.PROBATIONARY
    return Standing.FULL


def _roles(branch: Branch, place: int, size: int, chance: Random) -> frozenset[Role]:
    if place == 0:
        return frozenset({Role.MEMBER, Role.SECRETARY})
    if place == 1 and (size > 18 or chance.random() < 0.3):
        return frozenset({Role.MEMBER, Role.DEPUTY})
    if branch.name == OFFICES and 2 <= place < 2 + OFFICE:
        return frozenset({Role.MEMBER, Role.OFFICE})
    if branch.name == OFFICES and 2 + OFFICE <= place < 2 + OFFICE + LEADERS:
        return frozenset({Role.MEMBER, Role.LEADER})
    return frozenset({Role.MEMBER})


def _with_accounts(people: list[Someone], chance: Random) -> Iterator[Someone]:
    """Most have joined; among the retired some never do. A few stand at the door."""
    late = [place for place, one in enumerate(people) if one.roles == {Role.MEMBER}]
    absent = {place for place in late if chance.random() < _stays_away(people[place])}
    visitors = sorted(chance.sample(sorted(absent), VISITORS))
    english = set(chance.sample([place for place in late if place not in absent], 3))
    for place, one in enumerate(people):
        joined = place not in absent
        account = FIRST_ACCOUNT + place if joined else None
        if place in visitors:
            account = FIRST_VISITOR + visitors.index(place)
        yield Someone(
            number=f"{one.number}{place + 1:04}",
            name=one.name,
            branch=one.branch,
            category=one.category,
            standing=one.standing,
            roles=one.roles,
            account=account,
            joined=joined,
            language=Language.EN if place in english else Language.ZH,
        )


def _stays_away(one: Someone) -> float:
    return {"retired": 0.25, "logistics": 0.1}.get(one.category, 0.05)
