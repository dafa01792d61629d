"""One duty of a branch or of the office: how it stands; who answers for it ticks it off, or on."""

from typing import Any

from campaign.calendar import ChecklistDuty, DutyState, day_name
from campaign.definition import ChecklistItem, Phase
from campaign.duties import find_line, is_of_office, marking_refusal, seeing_refusal
from campaign.links import DUTY, to_todo
from campaign.people import BranchId, joined
from campaign.texts import Text
from handlers.routing import Asked, Page
from handlers.turn import Turn
from handlers.views import Button, Line, View, page
from storage.duties import Done, duties_done, duty_subject, mark_duty, unmark_duty
from storage.membership.branches import branch_name

STANDINGS = {
    DutyState.AHEAD: "duty.is_ahead",
    DutyState.OPEN: "duty.is_open",
    DutyState.DUE: "duty.is_due",
    DutyState.OVERDUE: "duty.is_overdue",
}


async def show_duty(turn: Turn, asked: Asked) -> None:
    """The duty that a reminder's button or link names; with `do`, first tick it off or on."""
    found = find_line(turn.campaign, str(asked.get("item", "")))
    if found is None:
        turn.say(Text("duty.is_gone"))
        return
    phase, item = found
    branch = None if is_of_office(item) else await _branch(turn, asked.get("branch"))
    if branch is None and not is_of_office(item):
        turn.say(Text("duty.no_branch"))
        return
    if refusal := seeing_refusal(turn.member, branch):
        turn.say(refusal.text)
        return
    if asked.get("do") in ("done", "undo"):
        await _mark(turn, item, branch, done=asked["do"] == "done")
    await _show(turn, phase, item, branch)


async def _branch(turn: Turn, wanted: Any) -> BranchId | None:
    """The branch that is asked for, if it exists, else the speaker's own."""
    if not isinstance(wanted, int) or isinstance(wanted, bool):
        return turn.member.branch
    return wanted if await branch_name(turn.session, wanted) is not None else None


async def _mark(turn: Turn, item: ChecklistItem, branch: BranchId | None, *, done: bool) -> None:
    if refusal := marking_refusal(turn.member, branch):
        turn.toast(refusal.text, alert=True)
        return
    me = turn.member.id
    if done:
        changed = await mark_duty(turn.session, branch, item.id, by=me, at=turn.now)
    else:
        changed = await unmark_duty(turn.session, branch, item.id)
    if changed:
        turn.trace("duty done" if done else "duty reopened", duty_subject(branch, item.id))
        turn.toast(Text("duty.marked" if done else "duty.unmarked"))


async def _show(turn: Turn, phase: Phase, item: ChecklistItem, branch: BranchId | None) -> None:
    done = await duties_done(turn.session, branch)
    duty = _duty(turn, phase, item, done)
    name = None if branch is None else await branch_name(turn.session, branch)
    lines: list[Line] = [
        Text("duty.of_office") if name is None else Text("duty.of_branch", {"branch": name}),
        Text("duty.title", {"item": item.name}),
        Text("duty.in_phase", {"phase": phase.name}),
        _stands(turn, duty, done.get(item.id)),
    ]
    rows = [_acts(turn, item, branch, done=item.id in done), [_back(branch)]]
    turn.show_page(View(lines, rows))


def _duty(turn: Turn, phase: Phase, item: ChecklistItem, done: dict[str, Done]) -> ChecklistDuty:
    checklist = turn.calendar.checklist(phase, turn.today, done)
    return next(duty for duty in checklist if duty.item.id == item.id)


def _stands(turn: Turn, duty: ChecklistDuty, done: Done | None) -> Text:
    if done is not None:
        return Text("duty.is_done", {"name": done.by, "at": turn.local(done.at)})
    left = (duty.due - turn.today).days
    if left == 0:
        return Text("duty.is_due_today", {"day": duty.due})
    day = day_name(duty.due, turn.today)
    return Text(STANDINGS[duty.standing], {"day": day, "n": abs(left)})


def _acts(turn: Turn, item: ChecklistItem, branch: BranchId | None, *, done: bool) -> list[Button]:
    if marking_refusal(turn.member, branch) is not None:
        return []
    label = Text("duty.undo" if done else "duty.mark")
    act = "undo" if done else "done"
    return [Button(label, page(DUTY, item=item.id, branch=branch, do=act))]


def _back(branch: BranchId | None) -> Button:
    return Button(Text("duty.to_list"), to_todo(branch).offer)


duty_page = Page(DUTY, joined, show_duty)
