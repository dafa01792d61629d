"""How one outbox row is carried out: one call, or the few that it stands for."""

import asyncio
import logging
from dataclasses import dataclass, field
from typing import Any

from telegram.error import TelegramError

from bot.telegram.client import Api
from bot.telegram.downloads import Fetched, Fetcher
from bot.telegram.errors import Meaning, Trouble, trouble_of
from bot.telegram.other_ways import as_edit, other_way
from bot.telegram.render import Params, rendered
from bot.workers.kept_files import SentAgain, send_again
from bot.workers.made_files import made_names
from bot.workers.reports import Workshop
from campaign.messages import DONE_HERE, ReportOrder
from storage.delivery.card_messages import Placed, Worn
from storage.delivery.outbox import SHOWN, Claimed, Outgoing

log = logging.getLogger(__name__)

# Seconds for all that such a row stands for.
CALL_WITHIN = 140.0
# A number beyond that is a broken server's, and no database takes it.
NO_MESSAGE = 2**63


@dataclass(frozen=True, slots=True)
class Called:
    """What came of a row: the result, or the trouble that stayed; calls that follow from it.

    `detour`: why it was carried out in another way than was asked for. `again`: what came of kept
    files that were sent again.
    """

    row: Claimed
    result: Any = None
    trouble: Trouble | None = None
    fetched: Fetched | None = None
    follow: list[Outgoing] = field(default_factory=list)
    detour: Meaning | None = None
    again: SentAgain | None = None

    @property
    def message_id(self) -> int | None:
        """The message that now stands in the chat."""
        found = self.result.get("message_id") if isinstance(self.result, dict) else None
        return found if isinstance(found, int) and abs(found) < NO_MESSAGE else None

    @property
    def worn(self) -> Worn | None:
        """The message that showed the card before this one was sent."""
        placed, chat = self.placed, chat_of(self.row)
        if placed is None or placed.worn_id is None or chat is None:
            return None
        return Worn(placed.card_id, chat, placed.worn_id)

    @property
    def placed(self) -> Placed | None:
        """Where the row's card is shown now, if that is another message than before."""
        row, now = self.row, self.message_id
        if row.card_id is None or now is None or now == row.card_message_id:
            return None
        return Placed(row.card_id, now, row.card_message_id if row.fresh else None)


async def carry_out(row: Claimed, api: Api, fetcher: Fetcher, workshop: Workshop) -> Called:
    """Make the row's call. Never raises for what Telegram or the network does.

    A plain call ends by the wire's own limit; what goes on with files gets one of its own.
    """
    try:
        if row.method in DONE_HERE:
            async with asyncio.timeout(CALL_WITHIN):
                return await _do_here(row, fetcher, workshop)
        if row.subject is not None and row.subject.startswith(SHOWN):
            async with asyncio.timeout(CALL_WITHIN):
                again = await send_again(row.params, api, workshop.kept)
            return Called(row, result=again.result, again=again)
        method, params = rendered(row.method, row.params)
        if row.card_id is not None:
            return await _show_card(row, method, params, api)
        if not made_names(params):
            result, detour = await _call(api, method, params, row)
            return Called(row, result=result, detour=detour)
        async with asyncio.timeout(CALL_WITHIN):
            plain, files = await workshop.uploads(params)
            return Called(row, result=await api.call(method, plain, files=files))
    except TimeoutError:
        return Called(row, trouble=Trouble(Meaning.DOUBT, "no end within the time allowed"))
    except Exception as error:  # noqa: BLE001 - every kind is told apart, in one place
        return _troubled(row, error)


async def _do_here(row: Claimed, fetcher: Fetcher, workshop: Workshop) -> Called:
    if row.method == ReportOrder.kind:
        return Called(row, result=True, follow=await workshop.make(row.params))
    return Called(row, fetched=await fetcher.fetch(row.params))


def chat_of(row: Claimed) -> int | None:
    """The chat that the row is about, if it is about one."""
    chat = row.lane if row.lane is not None else row.params.get("chat_id")
    return chat if isinstance(chat, int) else None


def _troubled(row: Claimed, error: Exception) -> Called:
    if not isinstance(error, TelegramError | OSError):
        # How it came about is said once; it is tried again for as long as any other.
        told = error if row.tries <= 1 else None
        log.error("outbox row %s (%s): our own fault", row.id, row.method, exc_info=told)
    trouble = trouble_of(error, chat=chat_of(row))
    if trouble.meaning in (Meaning.HARMLESS, Meaning.ANEW):
        return Called(row, result=True)
    return Called(row, trouble=trouble)


async def _show_card(row: Claimed, method: str, params: Params, api: Api) -> Called:
    """Edit the card's message; or send it anew, after which the old one is worn."""
    old = row.card_message_id
    if old is not None and not row.fresh:
        result, detour = await _call(api, *as_edit(params, old), row)
        shown = result if isinstance(result, dict) else {"message_id": old}
        return Called(row, result=shown, detour=detour)
    result, detour = await _call(api, method, params, row)
    return Called(row, result=result, detour=detour)


async def _call(api: Api, method: str, params: Params, row: Claimed) -> tuple[Any, Meaning | None]:
    """The call; once more in another way where Telegram's answer shows one, which is told."""
    try:
        return await api.call(method, params), None
    except Exception as error:
        trouble = trouble_of(error, chat=chat_of(row))
        changed = other_way(trouble.meaning, method, params)
        if changed is None:
            if trouble.meaning is Meaning.HARMLESS:
                return True, None
            raise
        log.log(
            logging.ERROR if trouble.meaning is Meaning.PLAIN else logging.INFO,
            "outbox row %s is sent another way: %s",
            row.id,
            trouble.words,
        )
        return await api.call(*changed), trouble.meaning
