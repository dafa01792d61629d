"""Puts the people of the demo's college into its Telegram: accounts, groups, the channel."""

from bot.demo.college.college import College, Someone
from bot.demo.college.stocking import link_code
from bot.demo.fake_telegram.world.chats import RIGHTS, DemoChat, Membership
from bot.demo.fake_telegram.world.people import User
from bot.demo.fake_telegram.world.world import World
from campaign.definition import Campaign
from campaign.people import Role
from campaign.texts import Language, Text, Texts

# Telegram ids of the channel and of the first group that is handed over.
CHANNEL = -1_001_400_000_001
FIRST_HANDOVER = -1_001_450_000_001
# The most people in a branch's group.
GROUP_SIZE = 30
# What @BotFather would have been told, beside the name.
NAME_IN_ENGLISH = "One member, one flag"


def populate(world: World, college: College, campaign: Campaign, texts: Texts) -> None:
    """Everybody with an account, the groups of the branches, and the visitors' links.

    A world that has people already, read from its journal, is left as it is.
    """
    if world.people:
        return
    world.profile.names[Language.EN] = NAME_IN_ENGLISH
    users: dict[str, User] = {}
    for one in college.people:
        if one.account is not None:
            users[one.number] = _account(world, one, campaign, texts)
    for branch in college.branches:
        members = [users[one.number] for one in college.joined(branch.name)][:GROUP_SIZE]
        if branch.group is not None:
            chat = world.add_group(
                f"{branch.name}群", *members, supergroup=True, bot=branch.bound, id=branch.group
            )
            if branch.bound:
                chat.members[world.bot.id] = Membership("administrator", frozenset(RIGHTS))
    office_first = sorted(
        (one for one in college.people if one.joined), key=lambda one: Role.OFFICE not in one.roles
    )
    everybody = [users[one.number] for one in office_first]
    world.memberships.add_channel(campaign.title.zh, *everybody, id=CHANNEL)
    for place, visitor in enumerate(college.visitors):
        _hand_over(world, college, users, visitor, place)


def _account(world: World, one: Someone, campaign: Campaign, texts: Texts) -> User:
    code = "en" if one.language is Language.EN else "zh-hans"
    note, note_en = (_note(one, campaign, texts, language) for language in Language)
    user = world.add_user(one.name, id=one.account, language_code=code, note=note, note_en=note_en)
    world.chats[user.id].started = one.joined
    return user


def _note(one: Someone, campaign: Campaign, texts: Texts, language: Language) -> str:
    """Who this is, for the page: 支部书记 · 教学科研 · 基础医学部党支部."""
    if not one.joined:
        return texts.say(Text("demo_page.visitor"), language).plain()
    shown = [Role.OFFICE, Role.LEADER, Role.SECRETARY, Role.DEPUTY, Role.MEMBER]
    role = next(role for role in shown if role in one.roles)
    said = texts.say(Text(f"people.role_{role}"), language).plain()
    known = {category.id: category.name for category in campaign.categories}
    post = known[one.category].in_language(language) if one.category in known else ""
    return " · ".join(filter(None, [said, post, one.branch]))


def _hand_over(
    world: World, college: College, users: dict[str, User], visitor: Someone, place: int
) -> DemoChat:
    """The secretary gives a visitor the personal link, in a chat that the bot is not in."""
    secretary = users[college.joined(visitor.branch)[0].number]
    chat = world.add_group(
        f"{secretary.name}（支部书记）",
        secretary,
        users[visitor.number],
        supergroup=True,
        id=FIRST_HANDOVER - place,
    )
    link = f"https://t.me/{world.bot.username}?start={link_code(visitor, college.seed)}"
    world.say(secretary, chat, f"{visitor.name}同志，这是您本人的加入链接，只能用一次：\n{link}")
    return chat
