"""A story as a record: how it reads, in full and in lists; its consent, which can be revoked."""

from collections.abc import Sequence

from campaign import stories as rules
from campaign.people import member
from campaign.stories import Consent, Story, StoryAct, StoryContent
from campaign.texts import Text, literal
from handlers.conversation.steps import shortened
from handlers.paging import beside
from handlers.records.kind import RecordKind, Shown, own_record
from handlers.records.pages import pages_of, show_record
from handlers.routing import Asked, Page
from handlers.turn import Turn
from handlers.views import Button, Line, View, page, split_lines
from storage.stories import STORIES, set_consent
from storage.trace import Personal

# How much of a text is shown at a glance (characters), and on one page (Telegram's units).
GLANCE = 600
PART = 3000
# How much of a title is shown in the list of one's own stories, and in a branch's (characters).
TITLE_IN_LIST, TITLE_BESIDE_NAME = 24, 20

PARTS = Button(Text("story.part_before")), Button(Text("story.part_next"))
CONSENTS = {
    Consent.NAMED: Text("story.consent_named"),
    Consent.UNNAMED: Text("story.consent_unnamed"),
    Consent.NONE: Text("story.consent_none"),
}


def show_beginning(turn: Turn, content: StoryContent) -> list[Line]:
    """A story for the preview: the beginning of its text, and its length."""
    n = len(content.body)
    text: Line = literal(content.body)
    if n > GLANCE:
        text = Text("story.beginning", {"text": content.body[:GLANCE].rstrip(), "n": n})
    return _show(turn, content, [text])


def show_part(turn: Turn, content: StoryContent, asked: Asked) -> Shown:
    """A story page by page, on the page that a button asks for."""
    parts = split_lines(literal(content.body), PART)
    at = min(asked.get("part", 0), len(parts) - 1)
    lines = _show(turn, content, [parts[at]])
    if len(parts) > 1:
        lines.append(Text("story.part", {"n": at + 1, "of": len(parts)}))
    which = {name: asked[name] for name in ("id", "version", "back") if name in asked}
    before = {"part": at - 1} if at > 0 else None
    after = {"part": at + 1} if at < len(parts) - 1 else None
    return Shown(lines, beside("show_story", before, after, PARTS, **which))


def traced(story: Story) -> dict[str, object]:
    """What the trace keeps of a story."""
    content = story.content
    return {
        "version": story.version,
        "month": str(story.month),
        "kind": content.kind,
        "about": content.about_person,
        "pictures": list(content.pictures),
        "consent": content.consent.value,
        "words": Personal([content.about, content.title, content.body]),
    }


async def choose_consent(turn: Turn, asked: Asked) -> None:
    """Give the consent to publish, or revoke it; what was published before is not undone."""
    found = await own_record(turn, STORY_RECORD, asked, StoryAct.CONSENT)
    if found is None:
        return
    if "to" in asked:
        await _change_consent(turn, found, Consent(asked["to"]))
        return
    rows = []
    for consent, label in CONSENTS.items():
        ticked = "flow.ticked" if consent is found.content.consent else "flow.unticked"
        offer = page("story_consent", id=found.id, to=consent.value)
        rows.append([Button(Text(ticked, {"label": label}), offer)])
    back = [Button(Text("flow.back"), STORY_RECORD.link(found))]
    lines = [Text("story.titled", {"title": found.content.title}), Text("story.consent_ask")]
    turn.show_page(View(lines, [*rows, back]))


def _show(turn: Turn, content: StoryContent, body: Sequence[Line]) -> list[Line]:
    kind = rules.kind_name(turn.campaign, content.kind)
    shown: list[Line] = [
        Text("story.titled", {"title": content.title}),
        Text("story.shown_kind", {"kind": kind}),
    ]
    if content.about:
        known = content.about_person is not None
        key = "story.shown_about_member" if known else "story.shown_about"
        shown.append(Text(key, {"name": content.about}))
    shown += [literal(""), *body, literal("")]
    if content.pictures:
        shown.append(Text("story.shown_pictures", {"n": len(content.pictures)}))
    shown.append(Text("story.shown_consent", {"consent": CONSENTS[content.consent]}))
    return shown


async def _change_consent(turn: Turn, found: Story, consent: Consent) -> None:
    old = found.content.consent
    if consent is not old:
        new = await set_consent(turn.session, found, consent, at=turn.now)
        if new is None:
            turn.say(Text("story.changed_elsewhere"))
            return
        turn.trace(
            "story consent changed",
            found.subject,
            before={"consent": old.value},
            after={"consent": consent.value},
        )
    turn.toast(Text("story.consent_is", {"consent": CONSENTS[consent]}))
    await show_record(turn, {"id": found.id}, STORY_RECORD)


def _line(turn: Turn, one: Story) -> Text:
    kind = rules.kind_name(turn.campaign, one.content.kind)
    return Text("story.line", {"kind": kind, "title": shortened(one.content.title, TITLE_IN_LIST)})


def _named_line(turn: Turn, one: Story, who: Line) -> Text:
    kind = rules.kind_name(turn.campaign, one.content.kind)
    title = shortened(one.content.title, TITLE_BESIDE_NAME)
    words = {"kind": kind, "name": who, "title": title}
    return Text("progress.story_line", words)


def _sorts(turn: Turn) -> Sequence[tuple[str, Line]]:
    return [(kind.id, Text("named", {"name": kind.name})) for kind in turn.campaign.story_kinds]


def _more_acts(found: Story) -> list[Button]:
    return [Button(Text("story.consent"), page("story_consent", id=found.id))]


STORY_RECORD = RecordKind(
    name="story",
    many="stories",
    trace_as="story",
    table=STORIES,
    read=rules.read_content,
    change=StoryAct.CHANGE,
    withdraw=StoryAct.WITHDRAW,
    refusal=rules.refusal,
    summary=show_beginning,
    line=_line,
    named_line=_named_line,
    title_of_all="progress.stories_of",
    name_of_all="record.all_stories",
    traced=traced,
    about=lambda story: {"title": story.content.title},
    more_acts=_more_acts,
    sorts=_sorts,
    parts=show_part,
)
story_pages = (*pages_of(STORY_RECORD), Page("story_consent", member, choose_consent))
