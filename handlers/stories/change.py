"""Changing a story that was handed in: the preview first, every answer open to change."""

from dataclasses import dataclass

from campaign.definition import MonthInFile
from campaign.people import Refusal, member
from campaign.stories import Story
from campaign.texts import Text
from handlers.conversation.flow import Answer, Flow, answer
from handlers.conversation.steps import Answers
from handlers.records.change import changeable_record, save_changed_record
from handlers.stories.pages import STORY_RECORD
from handlers.stories.submit import STEPS, StoryDraft, content_of, lost_kind, name_of_draft
from handlers.turn import Turn
from handlers.views import Button


@dataclass(frozen=True, slots=True)
class ChangedStory(StoryDraft):
    """The answers of a changed story, which version they started from, and the story's month."""

    story: str = ""
    version: int = 0
    month: MonthInFile | None = None


async def begin_change(turn: Turn, asked: Answers) -> Answers | Refusal:
    """The answers as they stand, so that the preview comes first."""
    old = await changeable_record(turn, STORY_RECORD, asked.get("id", ""))
    if isinstance(old, Refusal):
        return old
    return _as_answers(old)


async def save_change(turn: Turn, draft: ChangedStory) -> Answer | Refusal:
    """Replace the content, keep the old version, and leave a trace."""
    old = await changeable_record(turn, STORY_RECORD, draft.story)
    if isinstance(old, Refusal):
        return old
    if refusal := lost_kind(turn, draft):
        return refusal
    look = [Button(Text("story.look"), STORY_RECORD.link(old))]
    content = await content_of(turn, draft)
    if content == old.content:
        return answer("unchanged", look)
    new = await save_changed_record(turn, STORY_RECORD, old, content, version=draft.version)
    if isinstance(new, Refusal):
        return new
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
        "month": str(story.month),
    }
