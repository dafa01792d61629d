"""The pages of a story: how it reads, its history, its consent, taking it back, a month's list."""

from collections.abc import Sequence

from campaign import stories as rules
from campaign.people import joined, member
from campaign.stories import Consent, Story, StoryAct, StoryContent, StoryState
from campaign.texts import Text, literal
from handlers.conversation.steps import shortened
from handlers.evidence.receipt import notes_on_evidence
from handlers.paging import beside, pager
from handlers.progress.records import back_to_records
from handlers.routing import Asked, Page
from handlers.turn import Turn
from handlers.views import Button, Line, View, month_name, page, split_lines
from storage.stories import find_story, set_consent, stories_of, withdraw_story
from storage.versions import Version, versions_of

A_PAGE = 6
VERSIONS = 20
# How much of a text is shown at a glance (characters), and on one page (Telegram's units).
GLANCE = 600
PART = 3000
PARTS = Button(Text("story.part_before")), Button(Text("story.part_next"))

CONSENTS = {
    Consent.NAMED: Text("story.consent_named"),
    Consent.UNNAMED: Text("story.consent_unnamed"),
    Consent.NONE: Text("story.consent_none"),
}


def show_beginning(turn: Turn, content: StoryContent) -> list[Line]:
    """A story for the preview: its text as far as one takes in at a glance, and its length."""
    n = len(content.body)
    text: Line = literal(content.body)
    if n > GLANCE:
        text = Text("story.beginning", {"text": content.body[:GLANCE].rstrip(), "n": n})
    return _show(turn, content, [text])


async def show_story(turn: Turn, asked: Asked) -> None:
    """A story, or an earlier version of it, page by page, with what its author may do with it."""
    found = await _visible(turn, asked)
    if found is None:
        return
    version = asked.get("version")
    content = await _content(turn, found, version)
    parts = split_lines(literal(content.body), PART)
    at = min(asked.get("part", 0), len(parts) - 1)
    lines = _show(turn, content, [parts[at]])
    if len(parts) > 1:
        lines.append(Text("story.part", {"n": at + 1, "of": len(parts)}))
    around = _parts_around(found, version, at=at, of=len(parts))
    if version is None:
        lines += await notes_on_evidence(turn, found.subject, content.pictures)
        head, rows = _label(found), _acts(turn, found)
    else:
        head = [Text("story.version_shown", {"n": version})]
        rows = [[Button(Text("flow.back"), page("story_versions", id=found.id))]]
    turn.show_page(View([*head, *lines], [around, *rows]))


async def show_versions(turn: Turn, asked: Asked) -> None:
    """The earlier versions of a story, the oldest first, each to be opened."""
    found = await _visible(turn, asked)
    if found is None:
        return
    rows = [[_version(turn, found, old)] for old in await _versions(turn, found)]
    back = [Button(Text("flow.back"), page("show_story", id=found.id))]
    key = "story.versions_of" if rows else "story.no_versions"
    title = Text(key, {"title": found.content.title})
    turn.show_page(View([title], [*rows, back]))


async def choose_consent(turn: Turn, asked: Asked) -> None:
    """Give the consent to publish, or revoke it; what was published before is not undone here."""
    found = await _own(turn, asked, StoryAct.CONSENT)
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
    back = [Button(Text("flow.back"), page("show_story", id=found.id))]
    lines = [Text("story.titled", {"title": found.content.title}), Text("story.consent_ask")]
    turn.show_page(View(lines, [*rows, back]))


async def withdraw(turn: Turn, asked: Asked) -> None:
    """Take a story back, asked once; it stays in the records, but no longer counts."""
    found = await _own(turn, asked, StoryAct.WITHDRAW)
    if found is None:
        return
    if not asked.get("sure"):
        turn.show_page(_question_before_withdrawal(turn, found))
        return
    gone = await withdraw_story(turn.session, found, at=turn.now)
    if gone is None:
        turn.say(Text("story.changed_elsewhere"))
        return
    turn.trace("story withdrawn", found.subject, before={"version": found.version})
    turn.show_page(View([Text("story.withdrawn", {"title": found.content.title})]))


