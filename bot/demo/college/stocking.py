"""Puts the demo's college into an empty database: roster, accounts, groups, three months' work."""

import hashlib
from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta

from bot.demo.college.college import SEED, College, Someone, make_college
from bot.demo.college.duties import make_duties, tick_off
from bot.demo.college.records import Keys, Records, make_records
from campaign.definition import Campaign
from campaign.people import Role
from campaign.privacy.notice import notice_version
from campaign.roster.planning.plan import plan_import
from campaign.roster.rows import Roster, RosterRow
from campaign.roster.words import Column
from handlers.check_ins.pages import traced as traced_check_in
from handlers.stories.pages import traced as traced_story
from storage.check_ins import add_check_ins
from storage.database.session import Session
from storage.groups import Group, GroupState, save_group
from storage.invitations import invite_people
from storage.membership.branches import branch_names
from storage.membership.people import NewAccount, count_people, take_up_accounts
from storage.membership.roster import carry_out, known_people
from storage.settings import secret_setting
from storage.stories import add_stories
from storage.trace import Act, append_dated

Dated = tuple[datetime, Act]


async def stock(session: Session, campaign: Campaign, now: datetime, seed: int = SEED) -> bool:
    """Write the college down, unless there are people already: then nothing, and False."""
    if await count_people(session):
        return False
    college = make_college(seed)
    opened = min(datetime.combine(campaign.opens, time(9), campaign.zone).astimezone(UTC), now)
    rows = _rows(college, campaign)
    plan = plan_import(Roster(rows, frozenset(Column), ()), [])
    acts = await carry_out(session, plan, at=opened)
    keys = await _keys(session)
    traces = [(opened, act) for act in acts]
    traces += await _join(session, college, keys, campaign, opened, now)
    traces += await _bind(session, college, keys, opened)
    records = make_records(college, campaign, keys, now)
    await add_check_ins(session, records.check_ins)
    await add_stories(session, records.stories)
    traces += _traces_of(records)
    traces += await tick_off(session, make_duties(college, campaign, keys, now))
    codes = {keys.people[one.number]: link_code(one, seed) for one in college.visitors}
    await invite_people(session, codes, at=now)
    salt = (await secret_setting(session, "salt")).encode()
    await append_dated(session, sorted(traces, key=lambda dated: dated[0]), salt=salt)
    return True


def link_code(one: Someone, seed: int = SEED) -> str:
    """The code of a visitor's link. It can be foretold: the demo keeps nothing worth stealing."""
    return hashlib.sha256(f"{seed} {one.number}".encode()).hexdigest()[:22]


def _rows(college: College, campaign: Campaign) -> tuple[RosterRow, ...]:
    known = [category.id for category in campaign.categories]
    return tuple(
        RosterRow(
            row,
            one.name,
            one.number,
            one.branch,
            one.category if one.category in known else known[row % len(known)],
            one.standing,
            one.roles,
        )
        for row, one in enumerate(college.people, start=2)
    )


async def _keys(session: Session) -> Keys:
    names = await branch_names(session)
    people = {one.number: one.id for one in await known_people(session) if one.number}
    return Keys(people, {name: key for key, name in names.items()})


async def _join(
    session: Session,
    college: College,
    keys: Keys,
    campaign: Campaign,
    opened: datetime,
    now: datetime,
) -> list[Dated]:
    """One after the other during the first ten days, the secretaries and the office first."""
    version = notice_version(campaign)
    joined = sorted(
        (one for one in college.people if one.joined), key=lambda one: one.roles == {Role.MEMBER}
    )
    step = min(timedelta(days=10), now - opened) / max(1, len(joined))
    joining = [
        NewAccount(
            keys.people[one.number], one.account or 0, one.language, version, opened + step * place
        )
        for place, one in enumerate(joined)
    ]
    await take_up_accounts(session, joining)
    return [(one.at, _joined(one, version)) for one in joining]


def _joined(one: NewAccount, version: str) -> Act:
    after = {"consent": version, "language": one.language, "purpose": "person"}
    return Act(one.person, "joined", f"person:{one.person}", after=after)


async def _bind(session: Session, college: College, keys: Keys, opened: datetime) -> list[Dated]:
    traces: list[Dated] = []
    for branch in college.branches:
        if branch.group is None or not branch.bound:
            continue
        key = keys.branches[branch.name]
        group = Group(
            branch.group, f"{branch.name}群", "supergroup", key, GroupState.BOUND, True, opened
        )
        await save_group(session, group)
        secretary = keys.people[college.joined(branch.name)[0].number]
        act = Act(secretary, "group bound", f"group:{branch.group}", after={"branch": key})
        traces.append((opened, act))
    return traces


def _traces_of(records: Records) -> Iterable[Dated]:
    for check_in in records.check_ins:
        act = Act(
            check_in.person, "check-in made", check_in.subject, after=traced_check_in(check_in)
        )
        yield check_in.created_at, act
    for story in records.stories:
        act = Act(story.author, "story submitted", story.subject, after=traced_story(story))
        yield story.created_at, act
