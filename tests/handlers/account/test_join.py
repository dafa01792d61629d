"""Joining by a personal link: language, consent, identity; every link that does not open."""

from datetime import timedelta

import pytest

from campaign.invitations import LIFE, WRONG_GUESSES, hashed
from campaign.people import Person, PersonId, Role
from campaign.roster.planning.plan import RosterPlan
from campaign.texts import Language
from storage.invitations import (
    ensure_office_code,
    find_invitation,
    invite_people,
    new_code,
)
from storage.membership.people import (
    add_person,
    consent_of,
    people_by_telegram_id,
    people_with_role,
)
from storage.membership.roles import give_role
from storage.membership.roster import carry_out, known_people
from tests.campus import FIRST_BRANCH, Actor, Campus


async def invited(
    campus: Campus,
    name: str,
    *,
    roles: tuple[Role, ...] = (Role.MEMBER,),
    branch: str | None = None,
) -> tuple[PersonId, str]:
    """Somebody on the roster who has not joined, and the code of their link."""
    branch_id = await campus.branch(branch or FIRST_BRANCH)
    now, code = campus.clock.now(), new_code()
    async with campus.database.write() as session:
        person = await add_person(session, name=name, at=now, branch=branch_id, category="teaching")
        for role in roles:
            local = role in (Role.SECRETARY, Role.DEPUTY)
            await give_role(session, person, role, branch=branch_id if local else None, at=now)
        await invite_people(session, {person: code}, at=now)
    return person, code


async def whose(campus: Campus, actor: Actor) -> Person | None:
    async with campus.reading() as session:
        found = await people_by_telegram_id(session, [actor.user.id])
    return found.get(actor.user.id)


async def test_a_personal_link_leads_in_by_three_presses(campus: Campus) -> None:
    """Language, consent, "this is me": the account is the person's, and they are told what next."""
    person, code = await invited(campus, "王芳")
    wang = campus.visitor("小芳")

    await wang.starts(code)
    wang.sees("join.language.ask")
    await wang.presses("中文")
    wang.sees("join.consent.ask")
    await wang.presses("✓ 我同意")
    wang.sees("join.me.ask", name="王芳", facts=["教学科研", FIRST_BRANCH])
    await wang.presses("✓ 是我本人")

    wang.sees("home.next_member")
    assert "欢迎加入" in wang.messages[-1].text
    assert "打卡" in wang.card.labels
    found = await whose(campus, wang)
    assert found is not None
    assert (found.id, found.joined_at) == (person, campus.clock.now())
    async with campus.reading() as session:
        assert await consent_of(session, person) == campus.campaign.privacy.version
        used = await find_invitation(session, hashed(code))
    assert used is not None
    assert used.used_by == wang.user.id
    assert await campus.open_talks() == []


async def test_the_language_chosen_is_spoken_from_the_next_question_on(campus: Campus) -> None:
    _, code = await invited(campus, "王芳")
    wang = campus.visitor("Fang", language="zh-hans")
    await wang.starts(code)

    await wang.presses("English")

    wang.language = Language.EN
    wang.sees("join.consent.ask")
    await wang.says("hm?")
    wang.sees("flow.wants_press")
    await wang.presses("✓ I agree")
    await wang.presses("✓ Yes, that is me")
    wang.sees("home.next_member")
    menu = campus.world.profile.menus[f"chat/{wang.user.id}//"]
    assert {"command": "checkin", "description": "Check in"} in menu


async def test_a_secretary_is_told_what_a_secretary_does(campus: Campus) -> None:
    _, code = await invited(campus, "李娜", roles=(Role.MEMBER, Role.SECRETARY))
    li = campus.visitor("李娜")
    await joins(li, code)
    li.sees("home.next_secretary")
    assert "绑定支部群" in li.card.labels


async def joins(actor: Actor, code: str) -> None:
    await actor.starts(code)
    await actor.presses("中文")
    await actor.presses("✓ 我同意")
    await actor.presses("✓ 是我本人")


async def test_no_consent_no_account(campus: Campus) -> None:
    """Whoever does not agree has not joined; the link still works."""
    _, code = await invited(campus, "王芳")
    wang = campus.visitor("小芳")
    await wang.starts(code)
    await wang.presses("中文")

    await wang.presses("不同意")

    wang.hears("join.declined")
    assert await whose(campus, wang) is None
    await joins(wang, code)
    assert await whose(campus, wang) is not None


