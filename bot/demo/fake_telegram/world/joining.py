"""Who comes, goes, blocks, is promoted: the life of chats apart from their messages."""

from __future__ import annotations

from typing import Any

from bot.demo.fake_telegram.world.chats import (
    ADMINS,
    CHANNEL_RIGHTS,
    RIGHTS,
    DemoChat,
    Membership,
    Status,
)
from bot.demo.fake_telegram.world.people import User
from bot.demo.fake_telegram.world.pressing import Pressing
from bot.demo.fake_telegram.world.speaking import ActRefused, Where, Who

ALL_RIGHTS = frozenset((*RIGHTS, *CHANNEL_RIGHTS))


class Joining(Pressing):
    """Memberships and rights, and the updates that tell of them."""

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
        chat = self.add_chat("supergroup" if kind == "supergroup" else "group", title, **facts)
        chat.forum = forum
        self._seat(chat, people)
        if bot:
            chat.members[self.bot.id] = Membership("member")
        return chat

    def add_channel(
        self, title: str, *people: Who, username: str = "", bot_posts: bool = True, **facts: Any
    ) -> DemoChat:
        """A channel that has long been there; the first person owns it."""
        chat = self.add_chat("channel", title, username=username, **facts)
        self._seat(chat, people)
        if bot_posts:
            chat.members[self.bot.id] = Membership("administrator", ALL_RIGHTS)
        return chat

    def _seat(self, chat: DemoChat, people: tuple[Who, ...]) -> None:
        for number, who in enumerate(people):
            status: Status = "member" if number else "creator"
            chat.members[self.person(who).id] = Membership(status)
        self.touched("chat", chat.id)

    def block(self, who: Who) -> None:
        """Block the bot: it hears of it, and can no longer write."""
        user, chat = self.person(who), self.place(who, None)
        if not chat.blocked:
            chat.blocked = True
            self._tell_own(chat, user, Membership("member"), Membership("kicked"))

    def unblock(self, who: Who) -> None:
        user, chat = self.person(who), self.place(who, None)
        if chat.blocked:
            chat.blocked = False
            self._tell_own(chat, user, Membership("kicked"), Membership("member"))

    def deactivate(self, who: Who) -> None:
        """Delete the account."""
        self.person(who).deactivated = True
        self.touched("user", self.person(who).id)

    def add_bot(self, who: Who, where: Where) -> None:
        """Add the bot to a group, or to a channel as an administrator."""
        user, chat = self.person(who), self.place(who, where)
        new = Membership("administrator", ALL_RIGHTS) if chat.kind == "channel" else _MEMBER
        self._change_bot(user, chat, new)
        if chat.kind != "channel":
            self._service(chat, user, {"new_chat_members": [self.bot.as_json()]})

    def kick_bot(self, who: Who, where: Where) -> None:
        user, chat = self.person(who), self.place(who, where)
        self._change_bot(user, chat, Membership("kicked"))
        self._service(chat, user, {"left_chat_member": self.bot.as_json()})

    def bot_leaves(self, where: DemoChat) -> None:
        """The bot leaves by itself; it hears of that as of any other change of its own."""
        self._change_bot(self.bot, where, Membership("left"))
        self.post(where, self.bot.id, {"left_chat_member": self.bot.as_json()})

    def delete_group(self, who: Who, where: Where) -> None:
        """Delete a whole group."""
        user, chat = self.person(who), self.place(who, where)
        self._change_bot(user, chat, Membership("kicked"))
        chat.deleted = True
        self.touched("chat", chat.id)

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
        user, chat = self.person(who), self.place(who, where)
        new = Membership("administrator", rights, anonymous) if rights else _MEMBER
        if whom is None:
            self._change_bot(user, chat, new)
        else:
            self.change_member(user, chat, self.person(whom), new)

    def join(self, who: Who, where: Where, *, link: dict[str, Any] | None = None) -> None:
        """Come into a group or channel by oneself."""
        user, chat = self.person(who), self.place(who, where)
        self.change_member(user, chat, user, _MEMBER, link=link)
        if chat.kind != "channel":
            self._service(chat, user, {"new_chat_members": [user.as_json()]})

    def leave(self, who: Who, where: Where) -> None:
        user, chat = self.person(who), self.place(who, where)
        self.change_member(user, chat, user, Membership("left"))
        if chat.kind != "channel":
            self._service(chat, user, {"left_chat_member": user.as_json()})

    def remove_person(self, who: Who, where: Where, whom: Who) -> None:
        """Put somebody out of a group."""
        user, chat = self.person(who), self.place(who, where)
        self.change_member(user, chat, self.person(whom), Membership("kicked"))
        self._service(chat, user, {"left_chat_member": self.person(whom).as_json()})

    def join_request(self, who: Who, where: Where, *, link: dict[str, Any] | None = None) -> None:
        """Ask to be let in; a bot that may invite hears of it and may write back for a while."""
        user, chat = self.person(who), self.place(who, where)
        if chat.has(user.id):
            raise ActRefused("you are in already")
        chat.asking[user.id] = self.seconds()
        self.touched("chat", chat.id)
        if chat.membership(self.bot.id).may("can_invite_users"):
            body = {"chat": chat.as_json(), "from": user.as_json(), "user_chat_id": user.id}
            body |= {"date": self.seconds()} | ({"invite_link": link} if link else {})
            self.queue.put("chat_join_request", body)
            self.touched("queue", "")

    def rename_group(self, who: Who, where: Where, title: str) -> None:
        chat = self.place(who, where)
        chat.title, chat.names = title, {}
        self._service(chat, self.person(who), {"new_chat_title": title})

    def migrate_group(self, where: DemoChat | int) -> DemoChat:
        """Turn a group into a supergroup: a new chat id, and a service message in both."""
        old = where if isinstance(where, DemoChat) else self.chats[where]
        new = self.add_chat("supergroup", old.title)
        new.members = dict(old.members)
        owner = self.users[next(key for key in old.members if key in self.users)]
        self._service(old, owner, {"migrate_to_chat_id": new.id})
        old.moved_to = new.id
        self._service(new, owner, {"migrate_from_chat_id": old.id})
        return new

    def change_member(
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
        self.touched("chat", chat.id)
        self.announce("chats", chat.id, {}, user.id)
        if chat.membership(self.bot.id).status in ADMINS:
            body = self._member_update(chat, actor, user, old, new)
            self.queue.put("chat_member", body | ({"invite_link": link} if link else {}))
            self.touched("queue", "")

    def _change_bot(self, actor: User, chat: DemoChat, new: Membership) -> None:
        old = chat.membership(self.bot.id)
        chat.members[self.bot.id] = new
        self._tell_own(chat, actor, old, new)

    def _tell_own(self, chat: DemoChat, actor: User, old: Membership, new: Membership) -> None:
        self.touched("chat", chat.id)
        self.queue.put("my_chat_member", self._member_update(chat, actor, self.bot, old, new))
        self.touched("queue", "")
        self.announce("chats", chat.id, {}, actor.id)

    def _member_update(
        self, chat: DemoChat, actor: User, user: User, old: Membership, new: Membership
    ) -> dict[str, Any]:
        return {
            "chat": chat.as_json(),
            "from": actor.as_json(),
            "date": self.seconds(),
            "old_chat_member": old.as_json(user.as_json(), chat.kind),
            "new_chat_member": new.as_json(user.as_json(), chat.kind),
        }

    def _service(self, chat: DemoChat, user: User, content: dict[str, Any]) -> None:
        self.touched("chat", chat.id)
        self.tell_bot(self.post(chat, user.id, content))


_MEMBER = Membership("member")
