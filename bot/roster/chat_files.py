"""The files that the office takes of the roster in the chat: report, invitations, empty sheet.

What draws them is imported when it is needed: a start does without, by a tenth of a second and
some twelve megabytes.
"""

import asyncio
import tempfile
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.roster.personal_link import PersonalLink, SheetWording
from bot.workers.reports import Maker
from campaign.clock import Clock
from campaign.invitations import LIFE, derived_code
from campaign.links import WayIn
from campaign.texts import Language
from handlers.turn import Setting
from storage.database.engine import Database
from storage.invitations import keep_derived, people_to_invite
from storage.membership.roster_imports import find_import
from storage.trace import Act, append_trace

Order = dict[str, Any]


class RosterFiles:
    """Makes each of them when it is ordered."""

    def __init__(self, database: Database, clock: Clock, setting: Setting) -> None:
        self._database = database
        self._clock = clock
        self._setting = setting

    @property
    def makers(self) -> Mapping[str, Maker]:
        """By what the order calls them."""
        return {
            "roster_report": self._report,
            "roster_template": self._template,
            "invitation_sheet": self._sheet,
            "invitation_table": self._table,
        }

    async def _report(self, order: Order) -> bytes:
        """Everything that was told of an import; with a mark, so that Windows reads it as UTF-8."""
        async with self._database.read() as session:
            one = await find_import(session, order["id"])
        return ("" if one is None else one.report).encode("utf-8-sig")

    async def _template(self, order: Order) -> bytes:
        return await asyncio.to_thread(self._written_template, Language(order["language"]))

    def _written_template(self, language: Language) -> bytes:
        from bot.roster.template import write_template  # noqa: PLC0415 - see above

        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "empty.xlsx"
            write_template(path, self._setting.campaign, self._setting.texts, language)
            return path.read_bytes()

    async def _sheet(self, order: Order) -> bytes:
        from bot.roster.invitation_sheet import sheet_of  # noqa: PLC0415 - see above

        links, until = await self._links(order)
        page = await asyncio.to_thread(sheet_of, links, self._wording(order), until=until)
        return page.encode()

    async def _table(self, order: Order) -> bytes:
        from bot.roster.invitation_sheet import csv_of  # noqa: PLC0415 - see above

        links, _ = await self._links(order)
        return csv_of(links, self._wording(order)).encode("utf-8-sig")

    def _wording(self, order: Order) -> SheetWording:
        setting = self._setting
        return SheetWording(setting.texts, Language(order["language"]), setting.campaign)

    async def _links(self, order: Order) -> tuple[list[PersonalLink], datetime]:
        """The links of everybody who has not joined, kept; asked for again, they are the same."""
        setting, now = self._setting, self._clock.now()
        async with self._database.write() as session:
            invitees = await people_to_invite(session, branch=order.get("branch"))
            codes = {
                one.person: derived_code(setting.salt, order["batch"], one.person)
                for one in invitees
            }
            kept = await keep_derived(session, codes, at=now)
            acts = [Act(None, "invited", f"person:{person}") for person in kept]
            await append_trace(session, acts, at=now, salt=setting.salt)
        ways = (WayIn(setting.bot_name, codes[one.person]) for one in invitees)
        links = [
            PersonalLink(one.branch, one.name, one.number, way)
            for one, way in zip(invitees, ways, strict=True)
        ]
        return links, now + LIFE