async def test_somebody_else_s_link_is_given_back(campus: Campus) -> None:
    """Who says "not me" has not joined, and the right person still can."""
    person, code = await invited(campus, "王芳")
    other, wang = campus.visitor("赵强"), campus.visitor("小芳")
    await other.starts(code)
    await other.presses("中文")
    await other.presses("✓ 我同意")

    await other.presses("不是我")

    other.hears("join.not_me")
    assert await whose(campus, other) is None
    await joins(wang, code)
    found = await whose(campus, wang)
    assert found is not None
    assert found.id == person


async def test_a_link_works_once(campus: Campus) -> None:
    _, code = await invited(campus, "王芳")
    wang, other = campus.visitor("小芳"), campus.visitor("赵强")
    await joins(wang, code)

    await other.starts(code)

    other.hears("join.used_link")
    assert await whose(campus, other) is None


async def test_two_accounts_at_the_last_question_of_one_link(campus: Campus) -> None:
    """Both have it open; the first to press is in, the second is told."""
    _, code = await invited(campus, "王芳")
    wang, other = campus.visitor("小芳"), campus.visitor("赵强")
    for actor in (wang, other):
        await actor.starts(code)
        await actor.presses("中文")
        await actor.presses("✓ 我同意")

    for actor in (wang, other):
        campus.world.press(actor.user, actor.card.chat_id, actor.card.id, 0)
    await campus.settle()

    assert (await whose(campus, wang) is None) != (await whose(campus, other) is None)
    late = other if await whose(campus, other) is None else wang
    late.sees("join.used_link")
    assert await campus.open_talks() == []


@pytest.mark.parametrize("before_the_end", [True, False])
async def test_a_link_ends_after_thirty_days(campus: Campus, before_the_end: bool) -> None:
    _, code = await invited(campus, "王芳")
    wang = campus.visitor("小芳")
    second = timedelta(seconds=1)
    campus.clock.advance(LIFE - second if before_the_end else LIFE)

    await wang.starts(code)

    wang.sees("join.language.ask" if before_the_end else "join.expired_link")


async def test_a_link_that_ends_between_two_questions(campus: Campus) -> None:
    _, code = await invited(campus, "王芳")
    wang = campus.visitor("小芳")
    await wang.starts(code)
    await wang.presses("中文")
    await wang.presses("✓ 我同意")
    campus.clock.advance(LIFE)

    await wang.presses("✓ 是我本人")

    wang.hears("join.expired_link")
    assert await campus.open_talks() == []


async def test_a_new_link_ends_the_old_one(campus: Campus) -> None:
    person, old = await invited(campus, "王芳")
    new = new_code()
    async with campus.database.write() as session:
        await invite_people(session, {person: new}, at=campus.clock.now())
    wang = campus.visitor("小芳")

    await wang.starts(old)
    wang.hears("join.expired_link")

    await joins(wang, new)
    assert await whose(campus, wang) is not None


async def test_guessing_is_answered_five_times_an_hour(campus: Campus) -> None:
    """After that not even a true code opens, until the hour is over."""
    _, code = await invited(campus, "王芳")
    guesser = campus.visitor("赵强")
    for number in range(WRONG_GUESSES):
        await guesser.starts(f"guess-{number}")
        guesser.hears("join.unknown_link")

    await guesser.starts(code)
    guesser.hears("join.too_many_guesses")

    campus.clock.advance(timedelta(hours=1, seconds=1))
    await guesser.starts(code)
    guesser.sees("join.language.ask")


async def test_a_group_s_code_does_not_let_a_person_in(campus: Campus) -> None:
    secretary = await campus.secretary("李娜")
    await secretary.says("/link")
    code = secretary.messages[-1].text.split()[-1]
    visitor = campus.visitor("赵强")

    await visitor.starts(code)

    visitor.hears("join.unknown_link")


async def test_a_visitor_without_a_link_learns_how_to_get_one(campus: Campus) -> None:
    visitor = campus.visitor("赵强")
    await visitor.starts()
    visitor.hears("start.visitor", campaign=campus.campaign.title)
    await visitor.says("你好")
    visitor.hears("people.not_joined")


async def test_somebody_who_joined_comes_home(campus: Campus) -> None:
    wang = await campus.member("王芳")
    await wang.starts()
    wang.sees("home.greeting", name="王芳", campaign=campus.campaign.title)
    await wang.presses("看进展")
    wang.sees("progress.flag_waits")


