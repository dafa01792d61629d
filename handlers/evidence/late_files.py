"""Parts of an album that Telegram brings after ✓: they belong to the record that has the others.

Or to the draft, if the conversation was left. Each album is answered by one message, which is
edited as more parts come.
"""

from dataclasses import dataclass, replace
from datetime import timedelta

from campaign.messages import DOWNLOAD_LIMIT
from campaign.people import Refusal
from campaign.text_input import is_blank
from campaign.texts import Text
from handlers.conversation.flow import AnyFlow
from handlers.conversation.progress import Progress
from handlers.conversation.screen import ask
from handlers.conversation.steps import Answers, Partial, Refused, Scene
from handlers.evidence.attach import (
    MEGABYTE,
    MOST_BYTES_A_DAY,
    Attach,
    receive,
    too_much_today,
)
from handlers.evidence.late_records import RECORD_KINDS, FileRecord
from handlers.incoming import SentFile
from handlers.routing import routes_of
from handlers.turn import Turn
from handlers.views import Button, View, page
from storage.delivery.cards import find_card
from storage.delivery.talks import Talk, TalkState, talks_since
from storage.evidence.evidence import find_evidence

# Telegram keeps updates that the bot has not fetched for 24 hours.
WINDOW = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class LatePart:
    """A file of an album, and the talk and the step that took the rest of it."""

    turn: Turn
    file: SentFile
    album: str
    talk: Talk
    flow: AnyFlow
    step: Attach
    others: tuple[Talk, ...]

    @property
    def scene(self) -> Scene:
        """What the step sees."""
        return Progress(self.turn, self.flow, self.talk).scene


async def take_late_part(turn: Turn) -> bool:
    """Take a part of an album that began in an earlier talk. False if it is none."""
    late = await _late_part(turn)
    if late is None:
        return False
    if late.talk.state is TalkState.KEPT:
        await _add_to_draft(late)
    else:
        await _add_to_record(late)
    if not is_blank(late.file.caption):
        turn.say(Text("evidence.late_words", {"text": late.file.caption}))
    return True


async def _late_part(turn: Turn) -> LatePart | None:
    file, open_talk = turn.incoming.content, turn.talk
    if not isinstance(file, SentFile) or file.album is None or turn.person is None:
        return None
    if open_talk is not None and file.album in open_talk.marks.albums:
        return None
    since = turn.now - WINDOW
    others = tuple(await talks_since(turn.session, since, telegram_id=turn.speaker_id))
    talk = next((one for one in others if file.album in one.marks.albums), None)
    flow = None if talk is None else routes_of(turn).flow(talk.flow)
    if talk is None or flow is None or flow.may(turn.person) is not None:
        return None
    step = next((step for step in flow.steps if isinstance(step, Attach)), None)
    return None if step is None else LatePart(turn, file, file.album, talk, flow, step, others)


async def _add_to_draft(late: LatePart) -> None:
    scene, name = late.scene, late.step.name
    resume = Button(Text("flow.resume"), page("resume", talk=late.talk.id))
    outcome = await late.step.hear(scene, late.file)
    if isinstance(outcome, Partial):
        kept = replace(late, talk=_with_files(late.talk, name, outcome.value))
        await _tell(kept, Text("evidence.late_in_draft", {"n": 1}), resume)
    else:
        why = outcome.problem if isinstance(outcome, Refused) else _wrong_kind()
        await _tell(late, Text("evidence.late_not_added", {"why": why, "n": 1}), resume)


def _with_files(talk: Talk, step: str, files: list[str]) -> Talk:
    """The talk with these files, stored where the step keeps them."""
    if step in talk.marks.unfinished:
        return replace(talk, marks=talk.marks.with_unfinished(step, files))
    return replace(talk, answers={**talk.answers, step: files})


async def _add_to_record(late: LatePart) -> None:
    kind, _, record_id = late.talk.marks.record.partition(":")
    rules = RECORD_KINDS[kind]
    record = await rules.find(late.turn, record_id)
    why = record.text if isinstance(record, Refusal) else await _why_not(late, record)
    if why is None and isinstance(record, FileRecord):
        piece = receive(late.turn, late.file, pictures=late.step.pictures_only)
        if await record.add(piece):
            await _tell(late, Text(rules.added), rules.look(record_id))
            await _tell_open_changes(late, {kind: record_id, "version": record.version}, piece)
            return
        why = Text("evidence.late_again")
    await _tell(late, Text("evidence.late_not_added", {"why": why, "n": 1}), rules.look(record_id))


async def _why_not(late: LatePart, record: FileRecord) -> Text | None:
    """Why the record cannot take this file, and what to do."""
    file, most = late.file, late.step.most(late.scene)
    if not late.step.takes(file):
        return _wrong_kind()
    held = await find_evidence(late.turn.session, record.files)
    if any(piece.unique_id == file.unique_id for piece in held):
        return Text("evidence.late_doubled")
    if len(record.files) >= most:
        return Text("evidence.late_too_many", {"most": most})
    if file.size is not None and file.size > DOWNLOAD_LIMIT:
        return Text("evidence.late_too_big", {"most": DOWNLOAD_LIMIT // MEGABYTE})
    if await too_much_today(late.turn, file):
        return Text("evidence.late_too_much_today", {"most": MOST_BYTES_A_DAY // MEGABYTE})
    return None


def _wrong_kind() -> Text:
    return Text("evidence.late_wrong_kind")


async def _tell_open_changes(late: LatePart, known: Answers, piece: str) -> None:
    """The author is changing the record just now: their change goes on from the new version."""
    turn, name = late.turn, late.step.name
    open_talk = () if turn.talk is None else (turn.talk,)
    for talk in (*open_talk, *late.others):
        if any(talk.answers.get(key) != value for key, value in known.items()):
            continue
        changed = replace(talk, answers={**talk.answers, "version": known["version"] + 1})
        if name in talk.answers:
            files = [*talk.answers[name], piece]
            changed = replace(changed, answers={**changed.answers, name: files})
        if name in talk.marks.unfinished:
            files = [*talk.marks.unfinished[name], piece]
            changed = replace(changed, marks=talk.marks.with_unfinished(name, files))
        flow = routes_of(turn).flow(talk.flow)
        if talk.state is TalkState.OPEN and flow is not None:
            await ask(Progress(turn, flow, changed), in_place=True)
        else:
            turn.keep_talk(changed)


async def _tell(late: LatePart, told: Text, button: Button) -> None:
    """One message for each album; for further parts only the number in it changes."""
    turn, talk = late.turn, late.talk
    before = talk.marks.told
    # A new reason gets a message of its own.
    why = told.params.get("why")
    key = f"{late.album}/{why.key if isinstance(why, Text) else told.key}"
    said = before.get(key, {"n": 0, "card": "", "version": 0})
    card = await find_card(turn.session, said["card"]) if said["card"] else None
    stands = card is not None and card.version == said["version"]
    number = said["n"] + 1 if stands else 1
    view = View([Text(told.key, {**told.params, "n": number})], [[button]])
    shown = turn.update(view, card) if stands and card is not None else turn.show(view)
    if shown is not None:
        now = {"n": number, "card": shown.id, "version": shown.version}
        turn.keep_talk(replace(talk, marks=replace(talk.marks, told={**before, key: now})))
