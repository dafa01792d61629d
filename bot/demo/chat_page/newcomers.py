"""Visitors of the demo who have joined: from then on the page says who they are."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.demo.college.population import member_note, visitor_note
from bot.demo.fake_telegram.world.world import World
from bot.program import Program
from campaign.people import Person
from campaign.texts import Language
from storage.membership.branches import branch_names
from storage.membership.people import people_by_telegram_id


@dataclass
class Newcomers:
    """Knows nobody until there is a bot to `follow`."""

    program: Program | None = field(default=None, init=False)

    def follow(self, program: Program) -> None:
        """From now on, look at whom this bot knows."""
        self.program = program

    async def introduce(self, world: World) -> None:
        """Change the notes of the visitors who have joined since."""
        if self.program is None:
            return
        texts = self.program.setting.texts
        waiting = visitor_note(texts, Language.ZH)
        visitors = {user.id: user for user in world.people if user.note == waiting}
        if not visitors:
            return
        async with self.program.database.read() as session:
            found = await people_by_telegram_id(session, visitors)
            names = await branch_names(session) if found else {}
        for account, person in found.items():
            branch = "" if person.branch is None else names.get(person.branch, "")
            user = visitors[account]
            user.note, user.note_en = (
                self._note(self.program, person, branch, language) for language in Language
            )
            world.changes.touched("user", user.id)

    @staticmethod
    def _note(program: Program, person: Person, branch: str, language: Language) -> str:
        roles = {held.role for held in person.roles}
        campaign, texts = program.setting.campaign, program.setting.texts
        return member_note(roles, person.category, branch, campaign, texts, language)