async def test_one_s_own_used_link_leads_home(campus: Campus) -> None:
    _, code = await invited(campus, "王芳")
    wang = campus.visitor("王芳")
    await joins(wang, code)
    await wang.starts(code)
    wang.sees("home.next_member")
    assert campus.texts.template("start.not_for_you", Language.ZH) not in wang.messages[-1].text


async def test_a_foreign_link_does_nothing_to_somebody_who_joined(campus: Campus) -> None:
    wang = await campus.member("王芳")
    _, code = await invited(campus, "赵强")
    await wang.starts(code)
    wang.sees("start.not_for_you")
    async with campus.reading() as session:
        found = await find_invitation(session, hashed(code))
    assert found is not None
    assert found.used_at is None


@pytest.mark.parametrize(
    ("payload", "seen"),
    [
        ("go-progress", "progress.flag_waits"),
        ("go-help", "help.ask"),
        ("go-no_such", "start.not_for_you"),
    ],
)
async def test_a_link_of_a_group_opens_its_command(campus: Campus, payload: str, seen: str) -> None:
    wang = await campus.member("王芳")
    await wang.starts(payload)
    wang.sees(seen)


async def test_a_link_to_a_command_tells_a_visitor_how_to_join(campus: Campus) -> None:
    visitor = campus.visitor("赵强")
    await visitor.starts("go-checkin")
    visitor.hears("people.not_joined")


async def test_the_first_of_the_office_joins_by_the_operator_s_code(campus: Campus) -> None:
    """The code asks for a name, gives the office's role, and then no other is made."""
    async with campus.database.write() as session:
        code = await ensure_office_code(session, None, campus.clock.now())
    assert code is not None
    zhao = campus.visitor("赵主任")
    await zhao.starts(code)
    await zhao.presses("中文")
    await zhao.presses("✓ 我同意")
    zhao.sees("join.name.ask")
    await zhao.says("赵敏")
    zhao.sees("join.me.ask_office", name="赵敏")
    await zhao.presses("✓ 是我本人")

    zhao.sees("home.next_office")
    async with campus.database.write() as session:
        assert [p.name for p in await people_with_role(session, Role.OFFICE)] == ["赵敏"]
        assert await ensure_office_code(session, None, campus.clock.now()) is None


async def test_joining_survives_a_restart_at_each_question(campus: Campus) -> None:
    _, code = await invited(campus, "王芳")
    wang = campus.visitor("小芳")
    await wang.starts(code)
    for label in ("中文", "✓ 我同意", "✓ 是我本人"):
        campus.restart()
        await wang.presses(label)
    assert await whose(campus, wang) is not None


async def test_a_double_tap_at_the_end_joins_once(campus: Campus) -> None:
    person, code = await invited(campus, "王芳")
    wang = campus.visitor("小芳")
    await wang.starts(code)
    await wang.presses("中文")
    await wang.presses("✓ 我同意")

    await wang.presses_twice("✓ 是我本人")

    found = await whose(campus, wang)
    assert found is not None
    assert found.id == person
    wang.sees("home.next_member")


async def test_back_leads_to_the_question_before(campus: Campus) -> None:
    _, code = await invited(campus, "王芳")
    wang = campus.visitor("小芳")
    await wang.starts(code)
    await wang.presses("中文")
    await wang.presses("‹ 返回")
    wang.sees("join.language.ask")
    await wang.presses("English")
    wang.language = Language.EN
    wang.sees("join.consent.ask")


async def test_leaving_leaves_no_draft(campus: Campus) -> None:
    _, code = await invited(campus, "王芳")
    wang = campus.visitor("小芳")
    await wang.starts(code)
    await wang.presses("中文")
    await wang.says("/cancel")
    assert await campus.open_talks() == []
    assert await whose(campus, wang) is None


async def test_whoever_left_the_roster_cannot_join(campus: Campus) -> None:
    """A link in the pocket does not outlive the membership."""
    _, code = await invited(campus, "王芳")
    async with campus.database.write() as session:
        missing = [one for one in await known_people(session) if one.name == "王芳"]
        plan = RosterPlan(removed=tuple(missing))
        await carry_out(session, plan, at=campus.clock.now())
    wang = campus.visitor("小芳")

    await wang.starts(code)

    wang.hears("join.used_link")
