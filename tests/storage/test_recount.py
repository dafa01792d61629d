"""Whatever is done to people and records, the counters say what a recount would say."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from random import Random

import pytest
from sqlalchemy import delete, select, update

from campaign.check_ins import CheckIn, CheckInAct, CheckInContent, CheckInState
from campaign.definition import Month
from campaign.people import Person, Role
from campaign.roster.planning.plan import plan_import
from campaign.roster.planning.questions import Answers
from campaign.roster.rows import Roster, RosterRow
from campaign.roster.words import Column
from campaign.stories import Consent, Story, StoryAct, StoryContent, StoryState
from storage.check_ins import CHECK_INS, add_check_in, add_check_ins
from storage.database.engine import Database
from storage.database.session import Session
from storage.membership.branches import branch_names
from storage.membership.people import people_called
from storage.membership.roles import give_role, take_role
from storage.membership.roster import carry_out, known_people
from storage.records import change_record
from storage.recount import WrongCounter, mend_counters, wrong_counters
from storage.stories import STORIES, add_story
from storage.tables import tallies
from tests.storage.records import a_branch, a_member

BRANCHES = ("基础医学部党支部", "药学系党支部", "检验系党支部")
KINDS = ("person", "member", "story")
ACTS = 150


@dataclass
class College:
    """People whose branches, roles and records change by chance."""

    session: Session
    chance: Random
    now: datetime
    rows: dict[str, RosterRow] = field(default_factory=dict)
    check_ins: list[CheckIn] = field(default_factory=list)
    stories: list[Story] = field(default_factory=list)
    made: int = 0

    async def is_imported(self) -> None:
        """Somebody comes, somebody moves, somebody leaves, perhaps to return."""
        for _ in range(3):
            number = str(self.chance.randrange(12))
            if number in self.rows and self.chance.random() < 0.3:
                del self.rows[number]
                continue
            roles = frozenset({Role.LEADER}) if self.chance.random() < 0.2 else frozenset()
            branch = self.chance.choice(BRANCHES)
            self.rows[number] = RosterRow(
                2, f"党员{number}", number, branch, "teaching", None, roles
            )
        rows = tuple(replace(row, row=at) for at, row in enumerate(self.rows.values(), start=2))
        plan = plan_import(
            Roster(rows, frozenset(Column), ()),
            await known_people(self.session),
            branches=(await branch_names(self.session)).values(),
            answers=Answers(same_branches=False, same_people=False),
        )
        assert plan.faults == ()
        await carry_out(self.session, replace(plan, removed=plan.gone), at=self.now)

    async def checks_in(self) -> None:
        who = await self._somebody()
        if who is not None:
            self.check_ins.append(
                await add_check_in(
                    self.session, self._key(), person=who, content=self._content(), at=self.now
                )
            )

    async def checks_in_often(self) -> None:
        who = await self._somebody()
        if who is not None:
            new = [
                CheckIn(
                    self._key(),
                    who.id,
                    who.branch,
                    CheckInState.STANDING,
                    1,
                    self._content(),
                    self.now,
                    self.now,
                )
                for _ in range(3)
            ]
            await add_check_ins(self.session, new)
            self.check_ins += new

    async def changes_a_check_in(self) -> None:
        await self._to_a_check_in(
            lambda old: change_record(
                self.session,
                CHECK_INS,
                old,
                CheckInAct.CHANGE,
                content=self._content(),
                at=self.now,
            )
        )

    async def withdraws_a_check_in(self) -> None:
        await self._to_a_check_in(
            lambda old: change_record(
                self.session, CHECK_INS, old, CheckInAct.WITHDRAW, at=self.now
            )
        )

    async def tells(self) -> None:
        who = await self._somebody()
        if who is not None:
            self.stories.append(
                await add_story(
                    self.session,
                    self._key(),
                    author=who,
                    month=Month.of(self._day()),
                    content=self._told(),
                    at=self.now,
                )
            )

    async def changes_a_story(self) -> None:
        standing = [one for one in self.stories if one.state is StoryState.SUBMITTED]
        if standing:
            old = self.chance.choice(standing)
            act = self.chance.random() < 0.5
            new = (
                await change_record(self.session, STORIES, old, StoryAct.WITHDRAW, at=self.now)
                if act
                else await change_record(
                    self.session, STORIES, old, StoryAct.CHANGE, content=self._told(), at=self.now
                )
            )
            assert new is not None
            self.stories[self.stories.index(old)] = new

    async def changes_roles(self) -> None:
        who = await self._somebody()
        if who is not None and not await take_role(self.session, who.id, Role.MEMBER, branch=None):
            await give_role(self.session, who.id, Role.MEMBER, branch=None, at=self.now)

    async def _somebody(self) -> Person | None:
        if not self.rows:
            return None
        (found,) = await people_called(self.session, self.chance.choice([*self.rows.values()]).name)
        return found

    async def _to_a_check_in(self, act: Callable[[CheckIn], Awaitable[CheckIn | None]]) -> None:
        standing = [one for one in self.check_ins if one.state is CheckInState.STANDING]
        if standing:
            old = self.chance.choice(standing)
            new = await act(old)
            assert new is not None
            self.check_ins[self.check_ins.index(old)] = new

    def _day(self) -> date:
        return date(2008, self.chance.choice((4, 5, 6)), self.chance.randint(1, 28))

    def _content(self) -> CheckInContent:
        return CheckInContent("fine-course", (), "备好一堂课", "", self._day())

    def _told(self) -> StoryContent:
        return StoryContent(self.chance.choice(KINDS), "雪夜", "正文", Consent.NONE)

    def _key(self) -> str:
        self.made += 1
        return f"record{self.made}"


@pytest.mark.parametrize("seed", [1, 2, 3])
async def test_no_counter_ever_drifts(database: Database, now: datetime, seed: int) -> None:
    acts = [
        College.is_imported, College.checks_in, College.checks_in, College.checks_in_often,
        College.changes_a_check_in, College.withdraws_a_check_in, College.tells,
        College.changes_a_story, College.changes_roles,
    ]  # fmt: skip
    async with database.write() as session:
        college = College(session, Random(seed), now)
        await college.is_imported()
        for number in range(ACTS):
            act = college.chance.choice(acts)
            await act(college)
            if number % 10 == 0:
                assert await wrong_counters(session) == [], act.__name__
        assert await wrong_counters(session) == []
        kept = await session.rows(select(tallies).where(tallies.c.n > 0))
        assert {row.kind for row in kept} >= {"covered_members", "covered_branches", *KINDS}
        assert await mend_counters(session) == 0


async def test_a_wrong_counter_is_found_and_mended(database: Database, now: datetime) -> None:
    """One that says another number, one that is missing, and one of what is not there."""
    async with database.write() as session:
        branch = await a_branch(session)
        wang = await a_member(session, now, branch=branch)
        content = CheckInContent("fine-course", (), "备好一堂课", "", date(2008, 6, 20))
        await add_check_in(session, "c1", person=wang, content=content, at=now)
        assert await wrong_counters(session) == []
        await session.change(
            update(tallies).where(tallies.c.kind == "check_in", tallies.c.scope == "school"),
            {"n": 5},
        )
        await session.change(delete(tallies).where(tallies.c.kind == "covered_branches"))
        session.add(tallies, scope="branch:77", month=Month(2008, 6), kind="essay", n=2)
        session.add(tallies, scope="branch:78", month=Month(2008, 6), kind="essay", n=0)
        wrong = [
            WrongCounter("branch:77", Month(2008, 6), "essay", 2, 0),
            WrongCounter("school", Month(2008, 6), "check_in", 5, 1),
            WrongCounter("school", Month(2008, 6), "covered_branches", 0, 1),
        ]
        assert await wrong_counters(session) == wrong
        assert await wrong_counters(session, limit=1) == wrong[:1]
        assert await mend_counters(session) == 3
        assert await wrong_counters(session) == []


async def test_moving_and_checking_in_at_once_leave_every_counter_right(
    database: Database, now: datetime
) -> None:
    """An import while people check in, on several connections where the database has them."""
    names = [f"党员{number}" for number in range(8)]

    def rows(branch: str) -> Sequence[RosterRow]:
        return [
            RosterRow(at, name, str(at), branch, "teaching", None, frozenset())
            for at, name in enumerate(names, start=2)
        ]

    async def are_moved(*some: RosterRow) -> None:
        async with database.write() as session:
            roster = Roster(tuple(some), frozenset(Column), ())
            found = (await branch_names(session)).values()
            moved = Answers(same_branches=False)
            known = await known_people(session)
            plan = plan_import(roster, known, branches=found, answers=moved)
            await carry_out(session, plan, at=now)

    async def checks_in(name: str, key: str, month: int) -> None:
        content = CheckInContent("fine-course", (), "备好一堂课", "", date(2008, month, 3))
        async with database.write() as session:
            (who,) = await people_called(session, name)
            await add_check_in(session, key, person=who, content=content, at=now)

    await are_moved(*rows(BRANCHES[0]))
    for month, branch in ((4, BRANCHES[1]), (5, BRANCHES[2]), (6, BRANCHES[0])):
        acts = [checks_in(name, f"{month} {name}", month) for name in names]
        await asyncio.gather(*acts[:4], are_moved(*rows(branch)), *acts[4:])
    async with database.read() as session:
        assert await wrong_counters(session) == []
