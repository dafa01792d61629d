"""The questions of a broadcast: what it says, whom it goes to, when; and how it will look."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, ClassVar

from campaign.dates import DayAlone, day_without_hour, read_moment, why_no_moment
from campaign.messages import CAPTION_LIMIT, MESSAGE_LIMIT, utf16_length
from campaign.notices import MOST_MESSAGES, moment_problem
from campaign.reminders import is_quiet
from campaign.text_input import is_blank
from campaign.texts import Html, Text, WithWeekday
from handlers.conversation.steps import (
    NOT_THIS,
    ChooseMany,
    Confirm,
    Option,
    Partial,
    Problem,
    Refused,
    Scene,
    Step,
    StepOutcome,
    Taken,
    own,
)
from handlers.evidence.attach import Attach
from handlers.incoming import Content, Said, SentFile
from handlers.turn import Turn
from handlers.views import Button, Line, Offer, View, split_lines

# Options on a page.
A_PAGE = 20


@dataclass(frozen=True, kw_only=True)
class Compose(Attach):
    """Any number of messages, kept exactly as they are: texts, pictures, albums, files, voice."""

    optional: bool = False
    wants: ClassVar[str] = "notice"
    takes_whole: ClassVar[bool] = True

    async def ask(self, scene: Scene) -> View:
        """The question; after the first message also how many there are, and Done."""
        kept = scene.so_far(self.name) or []
        if not kept:
            return View(self._question(scene))
        done = Button(Text("flow.done_attaching"), own("done"))
        clear = Button(Text("flow.attach_anew"), own("clear"))
        told = Text("broadcast.received", {"n": len(kept), "most": MOST_MESSAGES})
        return View([told], [[done, clear]])

    async def hear(self, scene: Scene, content: Content) -> StepOutcome:
        """One more message; parts of an album share one card."""
        if not isinstance(content, Said | SentFile):
            return NOT_THIS
        kept = list(scene.so_far(self.name) or [])
        parts = _parts(content)
        if problem := _problem(content, len(kept) + len(parts) - 1):
            return Refused(problem)
        kept.extend(parts)
        album = content.album if isinstance(content, SentFile) else None
        marks = scene.marks.with_part_of(album)
        return Partial(kept, quiet=scene.marks.goes_on(album), marks=marks)

    def show(self, value: Any) -> Line | None:
        """How many there are."""
        return Text("broadcast.messages", {"n": len(value)})


def _problem(content: Said | SentFile, kept: int) -> Text | None:
    if kept >= MOST_MESSAGES:
        return Text("broadcast.too_many", {"most": MOST_MESSAGES})
    if isinstance(content, Said) and is_blank(content.text) and not content.files:
        return Text("writing.empty")
    if isinstance(content, SentFile) and utf16_length(content.caption) > CAPTION_LIMIT:
        return Text("broadcast.caption_too_long", {"most": CAPTION_LIMIT})
    return None


def _parts(content: Said | SentFile) -> list[dict[str, Any]]:
    """The messages to send for one: a rich message is sent as its words, then its files."""
    if isinstance(content, SentFile) or (not content.files and _fits(content)):
        return [_part(content)]
    words = split_lines(Html(content.text)) if not is_blank(content.text) else []
    return [*(_part(Said(str(one))) for one in words), *map(_part, content.files)]


def _fits(content: Said) -> bool:
    return utf16_length(content.text) <= MESSAGE_LIMIT


def _part(content: Said | SentFile) -> dict[str, Any]:
    look = None if content.look is None else dict(content.look)
    if isinstance(content, Said):
        return {"kind": "text", "text": content.text, "look": look}
    return {
        "kind": content.kind.value,
        "text": content.caption,
        "file_id": content.file_id,
        "album": content.album or "",
        "look": look,
    }


@dataclass(frozen=True, kw_only=True)
class ChooseCounted(ChooseMany):
    """Any of several options, page by page, with a line that counts the people."""

    count: Callable[[Scene], Awaitable[Line]]
    check: Callable[[Scene, Sequence[str]], Problem | None] | None = None

    async def ask(self, scene: Scene) -> View:
        """The options of the page, ticked or not; the count; Done."""
        options = await self.options(scene)
        page = scene.marks.pages.get(self.name, 0)
        shown = options[page * A_PAGE : (page + 1) * A_PAGE]
        ticked = await self._chosen(scene)
        buttons = [_tick(option, option.value in ticked) for option in shown]
        rows = [buttons[at : at + self.columns] for at in range(0, len(buttons), self.columns)]
        around = _around(page, more=len(options) > (page + 1) * A_PAGE)
        done = [Button(Text("flow.done_choosing", {"n": len(ticked)}), own("done"))]
        return View([*self._question(scene), await self.count(scene)], [*rows, around, done])

    async def press(self, scene: Scene, offer: Offer) -> StepOutcome:
        """Turn the page, tick, or be done, if what is ticked goes together."""
        ticked = await self._chosen(scene)
        if offer["do"] == "page":
            return Partial(ticked, marks=scene.marks.on_page(self.name, offer["value"]))
        problem = self.check(scene, ticked) if self.check and offer["do"] == "done" else None
        return Refused(problem) if problem else await super().press(scene, offer)

    def show(self, value: Any) -> Line | None:
        """How many were ticked."""
        return Text("broadcast.ticked", {"n": len(value)})


def _tick(option: Option, is_ticked: bool) -> Button:
    key = "flow.ticked" if is_ticked else "flow.unticked"
    return Button(Text(key, {"label": option.label}), own("toggle", option.value))


def _around(page: int, *, more: bool) -> list[Button]:
    around = []
    if page:
        around.append(Button(Text("page.newer"), own("page", page - 1)))
    if more:
        around.append(Button(Text("page.older"), own("page", page + 1)))
    return around


@dataclass(frozen=True, kw_only=True)
class AskMoment(Step):
    """At once, by a press, or at a moment in words; quiet hours are confirmed once."""

    wants: ClassVar[str] = "moment"

    async def ask(self, scene: Scene) -> View:
        """The question; or whether it is to be in quiet hours all the same."""
        pending = scene.marks.unfinished.get(self.name)
        if pending is None:
            return self._asked(scene)
        if (alone := _day_only(pending)) is not None:
            return _asked_for_hour(alone.day)
        sure = Button(Text("broadcast.quiet_sure"), own("sure"))
        anew = Button(Text("broadcast.quiet_anew"), own("anew"))
        return View([_in_quiet_hours(scene.turn, pending)], [[sure], [anew]])

    async def hear(self, scene: Scene, content: Content) -> StepOutcome:
        """A moment as people write it, in the campaign's zone."""
        if not isinstance(content, Said):
            return NOT_THIS
        now = scene.turn.local(scene.turn.now)
        alone = _day_only(scene.marks.unfinished.get(self.name))
        moment = read_moment(content.text, now=now, on=alone)
        if moment is None:
            return _unread(content.text, now)
        if moment == now:
            return _unless_quiet(scene.turn, "")
        problem = moment_problem(moment, now=now)
        return Refused(problem) if problem else _unless_quiet(scene.turn, moment.isoformat())

    def _asked(self, scene: Scene) -> View:
        example = scene.turn.local(scene.turn.now) + timedelta(days=2)
        in_full = Text("broadcast.at_example", {"example": f"{example:%Y-%m-%d} 09:00"})
        now = Button(Text("broadcast.now"), own("now"))
        return View([*self._question(scene), in_full], [[now]])

    async def press(self, scene: Scene, offer: Offer) -> StepOutcome:
        """At once; or, asked about quiet hours, yes or another moment."""
        pending = scene.marks.unfinished.get(self.name)
        match offer["do"]:
            case "now":
                return _unless_quiet(scene.turn, "")
            case "sure" if pending is not None and _day_only(pending) is None:
                return Taken(pending)
            case _:
                return Partial(None)

    def show(self, value: Any) -> Line | None:
        """The moment."""
        return moment_line(value)


