"""`/broadcast`: a notice of the office: what it says, to whom and when, seen before it goes."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from campaign.notice_audiences import Audience, audience_problem
from campaign.notices import Notice, NoticePart, NoticeState
from campaign.people import Refusal, office
from campaign.texts import Text
from handlers.conversation.flow import Answer, Flow, answer
from handlers.conversation.steps import Answers, Scene, Step, shortened
from handlers.notices.audience import (
    all_or_some,
    audience_lines,
    audience_of,
    branches,
    categories,
    chosen,
    count_so_far,
    counted_now,
    kinds_of_audience,
    roles,
)
from handlers.notices.messages import messages_of
from handlers.notices.pages import notice_button
from handlers.notices.steps import AskMoment, ChooseCounted, Compose, Preview, moment_line
from handlers.turn import Turn
from handlers.views import Button, Line, View, page
from storage.notices import hand_in, recent_notices

# How many earlier notices are offered.
RECENT = 5


@dataclass(frozen=True, slots=True)
class NoticeDraft:
    """The answers of a new notice. `at` is a moment in ISO 8601; empty for at once."""

    content: tuple[dict[str, Any], ...]
    to: tuple[str, ...]
    at: str
    branches: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()

    @property
    def parts(self) -> tuple[NoticePart, ...]:
        """What it says."""
        return tuple(NoticePart(**part) for part in self.content)

    @property
    def audience(self) -> Audience:
        """Whom it goes to."""
        return audience_of(asdict(self))

    @property
    def moment(self) -> datetime | None:
        """When; None for at once."""
        return datetime.fromisoformat(self.at) if self.at else None


def send_preview(scene: Scene) -> None:
    """The very messages that everybody will get."""
    parts = [NoticePart(**part) for part in scene.answers["content"]]
    for message in messages_of(parts, scene.turn.chat.id):
        scene.turn.send(message)


async def summary(scene: Scene) -> Sequence[Line]:
    """Whom it goes to, how many they are, and when."""
    turn, audience = scene.turn, audience_of(scene.latest)
    count = await counted_now(turn, audience)
    when = Text("broadcast.goes_at", {"moment": moment_line(scene.answers["at"])})
    problem = audience_problem(audience, count)
    noted = [] if problem is None else [Text("flow.note", {"note": problem})]
    return [
        Text("broadcast.preview_above"),
        *await audience_lines(turn, audience, count),
        when,
        *noted,
    ]


STEPS: tuple[Step, ...] = (
    Compose(name="content"),
    ChooseCounted(name="to", options=kinds_of_audience, count=count_so_far, check=all_or_some),
    ChooseCounted(name="branches", options=branches, count=count_so_far, when=chosen("branch")),
    ChooseCounted(
        name="categories", options=categories, count=count_so_far, when=chosen("category")
    ),
    ChooseCounted(name="roles", options=roles, count=count_so_far, when=chosen("role")),
    AskMoment(name="at"),
    Preview(summary=summary, send=send_preview),
)


async def begin_broadcast(turn: Turn, asked: Answers) -> Answers | Refusal | View:
    """Earlier notices are offered first: how they stand, and their reports."""
    if asked.get("new"):
        return {}
    recent = await recent_notices(turn.session, limit=RECENT)
    if not recent:
        return {}
    new = [Button(Text("broadcast.write_new"), page("broadcast", new=True))]
    return View([Text("broadcast.recent")], [new, *[[notice_button(turn, one)] for one in recent]])


def name_of_draft(turn: Turn, answers: Answers) -> Line | None:
    """A draft is known by its first words."""
    words = next((part["text"] for part in answers.get("content", ()) if part["text"]), "")
    return Text("flow.quoted", {"text": shortened(words, 24)}) if words else None


async def save_notice(turn: Turn, draft: NoticeDraft) -> Answer | Refusal:
    """Hand the notice in: the notices' worker takes it up from there."""
    new = Notice(
        id=turn.token(),
        author=turn.member.id,
        parts=draft.parts,
        audience=draft.audience,
        state=NoticeState.NEW,
        send_at=draft.moment,
        created_at=turn.now,
    )
    problem = await hand_in(
        turn.session,
        new,
        zone=turn.campaign.zone,
        salt=turn.setting.salt,
        has_channel=turn.setting.channel is not None,
    )
    return Refusal(problem) if problem else answer("saved").about(new.subject)


new_broadcast = Flow(
    name="broadcast",
    version=1,
    may=office,
    draft=NoticeDraft,
    begin=begin_broadcast,
    steps=STEPS,
    done=save_notice,
    named=name_of_draft,
)
