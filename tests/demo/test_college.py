"""The demo's college: believable, the same for a seed, within the rules, and alive in chat."""

import asyncio
import shutil
from collections import Counter
from collections.abc import AsyncIterator
from datetime import UTC, datetime, time
from pathlib import Path

import pytest
from sqlalchemy import func, select

import storage.tables  # noqa: F401 - fills the metadata
from bot.demo.college.college import OFFICES, make_college, read_words
from bot.demo.college.population import populate
from bot.demo.college.stocking import link_code, stock
from campaign import check_ins as check_in_rules
from campaign import stories as story_rules
from campaign.calendar import Calendar
from campaign.check_ins import read_content as read_check_in
from campaign.definition import Month
from campaign.people import Role
from campaign.stories import read_content as read_story
from campaign.text_input import cleaned
from storage.database.columns import metadata
from storage.database.engine import Database
from storage.duties import branches_behind, whose
from storage.tables import (
    branches,
    check_ins,
    duties,
    groups,
    people,
    roles,
    stories,
    tallies,
    trace,
)
from storage.trace import first_broken_row
from tests.campus import CAMPAIGN, TEXTS, Actor, Campus, open_campus

NOW = datetime(2008, 6, 23, 1, 0, tzinfo=UTC)


async def stock_anew(url: str) -> int:
    """Stock an empty database; how many statements that took."""
    async with Database.open(url) as database, database.write() as session:
        await session.make_tables(metadata)
        before = session.statements
        assert await stock(session, CAMPAIGN, NOW)
        await session.flush()
        return session.statements - before


