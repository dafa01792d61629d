"""What is made for people on demand, beside the engine's turns: reports, sheets, invitations.

A row of the outbox orders one; what is made is sent by a row that follows.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from bot.telegram.client import OutgoingFile
from bot.workers.made_files import MadeFiles, made_names
from bot.workers.notice_report import notice_report
from campaign.messages import Files, MessageFile
from campaign.texts import Html
from storage.database.engine import Database
from storage.delivery.outbox import Outgoing, Priority

Params = dict[str, Any]
# Makes the content of a file from what was ordered. Made twice, it is the same.
Maker = Callable[[Params], Awaitable[bytes]]
NONE: Mapping[str, Maker] = {}


class Workshop:
    """Makes files, and hands them out to the calls that send them."""

    def __init__(
        self, database: Database, files: MadeFiles, makers: Mapping[str, Maker] = NONE
    ) -> None:
        self._database = database
        self.files = files
        self._makers: dict[str, Maker] = {"notice_report": self._notice_report, **makers}

    async def make(self, order: Params) -> list[Outgoing]:
        """Make what is ordered; the call that sends it to the chat that asked."""
        content = await self._makers[order["what"]](order)
        path = await asyncio.to_thread(self.files.put, content, name=order["name"])
        chat = order["chat_id"]
        file = MessageFile("document", made=path, caption=Html(order["caption"]))
        return [Outgoing.of(Files(chat, [file]), lane=chat, priority=Priority.FILE)]

    async def uploads(self, params: Params) -> tuple[Params, dict[str, OutgoingFile]]:
        """The call's parameters without the made files, and these as what is to be uploaded."""
        named = made_names(params)
        files = {
            name: await asyncio.to_thread(self.files.take, path) for name, path in named.items()
        }
        return {name: value for name, value in params.items() if name not in named}, files

    async def _notice_report(self, order: Params) -> bytes:
        return await notice_report(self._database, order)
