"""`/story`: a story in one's own time: kind, title, text over many messages, pictures, consent."""

from collections.abc import Sequence
from dataclasses import dataclass

from campaign import stories as rules
from campaign.calendar import month_name
from campaign.people import PersonId, Refusal, member
from campaign.stories import Consent, StoryContent
from campaign.texts import Text
from handlers.account.consent import after_consent
from handlers.conversation.flow import Answer, Flow, answer
from handlers.conversation.steps import (
    Answers,
    AskLongText,
    AskText,
    Choose,
    Confirm,
    Option,
    Problem,
    Scene,
    Step,
    shortened,
)
from handlers.evidence.attach import AttachPictures
from handlers.paging import month_in
from handlers.stories.pages import CONSENTS, STORY_RECORD, show_beginning, traced
from handlers.turn import Turn
from handlers.views import Button, Line, View, page
from storage.delivery.talks import Talk, kept_talks
from storage.evidence.evidence import find_evidence
from storage.membership.people import people_called
from storage.stories import add_story
from storage.tallies import branch_scope, tallies_of

# The most drafts that are offered.
DRAFTS_OFFERED = 3


@dataclass(frozen=True, slots=True)
class StoryDraft:
    """The answers of a new story."""

    kind: str
    title: str
    body: str
    pictures: tuple[str, ...]
    consent: Consent
    about: str = ""

    def content(self, about_person: PersonId | None) -> StoryContent:
        """The answers as they are kept."""
        return StoryContent(
            kind=self.kind,
            title=rules.on_one_line(self.title),
            body=self.body,
            consent=self.consent,
            about=rules.on_one_line(self.about),
            about_person=about_person,
            pictures=self.pictures,
        )


async def kinds(scene: Scene) -> Sequence[Option]:
    """The kinds of story, each with the number that the branch has in the month already."""
    turn, branch = scene.turn, scene.turn.member.branch
    found = turn.campaign.story_kinds
    if branch is None:
        return [Option(kind.id, Text("named", {"name": kind.name})) for kind in found]
    month = month_in(scene.answers) or rules.month_for(turn.today)
    counted = await tallies_of(turn.session, branch_scope(branch), month=month)
    return [
        Option(
            kind.id,
            Text("submit_story.kind_and_count", {"kind": kind.name, "n": counted.get(kind.id, 0)}),
            written=Text("named", {"name": kind.name}),
        )
        for kind in found
    ]


def counts(scene: Scene) -> Line | None:
    """What the numbers mean, where there are any."""
    return None if scene.turn.member.branch is None else Text("submit_story.counts")


async def consents(scene: Scene) -> Sequence[Option]:
    """Publish with the name, without it, or not at all."""
    return [Option(consent, label) for consent, label in CONSENTS.items()]


def tells_of_a_person(scene: Scene) -> bool:
    """Whether the kind chosen says about whom it is."""
    return rules.tells_of_a_person(scene.turn.campaign, scene.answers.get("kind", ""))


def prompts(scene: Scene) -> Line | None:
    """What the kind asks for, and what a member of this post may think of."""
    campaign, category = scene.turn.campaign, scene.turn.member.category
    kind = rules.find_kind(campaign, scene.answers.get("kind", ""))
    found = [] if kind is None else [kind.prompt]
    if category is not None:
        found.extend(campaign.category(category).story_prompts)
    listed = "\n".join(f"· {scene.turn.in_language(prompt)}" for prompt in found)
    return Text("submit_story.prompts", {"prompts": listed}) if listed else None


def ask_them_too(scene: Scene) -> Line | None:
    """A hint to tell the person whom the story is about."""
    return Text("submit_story.ask_them_too") if tells_of_a_person(scene) else None


def about_problem_in(_: Scene, text: str) -> Problem | None:
    """What is wrong with the name of whom it is about."""
    return rules.about_problem(text)


def title_problem_in(scene: Scene, text: str) -> Problem | None:
    """What is wrong with the title."""
    return rules.title_problem(scene.turn.campaign, text)


def body_problem_in(scene: Scene, text: str) -> Problem | None:
    """What is wrong with the text."""
    return rules.body_problem(scene.turn.campaign, text)


def longest_body(scene: Scene) -> int:
    """How many characters the text may have."""
    return scene.turn.campaign.limits.story_text.most


def most_pictures(scene: Scene) -> int:
    """How many pictures may go with it."""
    return scene.turn.campaign.limits.story_pictures


async def preview(scene: Scene) -> Sequence[Line]:
    """The story as it will be kept, its text as far as one takes in at a glance."""
    return show_beginning(
        scene.turn, await content_of(scene.turn, new_story.drafted(scene.answers))
    )


