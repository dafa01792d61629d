"""`/privacy`: what is kept, why, for how long, who reads it; and the consent to it."""

from typing import Any

from campaign.people import anyone, joined
from campaign.privacy.notice import notice_version
from campaign.texts import Text
from handlers.account.consent import agree, told_who_sees
from handlers.conversation import engine as conversation
from handlers.routing import Asked, Page, routes_of
from handlers.turn import Turn
from handlers.views import Button, Line, View, page


async def show_privacy(turn: Turn, asked: Asked) -> None:
    """The whole notice; for members also what they agreed to; a new version asks for consent."""
    version = notice_version(turn.campaign)
    if asked.get("agree") == version and turn.person is not None:
        await agree(turn)
    lines: list[Line] = [
        Text("privacy.notice", {"issuer": turn.campaign.issuer, "campaign": turn.campaign.title}),
        *told_who_sees(),
        Text("privacy.how_long"),
        Text("privacy.version", {"version": version}),
    ]
    rows: list[list[Button]] = []
    if turn.person is not None:
        agreed = turn.person.consent
        if agreed == version:
            lines.append(Text("privacy.agreed", {"version": agreed}))
        else:
            lines.append(Text("privacy.changed", {"version": agreed or "—"}))
            rows = [[Button(Text("privacy.agree"), page("privacy", agree=version))]]
        lines.append(Text("privacy.withdraw"))
    turn.show_page(View(lines, rows))


async def take_consent(turn: Turn, asked: Asked) -> None:
    """The answer to the question before a record: with a yes, what was wanted goes on."""
    if not asked.get("agree"):
        turn.show_page(View([Text("privacy.not_agreed")]))
        return
    await agree(turn)
    turn.show_page(View([Text("privacy.thanks")]))
    then: dict[str, Any] = asked.get("then") or {}
    flow = routes_of(turn).flow(str(then.get("go")))
    if flow is not None:
        await conversation.begin(turn, flow, then)


privacy_page = Page("privacy", anyone, show_privacy)
consent_page = Page("consent", joined, take_consent)
