"""`/privacy`: what is kept, why, for how long, who reads it; and the consent to it."""

from campaign.people import anyone
from campaign.texts import Text
from handlers.routing import Asked, Page
from handlers.turn import Turn
from handlers.views import Button, Line, View, page
from storage.membership.people import consent_of, set_consent


async def show_privacy(turn: Turn, asked: Asked) -> None:
    """The whole notice; for members also what they agreed to; a new version asks for consent."""
    version = turn.campaign.privacy.version
    if asked.get("agree") == version and turn.person is not None:
        await _agree(turn, version)
    lines: list[Line] = [
        Text("privacy.notice", {"issuer": turn.campaign.issuer, "campaign": turn.campaign.title}),
        Text("privacy.version", {"version": version}),
    ]
    rows: list[list[Button]] = []
    if turn.person is not None:
        agreed = await consent_of(turn.session, turn.person.id)
        if agreed == version:
            lines.append(Text("privacy.agreed", {"version": agreed}))
        else:
            lines.append(Text("privacy.changed", {"version": agreed or "—"}))
            rows = [[Button(Text("privacy.agree"), page("privacy", agree=version))]]
        lines.append(Text("privacy.withdraw"))
    turn.show_page(View(lines, rows))


async def _agree(turn: Turn, version: str) -> None:
    me = turn.member
    before = await consent_of(turn.session, me.id)
    if before != version:
        await set_consent(turn.session, me.id, version)
        turn.trace(
            "consent given",
            f"person:{me.id}",
            before={"consent": before},
            after={"consent": version},
        )


privacy_page = Page("privacy", anyone, show_privacy)
