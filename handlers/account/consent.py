"""Whoever agreed to an earlier privacy notice is told what it says now, and asked, before a record.

Nobody is kept from what they have begun: drafts go on, and what is being written is handed in.
"""

from dataclasses import replace

from campaign.people import Refusal
from campaign.privacy.access import who_sees
from campaign.privacy.notice import notice_version
from campaign.texts import Text
from handlers.conversation.flow import Opening
from handlers.conversation.steps import Answers
from handlers.turn import Turn
from handlers.views import Button, Line, Offer, View, page
from storage.membership.people import consent_of, set_consent


def after_consent(flow: str, begin: Opening) -> Opening:
    """The opening of the flow of that name, after the question where it is due."""

    async def ask_first(turn: Turn, asked: Answers) -> Answers | Refusal | View:
        given = await begin(turn, asked)
        if isinstance(given, Refusal) or has_agreed(turn):
            return given
        return _question(page(flow, **{key: asked[key] for key in asked if key != "go"}))

    return ask_first


def has_agreed(turn: Turn) -> bool:
    """Whether the speaker agreed to the notice as it reads today."""
    return turn.member.consent == notice_version(turn.campaign)


async def agree(turn: Turn) -> None:
    """Keep that the speaker agrees to the notice as it reads today, and leave a trace."""
    me, version = turn.member, notice_version(turn.campaign)
    before = await consent_of(turn.session, me.id)
    turn.identify(replace(me, consent=version))
    if before == version:
        return
    await set_consent(turn.session, me.id, version)
    turn.trace(
        "consent given",
        f"person:{me.id}",
        before={"consent": before},
        after={"consent": version},
    )


def told_who_sees() -> list[Line]:
    """The heading and the table of who sees what, as everywhere else."""
    return [Text("privacy.who_title"), *who_sees()]


def _question(then: Offer) -> View:
    """What is new, and the choice; `then` is what was wanted, which goes on after the consent."""
    lines = [Text("privacy.asked_again"), *told_who_sees(), Text("privacy.asked_again_end")]
    agreed = Button(Text("privacy.agree"), page("consent", agree=True, then=then))
    declined = Button(Text("privacy.not_now"), page("consent", agree=False))
    return View(lines, [[agreed], [declined]])
