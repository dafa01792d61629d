"""Groups that the bot cannot write to: who is told, what is passed on, and when it tries again."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any

from campaign.people import BranchId, HeldRole, Person, Role
from campaign.text_input import group_title
from campaign.texts import Text, as_sent
from handlers.direct_messages import (
    reachable_office,
    reachable_secretaries,
    tell_office,
    tell_person,
    tell_secretaries,
)
from handlers.incoming import TopicReopened
from handlers.turn import Turn
from handlers.views import Line
from storage.delivery.outbox import REPLY
from storage.groups import (
    MUTE,
    Closed,
    Group,
    GroupState,
    find_group,
    lock_groups,
    save_group,
)
from storage.membership.branches import branch_name
from storage.membership.people import people_by_telegram_id

TOPIC_GONE = "topic_gone"
OF_TOPICS = frozenset({Closed.TOPIC, Closed.TOPICS})
# What is to be done, by why the group is closed.
_TOLD = {
    Closed.TOPIC: "groups.closed_topic",
    Closed.TOPICS: "groups.closed_topics",
    Closed.MEDIA: "groups.closed_media",
    Closed.RIGHT: "groups.closed_right",
}
Unsaid = Sequence[dict[str, Any]]


async def note_closed(turn: Turn, facts: dict[str, Any]) -> None:
    """Telegram refused the courier: the bot may not write there, or not all that it should."""
    await lock_groups(turn.session)
    group = await find_group(turn.session, turn.chat.id)
    if group is None:
        return
    if facts["closing"] == TOPIC_GONE:
        await _without_topic(turn, group, facts["topic"])
        return
    closed = Closed(facts["closing"])
    told = _about(turn, group, closed)
    asked = _accounts(facts["unsaid"])
    if closed not in OF_TOPICS or facts["topic"] == group.topic:
        await close_group(turn, group, closed, but=asked)
    for account, text in asked.items():
        await _answer_in_private(turn, account, told, text)
    await pass_on(turn, group, facts["unsaid"])


async def note_written(turn: Turn, facts: dict[str, Any]) -> None:
    """A message reached a group that was closed: it is open again."""
    await lock_groups(turn.session)
    group = await find_group(turn.session, turn.chat.id)
    if group is None or not _proves(facts, group):
        return
    await _open(turn, group)
    if group.branch is not None and group.state is GroupState.BOUND:
        await tell_secretaries(turn, group.branch, Text("groups.open_again", _words(turn, group)))


async def note_reopened(turn: Turn, reopened: TopicReopened) -> None:
    """A topic was opened again: the bot tries to write."""
    await lock_groups(turn.session)
    group = await find_group(turn.session, turn.chat.id)
    if group is not None and group.closed in OF_TOPICS:
        await _open(turn, group)
        say_again(turn, group)


async def close_group(
    turn: Turn, group: Group, closed: Closed, *, but: Collection[int] = ()
) -> None:
    """Note that a group is closed, and tell who leads the branch, if it is worse than before.

    `but`: accounts that are told of it anyway.
    """
    if not _is_news(group.closed, closed):
        return
    await save_group(turn.session, replace(group, closed=closed, closed_at=turn.now))
    before = {"closed": None if group.closed is None else group.closed.value}
    turn.trace("group closed", f"group:{group.chat_id}", before=before, after={"closed": closed})
    if group.branch is None or group.state is not GroupState.BOUND:
        return
    name = await branch_name(turn.session, group.branch) or ""
    told: list[Line] = [_about(turn, group, closed)]
    if closed in MUTE:
        told.append(Text("groups.meanwhile", {"branch": name}))
    await tell_branch(turn, group.branch, name, *told, but=but)


async def try_again(turn: Turn) -> bool:
    """Let the next message to this group be a test. Returns whether the group was closed."""
    await lock_groups(turn.session)
    group = await find_group(turn.session, turn.chat.id)
    if group is None or group.closed is None:
        return False
    await _open(turn, group)
    return True


def say_again(turn: Turn, group: Group) -> None:
    """Tell the group that the bot can write; if it cannot, the refusal will show it."""
    if group.branch is not None and group.state is GroupState.BOUND:
        turn.tell(group.chat_id, turn.language, Text("groups.can_write_again"), topic=group.topic)


async def pass_on(turn: Turn, group: Group, unsaid: Unsaid) -> None:
    """Pass on what a group should have heard to those who lead the branch, else to the office."""
    there = None if group.branch is None else await _stand_in(turn, group.branch)
    if there is None or there.telegram_id is None:
        return
    for one in unsaid:
        if one["text"] and _account(one) is None:
            lines: list[Line] = [
                Text("groups.pass_on", {"group": group_title(group.title)}),
                as_sent(one["text"]),
            ]
            tell_person(turn, there, *lines, links=one.get("buttons", ()))


async def tell_branch(
    turn: Turn, branch: BranchId, name: str, *told: Line, but: Collection[int] = ()
) -> None:
    """Write to secretary and deputy or, if none of them can be reached, to the office."""
    if not await tell_secretaries(turn, branch, *told, but=but):
        await tell_office(turn, Text("groups.no_secretary", {"branch": name}), *told, but=but)


async def _stand_in(turn: Turn, branch: BranchId) -> Person | None:
    leading = await reachable_secretaries(turn, branch)
    secretaries = [one for one in leading if HeldRole(Role.SECRETARY, branch) in one.roles]
    found = secretaries or leading or await reachable_office(turn)
    return found[0] if found else None


async def _without_topic(turn: Turn, group: Group, topic: int | None) -> None:
    """The topic was deleted: the general one replaces it until somebody binds another."""
    if topic is None or topic != group.topic:
        return
    await save_group(turn.session, replace(group, topic=None))
    subject = f"group:{group.chat_id}"
    turn.trace("group topic gone", subject, before={"topic": topic}, after={"topic": None})
    if group.branch is not None and group.state is GroupState.BOUND:
        name = await branch_name(turn.session, group.branch) or ""
        told = Text("groups.topic_gone", _words(turn, group))
        await tell_branch(turn, group.branch, name, told)


async def _open(turn: Turn, group: Group) -> None:
    await save_group(turn.session, replace(group, closed=None, closed_at=None))
    before = {"closed": None if group.closed is None else group.closed.value}
    turn.trace("group tried again", f"group:{group.chat_id}", before=before)


async def _answer_in_private(turn: Turn, account: int, told: Text, text: str) -> None:
    """Answer in private somebody who asked in a group where the bot cannot answer."""
    known = await people_by_telegram_id(turn.session, [account])
    language = known[account].language if account in known else turn.language
    turn.tell(account, language, told, Text("groups.unsaid"), as_sent(text))


def _is_news(before: Closed | None, now: Closed) -> bool:
    """Topics are told apart both ways; else only what is worse is told."""
    if before in OF_TOPICS and now in OF_TOPICS:
        return before is not now
    return before is None or (before not in MUTE and now in MUTE)


def _proves(facts: dict[str, Any], group: Group) -> bool:
    """Whether this message would have been refused if the group were still closed."""
    match group.closed:
        case None:
            return False
        case Closed.MEDIA:
            return bool(facts["media"])
        case Closed.TOPIC | Closed.TOPICS:
            return bool(facts["topic"] == group.topic)
        case _:
            return True


def _accounts(unsaid: Unsaid) -> dict[int, str]:
    found: dict[int, str] = {}
    for one in unsaid:
        if (account := _account(one)) is not None:
            found[account] = str(one["text"])
    return found


def _account(one: dict[str, Any]) -> int | None:
    """The account that asked for it, if somebody did."""
    subject = one["subject"] or ""
    return int(subject.removeprefix(REPLY)) if subject.startswith(REPLY) else None


def _about(turn: Turn, group: Group, closed: Closed) -> Text:
    return Text(_TOLD[closed], _words(turn, group))


def _words(turn: Turn, group: Group) -> dict[str, object]:
    return {"group": group_title(group.title), "bot": turn.setting.bot_name}
