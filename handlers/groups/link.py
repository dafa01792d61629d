"""`/link`: in private, a code for a branch; in a group, the code binds the group to the branch."""

from datetime import timedelta

from campaign.invitations import GROUP_CODE_LIFE, WRONG_GUESSES, hashed, refusal_to_bind
from campaign.links import GROUP_CODE, group_link
from campaign.people import BranchId, Person, Refusal, Role, joined
from campaign.text_input import group_title
from campaign.texts import Language, Text
from handlers.account.join import note_wrong_code
from handlers.groups.closed import try_again
from handlers.paging import pager
from handlers.routing import Asked, Page
from handlers.turn import Turn
from handlers.views import Button, View, page
from storage.groups import Group, GroupState, find_group, group_of_branch, lock_groups, save_group
from storage.invitations import add_group_code, find_invitation, use_invitation, wrong_guesses
from storage.membership.branches import branch_name, branch_names

# Branches on a page.
A_PAGE = 10
HOURS = GROUP_CODE_LIFE // timedelta(hours=1)


def may_link(person: Person | None) -> Refusal | None:
    """Whoever leads a branch, and the office, may make codes."""
    if refusal := joined(person):
        return refusal
    if person is not None and person.holds(Role.SECRETARY, Role.DEPUTY, Role.OFFICE):
        return None
    return Refusal(Text("people.only_secretary"))


async def link(turn: Turn, asked: Asked) -> None:
    """By where it is asked."""
    if turn.chat.is_group:
        await bind(turn, str(asked.get("argument", "")).strip())
    elif refusal := may_link(turn.person):
        turn.say(refusal.text)
    elif str(asked.get("argument", "")).strip():
        turn.say(Text("link.only_in_groups"))
    else:
        await give_code(turn, asked)


async def give_code(turn: Turn, asked: Asked) -> None:
    """A code for the branch that was pressed, or for the only one; else the branches to choose."""
    names = await branch_names(turn.session)
    mine = [branch for branch in names if turn.member.answers_for(branch)]
    wanted = asked.get("branch")
    if wanted is None and len(mine) == 1:
        wanted = mine[0]
    if wanted in mine:
        await _show_code(turn, wanted, names[wanted])
    elif not mine:
        turn.show_page(View([Text("link.no_branch")]))
    else:
        _show_branches(turn, {branch: names[branch] for branch in mine}, asked)


async def _show_code(turn: Turn, branch: BranchId, name: str) -> None:
    code, bot = turn.token() + turn.token(), turn.setting.bot_name
    await add_group_code(turn.session, code, branch=branch, at=turn.now, life=GROUP_CODE_LIFE)
    turn.trace("group code made", f"branch:{branch}")
    bound = await group_of_branch(turn.session, branch)
    lines = [
        Text("link.code", {"branch": name, "hours": HOURS}),
        Text("link.command", {"code": code, "bot": bot}),
    ]
    if bound is not None:
        lines.append(Text("link.bound_already", {"group": group_title(bound.title)}))
    add = Button(Text("link.add_to_group"), url=group_link(bot, code))
    turn.show_page(View(lines, [[add]], secret=True))


def _show_branches(turn: Turn, names: dict[BranchId, str], asked: Asked) -> None:
    skip = max(0, int(asked.get("skip", 0)))
    shown = list(names.items())[skip : skip + A_PAGE]
    rows = [
        [Button(Text("link.branch", {"branch": name}), page(GROUP_CODE, branch=branch))]
        for branch, name in shown
    ]
    around = pager(GROUP_CODE, skip=skip, more=skip + A_PAGE < len(names), by=A_PAGE)
    turn.show_page(View([Text("link.which_branch")], [*rows, around]))


async def bind(turn: Turn, code: str) -> None:
    """Bind this group to the branch that the code stands for.

    The answer itself is the test of whether the bot may write here now.
    """
    was_closed = await try_again(turn)
    if not code:
        how = Text("link.how", {"bot": turn.setting.bot_name})
        turn.say(Text("groups.can_write_again") if was_closed else how)
        return
    if await wrong_guesses(turn.session, turn.speaker_id, now=turn.now) >= WRONG_GUESSES:
        turn.say(Text("join.too_many_guesses"))
        return
    await lock_groups(turn.session)
    found = await find_invitation(turn.session, hashed(code))
    refusal = refusal_to_bind(found, now=turn.now)
    if refusal is not None or found is None or found.branch is None:
        if found is None:
            note_wrong_code(turn)
        turn.say(refusal.text if refusal else Text("link.unknown_code"))
        return
    await use_invitation(turn.session, found.code_hash, by=turn.speaker_id, at=turn.now)
    await _bind_to(turn, found.branch)


async def _bind_to(turn: Turn, branch: BranchId) -> None:
    here = await find_group(turn.session, turn.chat.id)
    old = await group_of_branch(turn.session, branch)
    name = await branch_name(turn.session, branch) or ""
    if old is not None and old.chat_id != turn.chat.id:
        await _release(turn, old, name)
    admin = here is not None and here.admin
    topic = turn.incoming.topic
    bound = Group(
        turn.chat.id,
        turn.chat.title,
        turn.chat.kind,
        branch,
        GroupState.BOUND,
        admin,
        turn.now,
        topic,
        language=Language.ZH if here is None else here.language,
    )
    await save_group(turn.session, bound)
    before = {
        "branch": None if here is None else here.branch,
        "group": None if old is None else old.chat_id,
    }
    after = {"branch": branch} if topic is None else {"branch": branch, "topic": topic}
    turn.trace("group bound", f"group:{turn.chat.id}", before=before, after=after)
    lines = [Text("link.bound" if topic is None else "link.bound_in_topic", {"branch": name})]
    turn.say(*lines, *([] if admin else [Text("link.make_admin")]))


async def _release(turn: Turn, old: Group, branch: str) -> None:
    """The branch has moved to another group: the old one is told, and left after a while."""
    freed = Group(old.chat_id, old.title, old.kind, None, GroupState.UNBOUND, old.admin, turn.now)
    await save_group(turn.session, freed)
    told = Text("link.moved_away", {"branch": branch})
    turn.tell(old.chat_id, turn.language, told, topic=old.topic)


link_page = Page(GROUP_CODE, joined, link)