def _day_only(pending: Any) -> DayAlone | None:
    """The day that was written without an hour, if that is what the step holds."""
    if not pending or "T" in pending:
        return None
    day, _, part = str(pending).partition(" ")
    return DayAlone(date.fromisoformat(day), part)


def _asked_for_hour(day: date) -> View:
    which = Text("broadcast.which_hour", {"day": WithWeekday(day)})
    return View([which], [[Button(Text("broadcast.quiet_anew"), own("anew"))]])


def _unread(text: str, now: datetime) -> StepOutcome:
    """A day alone is kept, and only its hour is asked for."""
    alone = day_without_hour(text, now=now)
    if alone is None:
        return Refused(why_no_moment(text))
    if alone.day < now.date():
        return Refused(Text("broadcast.moment_is_past", {"moment": alone.day}))
    return Partial(f"{alone.day.isoformat()} {alone.part}".strip())


def moment_line(value: str) -> Text:
    """A moment kept as an answer: empty is at once."""
    if not value:
        return Text("broadcast.now")
    return Text("flow.day", {"day": datetime.fromisoformat(value)})


def _unless_quiet(turn: Turn, value: str) -> StepOutcome:
    moment = datetime.fromisoformat(value) if value else turn.now
    quiet = is_quiet(turn.campaign.reminders, moment, turn.campaign.zone)
    return Partial(value) if quiet else Taken(value)


def _in_quiet_hours(turn: Turn, value: str) -> Text:
    rules = turn.campaign.reminders
    words = {
        "moment": moment_line(value),
        "from": f"{rules.quiet_from:%H:%M}",
        "until": f"{rules.quiet_until:%H:%M}",
    }
    return Text("broadcast.in_quiet_hours", words)


@dataclass(frozen=True, kw_only=True)
class Preview(Confirm):
    """The very messages, and the card below them; shown once each time one gets here."""

    send: Callable[[Scene], None]

    async def ask(self, scene: Scene) -> View:
        """Send the messages, unless they were just sent."""
        talk = scene.turn.talk
        if talk is None or talk.step != self.name:
            self.send(scene)
        return await super().ask(scene)
