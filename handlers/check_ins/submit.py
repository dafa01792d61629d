"""`/checkin`: what was done, in a minute: activity, themes, words, evidence; and changing it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from campaign import check_ins as rules
from campaign import stories
from campaign.calendar import month_name
from campaign.check_ins import CheckInContent
from campaign.definition import Month
from campaign.links import NEW_STORY
from campaign.people import Refusal, member
from campaign.progress import members_covered
from campaign.texts import Text, WithWeekday
from handlers.account.consent import after_consent
from handlers.check_ins.pages import CHECK_IN_RECORD, show_content, traced
from handlers.conversation.flow import Answer, Flow, answer
from handlers.conversation.steps import (
    Answers,
    AskDay,
    AskText,
    Choose,
    ChooseMany,
    Confirm,
    Option,
    Problem,
    Scene,
    Step,
    shortened,
)
from handlers.evidence.attach import Attach
from handlers.records.change import changeable_record, save_changed_record
from handlers.turn import Turn
from handlers.views import Button, Line, page
from storage.check_ins import add_check_in
from storage.coverage import tallies_of_all
from storage.tallies import branch_scope

# A text of so many characters is offered as a story, too.
STORY_FROM = 120


@dataclass(frozen=True, slots=True)
class CheckInDraft:
    """The answers of a new check-in."""

    activity: str
    themes: tuple[str, ...]
    done: str
    effect: str
    evidence: tuple[str, ...]
    happened_on: date
    work: str
    late_reason: str = ""

    def content(self) -> CheckInContent:
        """The answers as they are kept."""
        return CheckInContent(
            activity=self.activity,
            themes=self.themes,
            done=self.done,
            effect=self.effect,
            happened_on=self.happened_on,
            work=self.work,
            late_reason=self.late_reason,
            evidence=self.evidence,
        )


@dataclass(frozen=True, slots=True)
class ChangedCheckIn(CheckInDraft):
    """The answers of a changed check-in, which version they started from, and when it was made."""

    check_in: str = ""
    version: int = 0
    made_on: date | None = None


async def activities(scene: Scene) -> Sequence[Option]:
    """The kinds of activity of the person's post."""
    forms = rules.forms_for(scene.turn.campaign, scene.turn.member.category)
    return [Option(form.id, Text("named", {"name": form.name})) for form in forms]


async def themes(scene: Scene) -> Sequence[Option]:
    """The campaign's themes."""
    return [Option(t.id, Text("named", {"name": t.name})) for t in scene.turn.campaign.themes]


async def themes_of_the_season(scene: Scene) -> Sequence[str]:
    """The themes that suit the present days."""
    return rules.themes_on(scene.turn.campaign, scene.turn.today)


def prompts(scene: Scene) -> Line | None:
    """What a member of this post may think of, in the notice's words."""
    category = scene.turn.member.category
    if category is None:
        return None
    found = scene.turn.campaign.category(category).check_in_prompts
    listed = "\n".join(f"· {scene.turn.in_language(prompt)}" for prompt in found)
    return Text("check_in.prompts", {"prompts": listed})


def done_problem_in(scene: Scene, text: str) -> Problem | None:
    """What is wrong with what was done."""
    return rules.done_problem(scene.turn.campaign, text)


def effect_problem_in(scene: Scene, text: str) -> Problem | None:
    """What is wrong with what it changed."""
    return rules.effect_problem(scene.turn.campaign, text)


def day_problem_in(scene: Scene, day: date) -> Problem | None:
    """What is wrong with the day."""
    return rules.day_problem(scene.turn.campaign, day, scene.turn.today)


def was_long_ago(scene: Scene) -> bool:
    """Whether the day answered makes this a late entry, on the day when it is, or was, made."""
    day, made_on = scene.answers.get("happened_on"), scene.answers.get("made_on")
    entered = date.fromisoformat(made_on) if made_on else scene.turn.today
    return day is not None and rules.is_late(scene.turn.campaign, date.fromisoformat(day), entered)


def day_of_late_entry(scene: Scene) -> Line | None:
    """Which day was understood, with its year if it is not the present one."""
    day = date.fromisoformat(scene.answers["happened_on"])
    return Text("check_in.shown_day", {"day": WithWeekday(day)})


def name_of_draft(turn: Turn, answers: Answers) -> Line | None:
    """A draft is known by the first words of what was done."""
    done = answers.get("done")
    return Text("flow.quoted", {"text": shortened(done, 16)}) if done else None


async def preview(scene: Scene) -> Sequence[Line]:
    """The check-in as it will be kept."""
    return show_content(scene.turn, new_check_in.drafted(scene.answers).content())


