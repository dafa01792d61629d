"""Changing a story that was handed in: the preview first, every answer open to change."""

from dataclasses import dataclass

from campaign import stories as rules
from campaign.people import Refusal, member
from campaign.stories import Story, StoryAct
from campaign.texts import Text
from handlers.conversation.flow import Answer, Flow, answer
from handlers.conversation.steps import Answers
from handlers.stories.submit import STEPS, StoryDraft, content_of, lost_kind, name_of_draft, traced
from handlers.turn import Turn
from handlers.views import Button, page
from storage.stories import change_story, find_story


@dataclass(frozen=True, slots=True)
class ChangedStory(StoryDraft):
    """The answers of a changed story, which version they started from, and the story's month."""

    story: str = ""
    version: int = 0
    month: str = ""


async def begin_change(turn: Turn, asked: Answers) -> Answers | Refusal:
    """The answers as they stand, so that the preview comes first."""
    old = await find_story(turn.session, asked.get("id", ""))
    if old is None:
        return Refusal(Text("story.is_gone"))
    if refusal := rules.refusal(turn.member, StoryAct.CHANGE, old):
        return refusal
    return _as_answers(old)


async def save_change(turn: Turn, draft: ChangedStory) -> Answer | Refusal:
    """Replace the content, keep the old version, and leave a trace."""
    old = await find_story(turn.session, draft.story)
    if old is None:
        return Refusal(Text("story.is_gone"))
    if refusal := rules.refusal(turn.member, StoryAct.CHANGE, old) or lost_kind(turn, draft):
        return refusal
    look = [Button(Text("story.look"), page("show_story", id=old.id))]
    content, new = await content_of(turn, draft), None
    if content == old.content:
        return answer("unchanged", look)
    if old.version == draft.version:
        new = await change_story(turn.session, old, content=content, at=turn.now)
    if new is None:
        return Refusal(Text("story.changed_elsewhere"))
    turn.trace("story changed", new.subject, before=traced(old), after=traced(new))
    return answer("changed", look).about(new.subject)


change_of_story = Flow(
    name="change_story",
    version=1,
    may=member,
    draft=ChangedStory,
    begin=begin_change,
    steps=STEPS,
    done=save_change,
    wording="submit_story",
    named=name_of_draft,
)


def _as_answers(story: Story) -> Answers:
    content = story.content
    about = {"about": content.about} if content.about else {}
    return {
        **about,
        "kind": content.kind,
        "title": content.title,
        "body": content.body,
        "pictures": list(content.pictures),
        "consent": content.consent.value,
        "story": story.id,
        "version": story.version,
        "month": story.month,
    }
