"""The pages of a check-in: how it reads, its history, taking it back, and a month's list."""

from campaign import check_ins as rules
from campaign.check_ins import CheckIn, CheckInAct, CheckInContent, CheckInState
from campaign.people import joined, member
from campaign.texts import Text
from handlers.evidence.receipt import notes_on_evidence
from handlers.paging import pager
from handlers.progress.records import back_to_records
from handlers.routing import Asked, Page
from handlers.turn import Turn
from handlers.views import Button, Line, View, month_name, page
from storage.check_ins import check_ins_of, find_check_in, withdraw_check_in
from storage.versions import versions_of

A_PAGE = 6
ACCOUNTS = ("done", "effect", "work", "late_reason")


def show_content(turn: Turn, content: CheckInContent) -> list[Line]:
    """The lines of a check-in, for the preview and for the records behind a number."""
    activity = rules.activity_name(turn.campaign, content.activity)
    shown: list[Line] = [
        Text("check_in.shown_day", {"day": content.happened_on}),
        Text("check_in.shown_activity", {"activity": activity}),
    ]
    if content.themes:
        themes = rules.theme_names(turn.campaign, content.themes)
        shown.append(Text("check_in.shown_themes", {"themes": themes}))
    accounts = {name: getattr(content, name) for name in ACCOUNTS}
    shown.extend(
        Text(f"check_in.shown_{name}", {"text": said}) for name, said in accounts.items() if said
    )
    if content.evidence:
        shown.append(Text("check_in.shown_evidence", {"n": len(content.evidence)}))
    return shown


async def show_check_in(turn: Turn, asked: Asked) -> None:
    """A check-in with what its author may do with it."""
    found = await _visible(turn, asked)
    if found is None:
        return
    lines = [
        *_label(turn, found),
        *show_content(turn, found.content),
        *await notes_on_evidence(turn, found.subject, found.content.evidence),
    ]
    if found.version > 1:
        lines.append(Text("check_in.has_versions", {"n": found.version - 1}))
    turn.show_page(View(lines, _acts(turn, found)))


async def show_versions(turn: Turn, asked: Asked) -> None:
    """The earlier versions of a check-in, the oldest first."""
    found = await _visible(turn, asked)
    if found is None:
        return
    lines: list[Line] = []
    for old in await versions_of(turn.session, found.subject, limit=5):
        lines.append(Text("check_in.version", {"n": old.version, "at": turn.local(old.at)}))
        lines.extend(show_content(turn, rules.read_content(old.content)))
    back = [Button(Text("flow.back"), page("show_check_in", id=found.id))]
    turn.show_page(View(lines or [Text("check_in.no_versions")], [back]))


async def ask_to_withdraw(turn: Turn, asked: Asked) -> None:
    """One question before a check-in is taken back."""
    found = await _own(turn, asked, CheckInAct.WITHDRAW)
    if found is None:
        return
    yes = [Button(Text("check_in.withdraw_yes"), page("withdraw_check_in", id=found.id, sure=True))]
    back = [Button(Text("flow.back"), page("show_check_in", id=found.id))]
    lines = [Text("check_in.withdraw_ask"), *show_content(turn, found.content)]
    turn.show_page(View(lines, [yes, back]))


async def withdraw(turn: Turn, asked: Asked) -> None:
    """Take a check-in back; it stays in the records, but no longer counts."""
    if not asked.get("sure"):
        await ask_to_withdraw(turn, asked)
        return
    found = await _own(turn, asked, CheckInAct.WITHDRAW)
    if found is None:
        return
    gone = await withdraw_check_in(turn.session, found, at=turn.now)
    if gone is None:
        turn.say(Text("check_in.changed_elsewhere"))
        return
    turn.trace("check-in withdrawn", found.subject, before={"version": found.version})
    turn.show_page(View([Text("check_in.withdrawn")]))


async def list_month(turn: Turn, asked: Asked) -> None:
    """The speaker's check-ins of a month, page by page."""
    month, skip = asked["month"], asked.get("skip", 0)
    found = await check_ins_of(
        turn.session, turn.member.id, month=month, limit=A_PAGE + 1, skip=skip
    )
    rows = [[Button(_line(turn, one), page("show_check_in", id=one.id))] for one in found[:A_PAGE]]
    around = pager("check_ins", skip=skip, more=len(found) > A_PAGE, by=A_PAGE, month=month)
    back = [Button(Text("flow.back"), page("progress", month=month))]
    key = "check_in.list" if found else "check_in.list_empty"
    title = Text(key, {"month": month_name(month)})
    turn.show_page(View([title], [*rows, around, back]))


async def _visible(turn: Turn, asked: Asked) -> CheckIn | None:
    found = await find_check_in(turn.session, asked.get("id", ""))
    if found is None or not rules.may_see(turn.member, found):
        turn.say(Text("check_in.is_gone"))
        return None
    return found


async def _own(turn: Turn, asked: Asked, act: CheckInAct) -> CheckIn | None:
    found = await _visible(turn, asked)
    refusal = None if found is None else rules.refusal(turn.member, act, found)
    if refusal is not None:
        turn.say(refusal.text)
        return None
    return found


def _acts(turn: Turn, found: CheckIn) -> list[list[Button]]:
    rows: list[list[Button]] = []
    if rules.refusal(turn.member, CheckInAct.CHANGE, found) is None:
        change = Button(Text("check_in.change"), page("change_check_in", id=found.id))
        withdraw_it = Button(Text("check_in.withdraw"), page("withdraw_check_in", id=found.id))
        rows.append([change, withdraw_it])
    if found.version > 1:
        versions = page("check_in_versions", id=found.id)
        rows.append([Button(Text("check_in.versions"), versions)])
    if found.person == turn.member.id:
        back = page("check_ins", month=found.month)
        rows.append([Button(Text("check_in.to_list"), back)])
        return rows
    return rows + back_to_records(turn.member, "check_ins", found.branch, found.month)


def _label(turn: Turn, found: CheckIn) -> list[Line]:
    if found.state is CheckInState.WITHDRAWN:
        return [Text("check_in.label_withdrawn")]
    if found.is_late:
        return [Text("check_in.label_late", {"entered": turn.local(found.created_at).date()})]
    return []


def _line(turn: Turn, one: CheckIn) -> Text:
    activity = rules.activity_name(turn.campaign, one.content.activity)
    return Text("check_in.line", {"day": one.content.happened_on, "activity": activity})


show_check_in_page = Page("show_check_in", joined, show_check_in)
check_in_versions_page = Page("check_in_versions", joined, show_versions)
withdraw_check_in_page = Page("withdraw_check_in", member, withdraw)
check_ins_page = Page("check_ins", member, list_month)
