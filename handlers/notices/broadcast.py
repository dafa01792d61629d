"""`/broadcast`: a notice of the office: what it says, to whom and when, seen before it goes."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from campaign.notice_audiences import Audience, audience_problem
from campaign.notices import Notice, NoticePart, NoticeState, waits_long
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
    chosen_for,
    count_so_far,
    counted_now,
    empty_choice,
    kinds_of_audience,
    roles,
)
from handlers.notices.pages import notice_button, take_back
from handlers.notices.preview import preview_line, send_preview
from handlers.notices.steps import AskMoment, ChooseCounted, Compose, Preview, moment_line
from handlers.turn import Turn
from handlers.views import Button, Line, View, page
from storage.notices import check_new, find_notice, hand_in, recent_notices

# How many earlier notices are offered.
RECENT = 5


@dataclass(frozen=True, slots=True)
class NoticeDraft:
    """The answers of a new notice. `at` is a moment in ISO 8601; empty for at once.

    `replaces`: the planned notice in whose place it goes.
    """

    content: tuple[dict[str, Any], ...]
    to: tuple[str, ...]
    at: str
    branches: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    replaces: str = ""

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


async def summary(scene: Scene) -> Sequence[Line]:
    """Whom it goes to, how many they are, and when."""
    turn, audience = scene.turn, audience_of(scene.latest)
    if problem := empty_choice(scene.latest):
        return [Text("flow.note", {"note": problem})]
    count = await counted_now(turn, audience)
    when = Text("broadcast.goes_at", {"moment": moment_line(scene.answers["at"])})
    problem = audience_problem(audience, count)
    noted = [] if problem is None else [Text("flow.note", {"note": problem})]
    return [
        preview_line(scene.answers),
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
    if asked.get("again"):
        return await _taken_up(turn, asked)
    if asked.get("new"):
        return {}
    recent = await recent_notices(turn.session, limit=RECENT)
    if not recent:
        return {}
    new = [Button(Text("broadcast.write_new"), page("broadcast", new=True))]
    return View([Text("broadcast.recent")], [new, *[[notice_button(turn, one)] for one in recent]])


async def _taken_up(turn: Turn, asked: Answers) -> Answers | Refusal:
    """An earlier notice once more: as it is, or with another moment; or in its own place."""
    notice = await find_notice(turn.session, str(asked["again"]))
    if notice is None:
        return Refusal(Text("broadcast.gone"))
    known = {"content": [asdict(part) for part in notice.parts], **chosen_for(notice.audience)}
    if not asked.get("replaces"):
        return known
    if not waits_long(notice, now=turn.now):
        return Refusal(Text("broadcast.too_late_to_change"))
    if asked.get("as_it_is") and notice.send_at is not None:
        known["at"] = turn.local(notice.send_at).isoformat()
    return {**known, "replaces": notice.id}


def name_of_draft(turn: Turn, answers: Answers) -> Line | None:
    """A draft is known by its first words."""
    words = next((part["text"] for part in answers.get("content", ()) if part["text"]), "")
    return Text("flow.quoted", {"text": shortened(words, 24)}) if words else None


async def save_notice(turn: Turn, draft: NoticeDraft) -> Answer | Refusal:
    """Hand the notice in: the notices' worker takes it up from there."""
    if problem := empty_choice(asdict(draft)):
        return Refusal(problem)
    new = Notice(
        id=turn.token(),
        author=turn.member.id,
        parts=draft.parts,
        audience=draft.audience,
        state=NoticeState.NEW,
        send_at=draft.moment,
        created_at=turn.now,
    )
    has_channel, zone = turn.setting.channel is not None, turn.campaign.zone
    _, problem = await check_new(turn.session, new, zone=zone, has_channel=has_channel)
    if problem is None and draft.replaces:
        refused = await take_back(turn, draft.replaces)
        problem = None if refused is None else refused.text
    problem = problem or await hand_in(
        turn.session, new, zone=zone, salt=turn.setting.salt, has_channel=has_channel
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
