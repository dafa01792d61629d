"""Joining ends with what to do first and where the branch talks."""

from tests.campus import Actor, Campus
from tests.handlers.account.test_join import invited


async def joins(actor: Actor) -> None:
    for label in ("中文", "✓ 我同意", "✓ 是我本人"):
        await actor.presses(label)


async def test_who_joins_learns_the_first_step_and_the_group_of_the_branch(campus: Campus) -> None:
    li, wang = await campus.secretary("李娜"), campus.visitor("小芳")
    _, code = await invited(campus, "王芳")
    chat = campus.world.add_group("一支部大家庭", li.user)
    await li.says("/link")
    carried = (li.card.buttons[0]["url"]).rpartition("=")[2]
    campus.world.add_bot(li.user, chat)
    await li.says(f"/start@{campus.world.bot.username} {carried}", chat)
    await wang.starts(code)
    await joins(wang)
    wang.sees("join.first_step")
    wang.sees("join.group", group="一支部大家庭")


async def test_who_joins_a_branch_without_a_group_is_told_so(campus: Campus) -> None:
    wang = campus.visitor("小芳")
    _, code = await invited(campus, "王芳")
    await wang.starts(code)
    await joins(wang)
    wang.sees("join.no_group")