STEPS: tuple[Step, ...] = (
    Choose(name="activity", options=activities),
    ChooseMany(name="themes", options=themes, proposal=themes_of_the_season, at_least=0),
    AskText(name="done", check=done_problem_in, hint=prompts, spills_into="evidence"),
    AskText(name="effect", check=effect_problem_in, optional=True, spills_into="evidence"),
    Attach(name="evidence", words_to="done"),
    AskDay(name="happened_on", check=day_problem_in, by_itself=True),
    AskText(name="work", check=effect_problem_in, optional=True, by_itself=True),
    AskText(name="late_reason", check=effect_problem_in, when=was_long_ago, hint=day_of_late_entry),
    Confirm(summary=preview),
)


async def begin_check_in(turn: Turn, asked: Answers) -> Answers | Refusal:
    """Only while the campaign runs."""
    return rules.closed(turn.campaign, turn.today) or {}


async def save_check_in(turn: Turn, draft: CheckInDraft) -> Answer | Refusal:
    """Keep the check-in, count it, and leave a trace."""
    if refusal := rules.closed(turn.campaign, turn.today):
        return refusal
    new = await add_check_in(
        turn.session, turn.token(), person=turn.member, content=draft.content(), at=turn.now
    )
    turn.trace("check-in made", new.subject, after=traced(new))
    again = Button(Text("check_in.another"), page("check_in"))
    seen = Button(Text("check_in.look"), CHECK_IN_RECORD.link(new))
    saved = answer("saved", [seen, again], day=new.content.happened_on).about(new.subject)
    return saved.saying(*await _what_it_lights(turn, Month.of(new.content.happened_on)))


async def _what_it_lights(turn: Turn, month: Month) -> Sequence[Line]:
    """The member's flag of that month, and how many of the branch have a record in it."""
    lines: list[Line] = [Text("check_in.flag_lit", {"month": month_name(month)})]
    branch = turn.member.branch
    if branch is not None:
        scope = branch_scope(branch)
        counts = await tallies_of_all(turn.session, [scope], month=month)
        told = members_covered(counts.get(scope, {}))
        words = {"covered": told.covered, "of": told.of}
        lines.append(Text("check_in.branch_so_far", words))
    return lines


def answers_beforehand(turn: Turn) -> Answers:
    """What stands in a check-in that nobody asked for, until its author changes it."""
    themes = list(rules.themes_on(turn.campaign, turn.today))
    return {"themes": themes, "effect": "", "evidence": []}


async def offer(scene: Scene) -> Sequence[Line]:
    """What was sent, and the question that makes a check-in of it."""
    told: list[Line] = [Text("check_in.offer")]
    if words := scene.so_far("done"):
        told.append(Text("check_in.offered_words", {"text": shortened(words)}))
    if files := scene.so_far("evidence"):
        told.append(scene.text("shown_evidence", n=len(files)))
    return told


def or_a_story(scene: Scene) -> Sequence[Sequence[Button]]:
    """A long text may be a story as well, while stories are open."""
    words, turn = scene.so_far("done") or "", scene.turn
    problem = stories.body_problem(turn.campaign, words)
    if len(words) < STORY_FROM or problem or stories.closed(turn.calendar, turn.today):
        return []
    return [[Button(Text("check_in.or_a_story"), page(NEW_STORY, instead=True, new=True))]]


new_check_in = Flow(
    name="check_in",
    version=1,
    may=member,
    draft=CheckInDraft,
    begin=after_consent("check_in", begin_check_in),
    steps=STEPS,
    done=save_check_in,
    named=name_of_draft,
    offer=offer,
    instead=or_a_story,
)


async def begin_change(turn: Turn, asked: Answers) -> Answers | Refusal:
    """The answers as they stand, so that the preview comes first."""
    old = await changeable_record(turn, CHECK_IN_RECORD, asked.get("id", ""))
    if isinstance(old, Refusal):
        return old
    made_on = turn.local(old.created_at).date().isoformat()
    known = {"check_in": old.id, "version": old.version, "made_on": made_on}
    return {**_as_answers(old.content), **known}


async def save_change(turn: Turn, draft: ChangedCheckIn) -> Answer | Refusal:
    """Replace the content, keep the old version, and leave a trace."""
    old = await changeable_record(turn, CHECK_IN_RECORD, draft.check_in)
    if isinstance(old, Refusal):
        return old
    look = [Button(Text("check_in.look"), CHECK_IN_RECORD.link(old))]
    if draft.content() == old.content:
        return answer("unchanged", look)
    new = await save_changed_record(
        turn, CHECK_IN_RECORD, old, draft.content(), version=draft.version
    )
    if isinstance(new, Refusal):
        return new
    return answer("changed", look).about(new.subject)


change_of_check_in = Flow(
    name="change_check_in",
    version=1,
    may=member,
    draft=ChangedCheckIn,
    begin=begin_change,
    steps=STEPS,
    done=save_change,
    kept=False,
    wording="check_in",
)


def _as_answers(content: CheckInContent) -> Answers:
    return {
        "activity": content.activity,
        "themes": list(content.themes),
        "done": content.done,
        "effect": content.effect,
        "evidence": list(content.evidence),
        "happened_on": content.happened_on.isoformat(),
        "work": content.work,
    } | ({"late_reason": content.late_reason} if content.late_reason else {})
