"""The bot in groups: it comes, is put out, moves with the group, lets members in, leaves.

In a private chat the same update tells that a person blocked the bot, or came back.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from campaign.links import to_group_code
from campaign.messages import Admission, LeaveTaking
from campaign.people import BranchId, Person
from campaign.text_input import account_name, group_title
from campaign.texts import Text
from handlers.direct_messages import tell_secretaries
from handlers.groups.closed import close_group, pass_on, say_again, tell_branch
from handlers.incoming import BotMembership, JoinRequest, Migrated
from handlers.turn import Turn
from handlers.views import Button
from storage.database.session import Session
from storage.delivery.outbox import Outgoing, put_outgoing
from storage.groups import (
    Closed,
    Group,
    GroupState,
    end_group,
    find_group,
    group_of_branch,
    groups_unbound_since,
    lock_groups,
    move_group,
    save_group,
)
from storage.invitations import account_subject
from storage.membership.branches import branch_name
from storage.membership.people import set_reachable
from storage.settings import secret_setting
from storage.trace import Act, append_trace, times_traced

LEFT_OPEN = "join request left open"
# Somebody who asks again within this time is not reported again.
ASKED_AGAIN_AFTER = timedelta(hours=12)
# How long the bot stays in a group without a branch.
UNBOUND_FOR = timedelta(hours=1)
PRESENT = frozenset({"member", "administrator", "creator", "restricted"})


async def note_membership(turn: Turn, change: BotMembership) -> None:
    """The bot was added, promoted, put out, blocked."""
    here = change.status in PRESENT
    if turn.chat.is_private:
        since = None if here else turn.now
        await set_reachable(turn.session, [turn.chat.id], unreachable_at=since)
        return
    if not turn.chat.is_group:
        return
    await lock_groups(turn.session)
    group = await find_group(turn.session, turn.chat.id)
    if not here:
        await _out_of(turn, group)
    elif group is None or group.state in (GroupState.LEFT, GroupState.SUSPENDED):
        await _into(turn, group, admin=_lets_in(change))
    else:
        await _within(turn, group, change)


async def note_migration(turn: Turn, moved: Migrated) -> None:
    """The group says that it became a supergroup."""
    await _follow(turn, moved.to)


async def note_migrated(turn: Turn, facts: dict[str, Any]) -> None:
    """Telegram told the courier that the group became a supergroup."""
    await _follow(turn, int(facts["to"]))


async def note_gone(turn: Turn, facts: dict[str, Any]) -> None:
    """Telegram told the courier that the bot is no longer in the group."""
    if turn.chat.is_group:
        await lock_groups(turn.session)
        group = await find_group(turn.session, turn.chat.id)
        await _out_of(turn, group)
        if group is not None:
            await pass_on(turn, group, facts.get("unsaid", []))


async def answer_join_request(turn: Turn, asked: JoinRequest) -> None:
    """Members of the branch are let in; about others a person decides."""
    group = await find_group(turn.session, turn.chat.id)
    if group is None or group.branch is None or group.state is not GroupState.BOUND:
        return
    if turn.person is not None and _belongs(turn.person, group.branch):
        turn.put_out(Admission(turn.chat.id, turn.speaker_id), lane=turn.chat.id)
        turn.trace("let into the group", f"group:{turn.chat.id}")
        return
    await _leave_it_to_the_secretary(turn, group.branch)


async def leave_unbound(session: Session, now: datetime) -> int:
    """Leave the groups that nobody bound to a branch in time. Returns how many."""
    found = await groups_unbound_since(session, now - UNBOUND_FOR)
    for group in found:
        await end_group(session, group.chat_id, GroupState.LEFT, at=now)
    calls = [Outgoing.of(LeaveTaking(g.chat_id), lane=g.chat_id) for g in found]
    put_outgoing(session, calls, at=now)
    if found:
        acts = [Act(None, "group left", f"group:{group.chat_id}") for group in found]
        salt = (await secret_setting(session, "salt")).encode()
        await append_trace(session, acts, at=now, salt=salt)
    return len(found)


async def _into(turn: Turn, group: Group | None, *, admin: bool) -> None:
    """The bot was added to a group. One that it had been put out of is bound as before."""
    branch = None if group is None else group.branch
    if branch is not None and await group_of_branch(turn.session, branch) is not None:
        branch = None
    state = GroupState.UNBOUND if branch is None else GroupState.BOUND
    topic = None if group is None or branch is None else group.topic
    new = Group(
        turn.chat.id, turn.chat.title, turn.chat.kind, branch, state, admin, turn.now, topic
    )
    await save_group(turn.session, new)
    turn.trace("group entered", f"group:{turn.chat.id}", after={"branch": branch})
    if branch is None:
        turn.say(
            Text("groups.hello", {"bot": turn.setting.bot_name}),
            buttons=[
                [Button(Text("groups.get_code"), url=to_group_code().link(turn.setting.bot_name))]
            ],
        )
    else:
        name = await branch_name(turn.session, branch) or ""
        told = Text("groups.back_again", {"branch": name})
        turn.tell(turn.chat.id, turn.language, told, topic=topic)


async def _within(turn: Turn, group: Group, change: BotMembership) -> None:
    """Its rights were changed: to let people in, or to write, which is tried where it failed."""
    admin = _lets_in(change)
    was_closed = group.closed is not None
    now = replace(group, admin=admin, title=turn.chat.title)
    if change.may_write is not False:
        now = replace(now, closed=None, closed_at=None)
    await save_group(turn.session, now)
    if admin is not group.admin:
        before, after = {"admin": group.admin}, {"admin": admin}
        turn.trace("group rights changed", f"group:{turn.chat.id}", before=before, after=after)
    if change.may_write is False:
        await close_group(turn, now, Closed.RIGHT)
        return
    if group.branch is None or group.state is not GroupState.BOUND:
        return
    if admin and not group.admin:
        turn.tell(turn.chat.id, turn.language, Text("groups.now_admin"), topic=group.topic)
    elif group.admin and not admin:
        told = Text("groups.no_longer_admin", {"group": group_title(turn.chat.title)})
        await tell_secretaries(turn, group.branch, told)
        if was_closed:
            say_again(turn, now)
    elif change.status == "administrator" and change.was != change.status and not admin:
        told = Text("groups.may_not_invite")
        turn.tell(turn.chat.id, turn.language, told, topic=group.topic)
    elif was_closed:
        say_again(turn, now)


async def _out_of(turn: Turn, group: Group | None) -> None:
    """The bot is out. The branch's secretaries learn that their group gets no more reminders."""
    if group is None:
        return
    if group.branch is None or group.state is not GroupState.BOUND:
        if group.state is GroupState.UNBOUND:
            await end_group(turn.session, group.chat_id, GroupState.LEFT, at=turn.now)
            turn.trace("group left", f"group:{group.chat_id}")
        return
    await end_group(turn.session, group.chat_id, GroupState.SUSPENDED, at=turn.now)
    turn.trace("group suspended", f"group:{group.chat_id}", before={"branch": group.branch})
    name = await branch_name(turn.session, group.branch) or ""
    words = {"branch": name, "group": group_title(group.title)}
    await tell_branch(turn, group.branch, name, Text("groups.suspended", words))


