"""`/progress`: my month, my branch's and the school's; each number opens the records behind it."""

from typing import Any

from campaign.calendar import month_name
from campaign.definition import Month
from campaign.people import BranchId, Person, Refusal, member
from campaign.progress import (
    MonthOfMember,
    Scope,
    branches_led,
    month_of_member,
    scopes_of,
    seeing_refusal,
    sees_progress,
)
from campaign.texts import Text, literal
from handlers.conversation.steps import shortened
from handlers.paging import whole
from handlers.progress.figures import branch_view, school_view
from handlers.progress.months import is_latest, month_asked, months_around
from handlers.routing import Asked, Page
from handlers.turn import Turn
from handlers.views import Button, Line, View, page
from storage.coverage import tallies_of_all
from storage.membership.branches import branch_name
from storage.tallies import branch_scope, person_scope

# The most characters of a branch's name on a button.
LONGEST = 16
LABELS = {
    Scope.ME: "progress.scope_me",
    Scope.BRANCH: "progress.scope_branch",
    Scope.SCHOOL: "progress.scope_school",
}


async def show_progress(turn: Turn, asked: Asked) -> None:
    """The nearest scope of the speaker, in this month, unless a button asks for another."""
    month = month_asked(turn, asked)
    if month is None:
        return
    scope = _scope(turn.member, asked.get("of"))
    branch = _branch(turn.member, asked) if scope is Scope.BRANCH else None
    name = None if branch is None else await branch_name(turn.session, branch)
    if refusal := _refusal(turn.member, scope, branch, name):
        turn.say(refusal.text)
        return
    if scope is Scope.ME:
        view = await _my_view(turn, month)
    elif branch is None or name is None:
        view = await school_view(turn, month)
    else:
        view = await branch_view(turn, month, branch, name)
    which = {} if scope is Scope.ME else {"of": scope.value, "branch": branch}
    around = months_around(turn, month, "progress", **which)
    scopes = await _scopes(turn, month, scope, branch)
    turn.show_page(View(view.lines, [*view.buttons, around, scopes]))


def _scope(person: Person, wanted: Any) -> Scope:
    if wanted in tuple(Scope):
        return Scope(wanted)
    return next(iter(scopes_of(person)), Scope.ME)


def _branch(person: Person, asked: Asked) -> BranchId | None:
    """The branch asked for, else the one that the person leads."""
    return whole(asked.get("branch")) or next(iter(branches_led(person)), None)


def _refusal(
    person: Person, scope: Scope, branch: BranchId | None, name: str | None
) -> Refusal | None:
    if scope is Scope.ME:
        return member(person)
    if scope is Scope.BRANCH and name is None:
        return Refusal(Text("progress.no_branch"))
    return seeing_refusal(person, branch)


async def _my_view(turn: Turn, month: Month) -> View:
    told = await _my_month(turn, month)
    return View(_lines(turn, told), [_records(told), _to_do(turn, month)])


async def _my_month(turn: Turn, month: Month) -> MonthOfMember:
    me = turn.member
    scopes = [person_scope(me.id), *([] if me.branch is None else [branch_scope(me.branch)])]
    counts = await tallies_of_all(turn.session, scopes, month=month)
    mine, branch = counts.get(scopes[0], {}), counts.get(scopes[-1], {})
    return month_of_member(turn.calendar, month, mine=mine, branch=branch)


def _lines(turn: Turn, told: MonthOfMember) -> list[Line]:
    lines: list[Line] = [
        Text("progress.title", {"name": turn.member.name, "month": month_name(told.month)}),
        Text("progress.flag_lit" if told.flag else "progress.flag_waits"),
        Text("progress.check_ins", {"n": told.check_ins}),
    ]
    lines += [Text("progress.stories", {"kind": kind.name, "n": n}) for kind, n in told.stories]
    if turn.member.branch is not None:
        words = {"covered": told.branch.covered, "of": told.branch.of}
        lacks = list(told.branch_lacks)
        key = "progress.branch_lacks" if lacks else "progress.branch_has_all"
        lines += [
            literal(""),
            Text("progress.my_branch", words),
            Text("progress.percent", {"percent": told.branch.percent}),
            Text(key, {"kinds": lacks}),
        ]
    return lines


def _records(told: MonthOfMember) -> list[Button]:
    buttons = []
    if told.check_ins:
        label = Text("progress.see_check_ins", {"n": told.check_ins})
        buttons.append(Button(label, page("check_ins", month=told.month)))
    if stories := sum(n for _, n in told.stories):
        label = Text("progress.see_stories", {"n": stories})
        buttons.append(Button(label, page("stories", month=told.month)))
    return buttons


def _to_do(turn: Turn, month: Month) -> list[Button]:
    if not is_latest(turn, month):
        return []
    check_in = Button(Text("progress.check_in"), page("check_in"))
    return [check_in, Button(Text("progress.story"), page("submit_story"))]


async def _scopes(turn: Turn, month: Month, shown: Scope, branch: BranchId | None) -> list[Button]:
    """Whose progress there is to see; nothing for those who see only their own."""
    led = branches_led(turn.member)
    buttons = []
    for scope in scopes_of(turn.member):
        for one in led if scope is Scope.BRANCH else (None,):
            label: Line = Text(LABELS[scope])
            if one is not None and len(led) > 1:
                label = literal(shortened(await branch_name(turn.session, one) or "", LONGEST))
            if (scope, one) == (shown, branch):
                label = Text("progress.scope_here", {"scope": label})
            which = {} if scope is Scope.ME else {"of": scope.value, "branch": one}
            buttons.append(Button(label, page("progress", month=month, **which)))
    return buttons if len(buttons) > 1 else []


progress_page = Page("progress", sees_progress, show_progress)
