"""`/help` and the home card: what each role finds, made from the table."""

import pytest

from campaign.people import Role
from handlers.routes import ROUTES
from handlers.routing import Where
from tests.campus import Actor, Campus


async def helped(actor: Actor) -> set[str]:
    """The commands that help names."""
    await actor.says("/help")
    lines = actor.messages[-1].text.splitlines()
    return {line.split()[0].removeprefix("/") for line in lines if line.startswith("/")}


async def test_a_visitor_finds_what_visitors_may(campus: Campus) -> None:
    visitor = campus.visitor("赵强")
    assert await helped(visitor) == {"start", "language", "help", "privacy"}
    visitor.sees("help.visitor")


@pytest.mark.parametrize("role", list(Role))
async def test_everybody_finds_just_what_they_may(campus: Campus, role: Role) -> None:
    """Each command named is one that does not refuse; each one left out would be refused."""
    person = await campus.member("王芳", roles=(role,))
    found = await helped(person)
    for route in ROUTES.table:
        if route.command is None or route.where is Where.GROUP or not route.menu:
            continue
        await person.says(f"/{route.command}")
        refused = person.messages[-1].text in {
            person.reads(f"people.only_{one}") for one in ("member", "secretary", "office")
        }
        assert refused == (route.command not in found), route.command
        await person.says("/cancel")


async def test_help_is_short(campus: Campus) -> None:
    """One screen of a phone."""
    li = await campus.secretary("李娜")
    await li.says("/help")
    assert len(li.messages[-1].text) < 500
    assert len(li.messages[-1].text.splitlines()) <= 20


async def test_the_home_card_has_a_button_for_each_common_act(campus: Campus) -> None:
    wang, li = await campus.member("王芳"), await campus.secretary("李娜")
    await wang.says("/start")
    assert {"打卡", "看进展", "草稿", "帮助"} <= set(wang.card.labels)
    assert "绑定支部群" not in wang.card.labels
    await li.says("/start")
    assert "绑定支部群" in li.card.labels


@pytest.mark.parametrize("label", ["打卡", "看进展", "草稿", "帮助"])
async def test_each_button_of_the_home_card_opens_something(campus: Campus, label: str) -> None:
    wang = await campus.member("王芳")
    await wang.says("/start")
    home = wang.messages[-1].text
    await wang.presses(label)
    assert wang.messages[-1].text != home


@pytest.mark.parametrize(
    ("role", "key"),
    [
        (Role.MEMBER, "home.next_member"),
        (Role.SECRETARY, "home.next_secretary"),
        (Role.DEPUTY, "home.next_deputy"),
        (Role.OFFICE, "home.next_office"),
        (Role.LEADER, "home.next_leader"),
    ],
)
async def test_each_role_is_told_what_to_do_first(campus: Campus, role: Role, key: str) -> None:
    person = await campus.member(
        "王芳", roles=(Role.MEMBER, role) if role is not Role.MEMBER else (role,)
    )
    await person.says("/start")
    person.sees(key)