async def _follow(turn: Turn, new: int) -> None:
    await lock_groups(turn.session)
    if await move_group(turn.session, old=turn.chat.id, new=new):
        turn.trace_of(None, "group moved", f"group:{new}", before={"group": turn.chat.id})


async def _leave_it_to_the_secretary(turn: Turn, branch: BranchId) -> None:
    name = await branch_name(turn.session, branch) or ""
    account = "" if turn.incoming.speaker is None else turn.incoming.speaker.name
    words = {
        "branch": name,
        "group": group_title(turn.chat.title),
        "account": account_name(account),
    }
    if turn.person is None:
        turn.tell(turn.speaker_id, turn.language, Text("groups.join_first", words))
        told = Text("groups.stranger_asks", words)
    else:
        told = Text("groups.other_asks", words | {"name": turn.person.name})
    subject, since = account_subject(turn.speaker_id), turn.now - ASKED_AGAIN_AFTER
    known = await times_traced(turn.session, subject, LEFT_OPEN, since=since)
    turn.trace(LEFT_OPEN, subject, after={"group": turn.chat.id})
    if known == 0:
        await tell_secretaries(turn, branch, told)


def _lets_in(change: BotMembership) -> bool:
    """Whether the bot receives join requests and may grant them."""
    return change.status == "administrator" and change.may_invite


def _belongs(person: Person, branch: BranchId) -> bool:
    return person.branch == branch or person.leads(branch)