@pytest.fixture(scope="module")
def college_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with the college in it, made once."""
    path = tmp_path_factory.mktemp("college") / "college.sqlite3"
    asyncio.run(stock_anew(f"sqlite+aiosqlite:///{path}"))
    return path


@pytest.fixture
async def stocked(college_file: Path) -> AsyncIterator[Database]:
    """The database with the college, to be read."""
    async with Database.open(f"sqlite+aiosqlite:///{college_file}") as database:
        yield database


def test_it_is_a_college_of_thirty_branches_and_six_hundred_members() -> None:
    college = make_college(7)
    assert len(college.branches) == 30
    assert len(college.people) == 600
    categories = Counter(one.category for one in college.people)
    assert set(categories) == {category.id for category in CAMPAIGN.categories}
    assert min(categories.values()) >= 50
    assert len({one.number for one in college.people}) == 600
    assert len({one.account for one in college.people if one.account}) == sum(
        one.account is not None for one in college.people
    )


def test_every_branch_has_a_secretary_and_the_school_its_offices() -> None:
    college = make_college(7)
    for branch in college.branches:
        first = college.joined(branch.name)[0]
        assert first.roles == {Role.MEMBER, Role.SECRETARY}
    held = Counter(role for one in college.people for role in one.roles)
    assert (held[Role.SECRETARY], held[Role.OFFICE], held[Role.LEADER]) == (30, 3, 2)
    assert held[Role.DEPUTY] > 10
    assert all(one.branch == OFFICES for one in college.people if Role.OFFICE in one.roles)


def test_the_same_seed_gives_the_same_people_and_another_others() -> None:
    make_college.cache_clear()
    first, same = make_college(7), make_college.__wrapped__(7)
    assert first == same
    assert make_college(8).people != first.people


@pytest.mark.parametrize("seed", range(8))
def test_nobody_is_somebody(seed: int) -> None:
    """No name of a known person, and few namesakes."""
    names = [one.name for one in make_college(seed).people]
    famous = set(read_words("names")["famous"].split())
    assert not famous & set(names)
    assert all(2 <= len(name) <= 4 for name in names)
    assert len(set(names)) > 570


async def test_stock_writes_it_in_few_statements(database_url: str) -> None:
    """Three months of records of six hundred people: under a second, for it is written in bulk."""
    assert await stock_anew(database_url) < 64
    async with Database.open(database_url) as database, database.read() as session:
        assert await first_broken_row(session) is None
        assert await session.value(select(func.count()).select_from(check_ins)) > 800


async def test_stock_leaves_people_who_are_there_alone(stocked: Database) -> None:
    async with stocked.write() as session:
        assert not await stock(session, CAMPAIGN, NOW)
        assert await session.value(select(func.count()).select_from(people)) == 600


async def test_the_roles_are_those_of_the_college(stocked: Database) -> None:
    async with stocked.read() as session:
        rows = await session.rows(select(roles.c.role, func.count()).group_by(roles.c.role))
        bound = await session.value(select(func.count()).select_from(groups))
    held = Counter(role for one in make_college().people for role in one.roles)
    assert {row[0]: row[1] for row in rows} == {role.value: n for role, n in held.items()}
    assert bound == 27


async def test_every_check_in_could_have_been_made_in_chat(stocked: Database) -> None:
    async with stocked.read() as session:
        question = select(check_ins, people.c.category, people.c.joined_at).join(
            people, people.c.id == check_ins.c.person_id
        )
        rows = await session.rows(question)
    assert len(rows) > 800
    assert {row.month for row in rows} == {Month(2008, 4), Month(2008, 5), Month(2008, 6)}
    for row in rows:
        content = read_check_in(row.content)
        day, written = content.happened_on, row.created_at.astimezone(CAMPAIGN.zone).date()
        assert content.activity in {
            form.id for form in check_in_rules.forms_for(CAMPAIGN, row.category)
        }
        assert set(content.themes) <= {theme.id for theme in CAMPAIGN.themes}
        assert check_in_rules.done_problem(CAMPAIGN, content.done) is None
        assert "{" not in content.done + content.effect
        assert not content.effect or check_in_rules.effect_problem(CAMPAIGN, content.effect) is None
        assert check_in_rules.day_problem(CAMPAIGN, day, written) is None
        assert row.joined_at <= row.created_at <= NOW
        assert row.month == Month.of(day)


async def test_every_story_could_have_been_handed_in(stocked: Database) -> None:
    calendar = Calendar(CAMPAIGN)
    async with stocked.read() as session:
        rows = await session.rows(select(stories))
        names = {row.id: row.name for row in await session.rows(select(people))}
    assert len(rows) > 100
    assert {row.kind for row in rows} == {kind.id for kind in CAMPAIGN.story_kinds}
    for row in rows:
        content = read_story(row.content)
        assert story_rules.title_problem(CAMPAIGN, content.title) is None
        assert story_rules.body_problem(CAMPAIGN, content.body) is None
        assert cleaned(content.body) == content.body
        assert "{" not in content.title + content.body
        assert story_rules.closed(calendar, row.created_at.astimezone(CAMPAIGN.zone).date()) is None
        assert content.about == names.get(content.about_person or 0, "")
        assert row.created_at <= NOW


async def test_the_counters_tell_what_is_there(stocked: Database) -> None:
    async with stocked.read() as session:
        told = await session.rows(select(tallies))
        made = await session.rows(
            select(check_ins.c.person_id, check_ins.c.branch_id, check_ins.c.month)
        )
        written = await session.rows(select(stories))
    counted: Counter[tuple[str, str, str]] = Counter()
    for row in made:
        for scope in (f"person:{row.person_id}", f"branch:{row.branch_id}", "school"):
            counted[scope, row.month, "check_in"] += 1
    for row in written:
        for scope in (f"person:{row.author_id}", f"branch:{row.branch_id}", "school"):
            counted[scope, row.month, row.kind] += 1
    kinds = {"check_in", *(kind.id for kind in CAMPAIGN.story_kinds)}
    assert {(r.scope, r.month, r.kind): r.n for r in told if r.kind in kinds} == counted


async def test_everything_left_a_trace_in_order_of_time(stocked: Database) -> None:
    async with stocked.read() as session:
        assert await first_broken_row(session) is None
        rows = await session.rows(select(trace.c.act, trace.c.at).order_by(trace.c.number))
        made = await session.value(select(func.count()).select_from(check_ins))
        joined = await session.value(
            select(func.count()).select_from(people).where(people.c.joined_at.is_not(None))
        )
    acts = Counter(row.act for row in rows)
    assert acts["check-in made"] == made
    assert acts["joined"] == joined
    assert acts["person added"] == 600
    assert [row.at for row in rows] == sorted(row.at for row in rows)


async def test_before_the_campaign_there_are_people_and_no_records(
    tmp_path: Path,
) -> None:
    """A campaign before its first day: the people are there, nothing was done yet."""
    early = datetime(2008, 3, 1, tzinfo=UTC)
    url = f"sqlite+aiosqlite:///{tmp_path / 'early.sqlite3'}"
    async with Database.open(url) as database, database.write() as session:
        await session.make_tables(metadata)
        assert await stock(session, CAMPAIGN, early)
        assert await session.value(select(func.count()).select_from(check_ins)) == 0
        assert await session.value(select(func.count()).select_from(branches)) == 30


@pytest.fixture
async def campus(college_file: Path, tmp_path: Path) -> AsyncIterator[Campus]:
    """The college, in the database and in the demo's Telegram."""
    copy = tmp_path / "college.sqlite3"
    shutil.copy(college_file, copy)
    async with open_campus(f"sqlite+aiosqlite:///{copy}", tmp_path) as made:
        populate(made.world, make_college(), CAMPAIGN, TEXTS)
        yield made


