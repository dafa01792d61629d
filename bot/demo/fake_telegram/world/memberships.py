"""Who is in which chat and with what rights, and the updates that tell of it."""

from __future__ import annotations

from typing import Any

from bot.demo.fake_telegram.refusals import ActRefused
from bot.demo.fake_telegram.world.changes import Changes
from bot.demo.fake_telegram.world.chats import (
    ADMINS,
    CHANNEL_RIGHTS,
    RIGHTS,
    Chats,
    DemoChat,
    Membership,
    Status,
    Where,
)
from bot.demo.fake_telegram.world.hearing import Hearing
from bot.demo.fake_telegram.world.history import History
from bot.demo.fake_telegram.world.people import People, User, Who
from bot.demo.fake_telegram.world.updates import UpdateQueue

ALL_RIGHTS = frozenset((*RIGHTS, *CHANNEL_RIGHTS))


class Memberships:
    """People come, go, block and are promoted, and so is the bot."""

    def __init__(
        self,
        people: People,
        chats: Chats,
        history: History,
        hearing: Hearing,
        queue: UpdateQueue,
        changes: Changes,
    ) -> None:
        self._people = people
        self._bot = people.bot
        self._chats = chats
        self._history = history
        self._hearing = hearing
        self._queue = queue
        self._changes = changes

    def add_group(
        self,
        title: str,
        *people: Who,
        supergroup: bool = False,
        forum: bool = False,
        bot: bool = False,
        **facts: Any,
    ) -> DemoChat:
        """A group that has long been there: no update tells of it. The first person owns it."""
        kind = "supergroup" if supergroup or forum else "group"
        chat = self._chats.add("supergroup" if kind == "supergroup" else "group", title, **facts)
        chat.forum = forum
        self._seat(chat, people)
        if bot:
            chat.members[self._bot.id] = Membership("member")
        return chat

    def add_channel(
        self, title: str, *people: Who, username: str = "", bot_posts: bool = True, **facts: Any
    ) -> DemoChat:
        """A channel that has long been there; the first person owns it."""
        chat = self._chats.add("channel", title, username=username, **facts)
        self._seat(chat, people)
        if bot_posts:
            chat.members[self._bot.id] = Membership("administrator", ALL_RIGHTS)
        return chat

    def _seat(self, chat: DemoChat, people: tuple[Who, ...]) -> None:
        for number, who in enumerate(people):
            status: Status = "member" if number else "creator"
            chat.members[self._people.person(who).id] = Membership(status)
        self._changes.touched("chat", chat.id)

    def block(self, who: Who) -> None:
        """Block the bot: it hears of it, and can no longer write."""
        self._set_blocked(who, Membership("kicked"))

    def unblock(self, who: Who) -> None:
        """Let the bot write again; it hears of that too."""
        self._set_blocked(who, Membership("member"))

    def _set_blocked(self, who: Who, new: Membership) -> None:
        user, chat = self._people.person(who), self._chats.place(who, None)
        old = Membership("kicked" if chat.blocked else "member")
        if new.status != old.status:
            chat.blocked = new.status == "kicked"
            self._tell_own(chat, user, old, new)

    def add_bot(self, who: Who, where: Where) -> None:
        """Add the bot to a group, or to a channel as an administrator."""
        user, chat = self._people.person(who), self._chats.place(who, where)
        new = Membership("administrator", ALL_RIGHTS) if chat.kind == "channel" else _MEMBER
        self._change_bot(user, chat, new)
        if chat.kind != "channel":
            self._service(chat, user, {"new_chat_members": [self._bot.as_json()]})

    def kick_bot(self, who: Who, where: Where) -> None:
        """Put the bot out of a group."""
        user, chat = self._people.person(who), self._chats.place(who, where)
        self._change_bot(user, chat, Membership("kicked"))
        self._service(chat, user, {"left_chat_member": self._bot.as_json()})

    def bot_leaves(self, where: DemoChat) -> None:
        """The bot leaves by itself; it hears of that as of any other change of its own."""
        self._change_bot(self._bot, where, Membership("left"))
        self._history.post(where, self._bot.id, {"left_chat_member": self._bot.as_json()})

    def delete_group(self, who: Who, where: Where) -> None:
        """Delete a whole group."""
        user, chat = self._people.person(who), self._chats.place(who, where)
        self._change_bot(user, chat, Membership("kicked"))
        chat.deleted = True
        self._changes.touched("chat", chat.id)

    def promote(
        self,
        who: Who,
        where: Where,
        whom: Who | None = None,
        *,
        rights: frozenset[str] = ALL_RIGHTS,
        anonymous: bool = False,
    ) -> None:
        """Make somebody (None: the bot) an administrator; no rights at all makes a member again."""
        user, chat = self._people.person(who), self._chats.place(who, where)
        new = Membership("administrator", rights, anonymous) if rights else _MEMBER
        if whom is None:
            self._change_bot(user, chat, new)
        else:
            self.change(user, chat, self._people.person(whom), new)

    def join(self, who: Who, where: Where, *, link: dict[str, Any] | None = None) -> None:
        """Come into a group or channel by oneself."""
        user, chat = self._people.person(who), self._chats.place(who, where)
        self.change(user, chat, user, _MEMBER, link=link)
        if chat.kind != "channel":
            self._service(chat, user, {"new_chat_members": [user.as_json()]})

    def leave(self, who: Who, where: Where) -> None:
        """Go out of a group or channel by oneself."""
        user, chat = self._people.person(who), self._chats.place(who, where)
        self.change(user, chat, user, Membership("left"))
        if chat.kind != "channel":
            self._service(chat, user, {"left_chat_member": user.as_json()})

    def ask(self, who: Who, where: Where, *, link: dict[str, Any] | None = None) -> None:
        """Ask to be let in; a bot that may invite hears of it and may write back for a while."""
        user, chat = self._people.person(who), self._chats.place(who, where)
        if chat.has(user.id):
            raise ActRefused("you are in already")
        chat.asking[user.id] = self._history.seconds()
        self._changes.touched("chat", chat.id)
        if chat.membership(self._bot.id).may("can_invite_users"):
            body = {"chat": chat.as_json(), "from": user.as_json(), "user_chat_id": user.id}
            body |= {"date": self._history.seconds()} | ({"invite_link": link} if link else {})
            self._queue.put("chat_join_request", body)

    def rename_group(self, who: Who, where: Where, title: str) -> None:
        """Give a group another title."""
        chat = self._chats.place(who, where)
        chat.title, chat.names = title, {}
        self._service(chat, self._people.person(who), {"new_chat_title": title})

    def migrate_group(self, old: DemoChat) -> DemoChat:
        """Turn a group into a supergroup: a new chat id, and a service message in both."""
        new = self._chats.add("supergroup", old.title)
        new.members = dict(old.members)
        owner = self._people[next(key for key in old.members if key in self._people)]
        self._service(old, owner, {"migrate_to_chat_id": new.id})
        old.moved_to = new.id
        self._service(new, owner, {"migrate_from_chat_id": old.id})
        return new

    def change(
        self,
        actor: User,
        chat: DemoChat,
        user: User,
        new: Membership,
        *,
        link: dict[str, Any] | None = None,
    ) -> None:
        """Set a person's membership; administrators that ask for it hear of it."""
        old = chat.membership(user.id)
        chat.members[user.id] = new
        chat.asking.pop(user.id, None)
        self._changes.touched("chat", chat.id)
        self._changes.announce("chats", chat.id, {}, user.id)
        if chat.membership(self._bot.id).status in ADMINS:
            body = self._update(chat, actor, user, old, new)
            self._queue.put("chat_member", body | ({"invite_link": link} if link else {}))

    def _change_bot(self, actor: User, chat: DemoChat, new: Membership) -> None:
        old = chat.membership(self._bot.id)
        chat.members[self._bot.id] = new
        self._tell_own(chat, actor, old, new)

    def _tell_own(self, chat: DemoChat, actor: User, old: Membership, new: Membership) -> None:
        self._changes.touched("chat", chat.id)
        self._queue.put("my_chat_member", self._update(chat, actor, self._bot, old, new))
        self._changes.announce("chats", chat.id, {}, actor.id)

    def _update(
        self, chat: DemoChat, actor: User, user: User, old: Membership, new: Membership
    ) -> dict[str, Any]:
        return {
            "chat": chat.as_json(),
            "from": actor.as_json(),
            "date": self._history.seconds(),
            "old_chat_member": old.as_json(user.as_json(), chat.kind),
            "new_chat_member": new.as_json(user.as_json(), chat.kind),
        }

    def _service(self, chat: DemoChat, user: User, content: dict[str, Any]) -> None:
        self._changes.touched("chat", chat.id)
        self._hearing.tell(self._history.post(chat, user.id, content))


_MEMBER = Membership("member")
