"""From the list of who is missing: a private nudge for who has joined, a new link for who has not.

A nudge is a prompt and keeps to the budget; one that the budget forbids says when it may go.
"""

from dataclasses import dataclass
from datetime import date, datetime

from campaign.calendar import month_name
from campaign.definition import Month
from campaign.links import NEW_CHECK_IN, WayIn
from campaign.people import BranchId, Person, PersonId, Role
from campaign.progress import naming_refusal, sees_progress
from campaign.prompts.budget import days_of, looks_back_to, next_day
from campaign.prompts.sending_days import SendingDays
from campaign.texts import Text, literal
from handlers.cards import hand_card
from handlers.paging import whole
from handlers.progress.months import is_latest, month_asked
from handlers.routing import Asked, Page
from handlers.turn import Turn
from handlers.views import Button, Line, View, page
from storage.coverage import lacks_trace
from storage.database.session import Session
from storage.invitations import invite_people
from storage.membership.people import find_person
from storage.reminders import NUDGE, Decision, Outcome, prompts_since, write_decisions

# They are prompted by reminders; their share of the budget is planned.
WITH_POSTS = (Role.SECRETARY, Role.DEPUTY, Role.OFFICE)


@dataclass(frozen=True, slots=True)
class Missing:
    """Somebody of a branch who has no trace in a month."""

    person: Person
    branch: BranchId
    month: Month


async def show_nudge(turn: Turn, asked: Asked) -> None:
    """Nudge somebody now, or say when it may be done."""
    found = await _missing(turn, asked)
    if found is None:
        return
    person, days = found.person, SendingDays(turn.calendar)
    if not is_latest(turn, found.month) or not can_be_nudged(person):
        turn.toast(Text("progress.cannot_nudge", {"name": person.name}), alert=True)
        return
    at = await nudge_from(turn.session, days, person.id, turn.now)
    if at > turn.now:
        words = {"name": person.name, "at": turn.local(at)}
        turn.toast(Text("progress.nudge_later", words), alert=True)
        return
    card = hand_card(turn, person, _message(turn, found))
    if card is None or not await note_nudge(
        turn.session, person.id, found.branch, turn.today, card_id=card.id, at=turn.now
    ):
        raise LookupError(f"person:{person.id} was nudged in the meantime")
    turn.trace("nudged", f"person:{person.id}")
    turn.toast(Text("progress.nudged", {"name": person.name}))


async def show_new_link(turn: Turn, asked: Asked) -> None:
    """A new personal link for somebody who has not joined; older ones stop working."""
    found = await _missing(turn, asked)
    if found is None:
        return
    person = found.person
    if person.joined_at is not None:
        turn.toast(Text("progress.has_joined", {"name": person.name}), alert=True)
        return
    code = turn.token() + turn.token()
    until = await invite_people(turn.session, {person.id: code}, at=turn.now)
    turn.trace("invited anew", f"person:{person.id}")
    way = WayIn(turn.setting.bot_name, code)
    words = {"name": person.name, "day": turn.local(until).date()}
    lines: list[Line] = [
        Text("progress.new_link", words),
        literal(way.link),
        Text("progress.new_link_typed", {"bot": way.bot_name, "typed": way.typed}),
    ]
    back = page("missing", branch=found.branch, month=found.month)
    turn.show_page(View(lines, [[Button(Text("flow.back"), back)]], secret=True))


def can_be_nudged(person: Person) -> bool:
    """Whether somebody can be written to, and is not prompted by reminders anyway."""
    return person.telegram_id is not None and not person.holds(*WITH_POSTS)


async def nudge_from(
    session: Session, days: SendingDays, person: PersonId, now: datetime
) -> datetime:
    """The moment from which a member may be nudged; not after `now` if they may be now."""
    today = days.calendar.day_of(now)
    moments = await prompts_since(session, [person], [], looks_back_to(days, today))
    told = days_of(days, moments.get(person, ()))
    first = today if days.is_open_at(now) or now < days.moment(today) else days.after(today)
    day = next_day(days, first, told, cap=days.rules.weekly_cap)
    return now if day == today and days.is_open_at(now) else days.moment(day)


async def note_nudge(
    session: Session,
    person: PersonId,
    branch: BranchId,
    today: date,
    *,
    card_id: str,
    at: datetime,
) -> bool:
    """Write the nudge into the ledger of prompts; False if there was one today."""
    row = Decision(
        rule=NUDGE,
        stands_for=str(today),
        whom=f"member:{person}",
        outcome=Outcome.SENT,
        due_at=at,
        told={},
        branch=branch,
        person=person,
        card_id=card_id,
    )
    return bool(await write_decisions(session, [row], at=at))


async def _missing(turn: Turn, asked: Asked) -> Missing | None:
    """Who is asked for, if the presser may know and they still have no trace; else it says why."""
    month, branch = month_asked(turn, asked), whole(asked.get("branch"))
    if month is None:
        return None
    if refusal := naming_refusal(turn.member, branch):
        turn.say(refusal.text)
        return None
    person = await find_person(turn.session, whole(asked.get("person")))
    if person is None or person.branch != branch:
        turn.toast(Text("progress.not_of_branch"), alert=True)
        return None
    if not await lacks_trace(turn.session, person.id, month=month):
        turn.toast(Text("progress.has_trace", {"name": person.name}), alert=True)
        return None
    return Missing(person, branch, month)


def _message(turn: Turn, found: Missing) -> View:
    words = {"name": turn.member.name, "month": month_name(found.month)}
    return View(
        [Text("progress.nudge", words)],
        [[Button(Text("progress.check_in"), page(NEW_CHECK_IN))]],
    )


nudge_page = Page("nudge", sees_progress, show_nudge)
new_link_page = Page("new_link", sees_progress, show_new_link)