def actor(campus: Campus, account: int | None) -> Actor:
    return Actor(campus, campus.world.people[account or 0], None)


async def test_a_visitor_joins_by_the_link_that_the_secretary_gave(campus: Campus) -> None:
    visitor = make_college().visitors[0]
    (chat,) = [
        chat
        for chat in campus.world.chats
        if chat.kind == "supergroup" and visitor.account in chat.members and len(chat.members) == 2
    ]
    (message,) = campus.world.messages(chat)
    code = message.text.rpartition("start=")[2]
    assert code == link_code(visitor)
    person = actor(campus, visitor.account)
    await person.starts(code)
    await person.presses("中文")
    await person.presses("✓ 我同意")
    person.sees(
        "join.me.ask",
        name=visitor.name,
        facts=[CAMPAIGN.category(visitor.category).name, visitor.branch],
    )
    await person.presses("✓ 是我本人")
    person.sees("home.next_member")


async def test_a_member_sees_their_records_and_the_page_says_who_they_are(
    campus: Campus,
) -> None:
    async with campus.reading() as session:
        row = await session.row(
            select(people.c.telegram_id, func.count().label("n"))
            .join(check_ins, check_ins.c.person_id == people.c.id)
            .where(check_ins.c.month == Month(2008, 6), people.c.language == "zh")
            .group_by(people.c.id)
            .order_by(func.count().desc(), people.c.id)
        )
    assert row is not None
    wang = actor(campus, row.telegram_id)
    await wang.says("/progress")
    wang.sees("progress.check_ins", n=row.n)
    assert wang.user.note.count(" · ") == 2


async def test_a_group_that_is_not_bound_yet_can_be(campus: Campus) -> None:
    branch = next(one for one in make_college().branches if one.group and not one.bound)
    secretary = actor(campus, make_college().joined(branch.name)[0].account)
    chat = campus.world.chats[branch.group or 0]
    campus.world.add_bot(secretary.user, chat)
    await campus.settle()
    await secretary.starts("go-link")
    code = secretary.messages[-1].text.split()[-1]
    await secretary.says(f"/link {code}", chat)
    assert branch.name in campus.world.last(chat).text


async def test_a_world_with_people_is_left_alone(campus: Campus) -> None:
    before = len(campus.world.people)
    populate(campus.world, make_college(3), CAMPAIGN, TEXTS)
    assert len(campus.world.people) == before


async def test_most_branches_have_done_their_lines_in_time_and_some_have_not(
    campus: Campus,
) -> None:
    """No school that failed: of the lines of March a few branches at most still leave any open."""
    lines = [item.id for item in CAMPAIGN.phase("mobilisation").checklist]
    owed = [item for item in lines if item != "school-launch"]
    async with campus.reading() as session:
        rows = await session.rows(select(duties))
        behind = await branches_behind(session, owed, limit=30)
    last = datetime.combine(CAMPAIGN.phase("mobilisation").closes, time(23, 59), CAMPAIGN.zone)
    late = {row.whose for row in rows if row.item in owed and row.done_at > last}
    assert 1 <= len(late) <= 10
    assert 1 <= behind.branches <= 4
    assert (whose(None), "school-launch") in {(row.whose, row.item) for row in rows}
    assert all(row.done_at < NOW for row in rows)