async def list_month(turn: Turn, asked: Asked) -> None:
    """The speaker's stories of a month, page by page."""
    month, skip = asked["month"], asked.get("skip", 0)
    found = await stories_of(turn.session, turn.member.id, month=month, limit=A_PAGE + 1, skip=skip)
    rows = [[Button(_line(turn, one), page("show_story", id=one.id))] for one in found[:A_PAGE]]
    around = pager("stories", skip=skip, more=len(found) > A_PAGE, by=A_PAGE, month=month)
    back = [Button(Text("flow.back"), page("progress", month=month))]
    title = Text("story.list" if found else "story.list_empty", {"month": month_name(month)})
    turn.show_page(View([title], [*rows, around, back]))


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


async def _visible(turn: Turn, asked: Asked) -> Story | None:
    found = await find_story(turn.session, asked.get("id", ""))
    if found is None or not rules.may_see(turn.member, found):
        turn.say(Text("story.is_gone"))
        return None
    return found


async def _own(turn: Turn, asked: Asked, act: StoryAct) -> Story | None:
    found = await _visible(turn, asked)
    refusal = None if found is None else rules.refusal(turn.member, act, found)
    if refusal is not None:
        turn.say(refusal.text)
        return None
    return found


async def _change_consent(turn: Turn, found: Story, consent: Consent) -> None:
    old = found.content.consent
    if consent is not old:
        new = await set_consent(turn.session, found, consent, at=turn.now)
        if new is None:
            turn.say(Text("story.changed_elsewhere"))
            return
        turn.trace("story consent changed", found.subject, before={"consent": old.value},
                   after={"consent": consent.value})  # fmt: skip
    turn.toast(Text("story.consent_is", {"consent": CONSENTS[consent]}))
    await show_story(turn, {"id": found.id})


async def _content(turn: Turn, found: Story, version: int | None) -> StoryContent:
    """What the story says, or said in that version."""
    old = [] if version is None else await _versions(turn, found)
    said = next((one.content for one in old if one.version == version), None)
    return found.content if said is None else rules.read_content(said)


async def _versions(turn: Turn, found: Story) -> list[Version]:
    return await versions_of(turn.session, found.subject, limit=VERSIONS)


def _label(found: Story) -> list[Line]:
    withdrawn = found.state is StoryState.WITHDRAWN
    return [Text("story.label_withdrawn")] if withdrawn else []


def _parts_around(found: Story, version: int | None, *, at: int, of: int) -> list[Button]:
    which = {"id": found.id} if version is None else {"id": found.id, "version": version}
    before = {"part": at - 1} if at > 0 else None
    return beside("show_story", before, {"part": at + 1} if at < of - 1 else None, PARTS, **which)


def _acts(turn: Turn, found: Story) -> list[list[Button]]:
    rows: list[list[Button]] = []
    if rules.refusal(turn.member, StoryAct.CHANGE, found) is None:
        change = Button(Text("story.change"), page("change_story", id=found.id))
        withdraw_it = Button(Text("story.withdraw"), page("withdraw_story", id=found.id))
        consent = Button(Text("story.consent"), page("story_consent", id=found.id))
        rows += [[change, withdraw_it], [consent]]
    if found.version > 1:
        versions = page("story_versions", id=found.id)
        rows.append([Button(Text("story.versions", {"n": found.version - 1}), versions)])
    if found.author == turn.member.id:
        rows.append([Button(Text("story.to_list"), page("stories", month=found.month))])
        return rows
    return rows + back_to_records(turn.member, "stories", found.branch, found.month)


def _version(turn: Turn, found: Story, old: Version) -> Button:
    label = Text("story.version", {"n": old.version, "at": turn.local(old.at)})
    return Button(label, page("show_story", id=found.id, version=old.version))


def _question_before_withdrawal(turn: Turn, found: Story) -> View:
    sure = page("withdraw_story", id=found.id, sure=True)
    back = Button(Text("flow.back"), page("show_story", id=found.id))
    lines = [Text("story.withdraw_ask"), *show_beginning(turn, found.content)]
    return View(lines, [[Button(Text("story.withdraw_yes"), sure)], [back]])


def _line(turn: Turn, one: Story) -> Text:
    kind = rules.kind_name(turn.campaign, one.content.kind)
    return Text("story.line", {"kind": kind, "title": shortened(one.content.title, 24)})


show_story_page = Page("show_story", joined, show_story)
story_versions_page = Page("story_versions", joined, show_versions)
story_consent_page = Page("story_consent", member, choose_consent)
withdraw_story_page = Page("withdraw_story", member, withdraw)
stories_page = Page("stories", member, list_month)