STEPS: tuple[Step, ...] = (
    Choose(name="kind", options=kinds, hint=counts),
    AskText(name="about", check=about_problem_in, when=tells_of_a_person),
    AskText(name="title", check=title_problem_in),
    AskLongText(name="body", check=body_problem_in, most=longest_body, hint=prompts),
    AttachPictures(name="pictures", most=most_pictures, words_to="body"),
    Choose(name="consent", options=consents, hint=ask_them_too),
    Confirm(summary=preview),
)


def name_of_draft(turn: Turn, answers: Answers) -> Line | None:
    """A draft is known by its title; before there is one, by its kind."""
    if title := answers.get("title"):
        return Text("submit_story.titled", {"title": shortened(title, 24)})
    if kind := answers.get("kind"):
        return Text("named", {"name": rules.kind_name(turn.campaign, kind)})
    return None


async def begin_story(turn: Turn, asked: Answers) -> Answers | Refusal | View:
    """Only while stories are open; an unfinished one is offered first."""
    if refusal := rules.closed(turn.calendar, turn.today):
        return refusal
    if asked.get("instead") and turn.talk is not None and turn.talk.marks.offered:
        return await _of_what_was_sent(turn, turn.talk)
    drafts = [] if asked.get("new") else await _unfinished(turn)
    return _go_on_or_begin(turn, drafts) if drafts else {}


async def _of_what_was_sent(turn: Turn, talk: Talk) -> Answers:
    """The words of a check-in that was only offered are the text; its pictures go with it."""
    sent = await find_evidence(turn.session, talk.answers.get("evidence", []))
    pictures = [one.id for one in sent if (one.mime or "").startswith("image/")]
    body = talk.answers.get("done", "")
    return {"body": body, "pictures": pictures} if body else {}


async def save_story(turn: Turn, draft: StoryDraft) -> Answer | Refusal:
    """Keep the story, count it, and leave a trace."""
    if refusal := rules.closed(turn.calendar, turn.today) or lost_kind(turn, draft):
        return refusal
    new = await add_story(
        turn.session,
        turn.token(),
        author=turn.member,
        month=rules.month_for(turn.today),
        content=await content_of(turn, draft),
        at=turn.now,
    )
    turn.trace("story submitted", new.subject, after=traced(new))
    seen = Button(Text("story.look"), STORY_RECORD.link(new))
    again = Button(Text("story.another"), page("submit_story", new=True))
    kind = rules.kind_name(turn.campaign, new.content.kind)
    return answer(
        "saved", [seen, again], title=new.content.title, kind=kind, month=month_name(new.month)
    ).about(new.subject)


new_story = Flow(
    name="submit_story",
    version=1,
    may=member,
    draft=StoryDraft,
    begin=after_consent("submit_story", begin_story),
    steps=STEPS,
    done=save_story,
    named=name_of_draft,
)


async def content_of(turn: Turn, draft: StoryDraft) -> StoryContent:
    """The draft as it is kept, with the person it is about, if the name says who that is."""
    return draft.content(await _person_meant(turn, rules.on_one_line(draft.about)))


async def _person_meant(turn: Turn, name: str) -> PersonId | None:
    """The one person of the author's branch who bears the name; None if nobody or several do."""
    branch = turn.member.branch
    if not name or branch is None:
        return None
    found = await people_called(turn.session, name, branch=branch)
    return found[0].id if len(found) == 1 else None


def lost_kind(turn: Turn, draft: StoryDraft) -> Refusal | None:
    """Refused where the campaign file has lost the kind since the draft was begun."""
    known = rules.find_kind(turn.campaign, draft.kind)
    return None if known else Refusal(Text("submit_story.kind_is_gone"))


async def _unfinished(turn: Turn) -> list[Talk]:
    """The speaker's stories that were begun and not handed in, the one touched last first."""
    kept = await kept_talks(
        turn.session, telegram_id=turn.speaker_id, flow=new_story.name, limit=DRAFTS_OFFERED
    )
    now = turn.talk
    is_one = now is not None and now.flow == new_story.name and now.answers
    return [now, *kept][:DRAFTS_OFFERED] if now is not None and is_one else kept


def _go_on_or_begin(turn: Turn, drafts: Sequence[Talk]) -> View:
    rows = []
    for talk in drafts:
        name = name_of_draft(turn, talk.answers) or new_story.title
        label = Text(
            "submit_story.go_on", {"name": name, "day": turn.local(talk.updated_at).date()}
        )
        rows.append([Button(label, page("resume", talk=talk.id))])
    begin = [Button(Text("submit_story.begin_new"), page("submit_story", new=True))]
    return View([Text("submit_story.unfinished")], [*rows, begin])
