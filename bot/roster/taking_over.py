"""Takes a roster over, for the command line and for the chat: people, trace, menus."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from campaign.people import PersonId
from campaign.roster.planning.plan import RosterPlan
from campaign.texts import Text, Texts, text
from handlers.account.menus import no_menu, person_menu
from handlers.routes import ROUTES
from storage.database.session import Session
from storage.delivery.outbox import put_outgoing
from storage.membership.people import accounts_of, joined_people
from storage.membership.roster import carry_out, imported_act
from storage.trace import Act, append_trace


@dataclass(frozen=True, slots=True)
class TakingOver:
    """With whose texts and salt, and who of the office it is; None for the operator."""

    texts: Texts
    salt: bytes
    by: PersonId | None = None

    async def carry_out(self, session: Session, plan: RosterPlan, *, at: datetime) -> Text:
        """Write what the plan says; the numbers of it. Raises ValueError as the plan's writer."""
        acts = await carry_out(session, plan, at=at)
        imported = imported_act(plan, by=self.by)
        await append_trace(session, [imported, *self._by_whom(acts)], at=at, salt=self.salt)
        await self._set_menus(session, plan, at)
        return text(
            "importing.done",
            added=len(plan.added),
            changed=len(plan.changed),
            removed=len(plan.removed),
        )

    def _by_whom(self, acts: Iterable[Act]) -> list[Act]:
        return [replace(act, person_id=self.by) for act in acts]

    async def _set_menus(self, session: Session, plan: RosterPlan, now: datetime) -> None:
        """Whoever's rights have changed sees other commands from now on."""
        changed = {c.person.id for c in plan.changed if c.person.posts != c.posts or c.returns}
        calls = [
            person_menu(self.texts, ROUTES, one)
            async for one in joined_people(session)
            if one.id in changed
        ]
        accounts = await accounts_of(session, [one.id for one in plan.removed if one.joined])
        put_outgoing(session, [*calls, *map(no_menu, accounts)], at=now)
