"""The pages that every kind of record has: itself, its history, taking it back, a month's list."""

from dataclasses import replace
from functools import partial

from campaign.calendar import month_name
from campaign.definition import Month
from campaign.people import Person, joined, member
from campaign.progress import reading_refusal
from campaign.texts import Text
from handlers.evidence.receipt import notes_on_evidence
from handlers.evidence.resend import send_files
from handlers.paging import month_in, whole
from handlers.records.kind import C, R, RecordKind, own_record, visible_record
from handlers.records.lists import RecordList, list_view, sorts_of, wanted_in
from handlers.routing import Asked, Page
from handlers.turn import Turn
from handlers.views import Button, Line, Offer, View, page
from storage.membership.branches import branch_name
from storage.membership.people import name_of
from storage.records import change_record
from storage.versions import Version, versions_of

# Records on a page.
A_PAGE = 6
# How many earlier versions are shown: all on one page, or as a list (versions).
ON_ONE_PAGE, LISTED = 5, 20


def pages_of(kind: RecordKind[R, C]) -> tuple[Page, ...]:
    """The pages of a kind, for the routes."""
    return (
        Page(f"show_{kind.name}", joined, partial(show_record, kind=kind)),
        Page(f"{kind.name}_versions", joined, partial(show_versions, kind=kind)),
        Page(f"withdraw_{kind.name}", member, partial(withdraw, kind=kind)),
        Page(kind.many, member, partial(list_month, kind=kind)),
        Page(f"{kind.name}_files", joined, partial(show_files, kind=kind)),
    )


async def show_record(turn: Turn, asked: Asked, kind: RecordKind[R, C]) -> None:
    """A record, or an earlier version of it, with what the speaker may do with it."""
    found = await visible_record(turn, kind, asked)
    if found is None:
        return
    version = whole(asked.get("version"))
    if version and kind.is_long:
        await _show_version(turn, kind, found, version, asked)
        return
    shown = kind.shown(turn, found.content, asked)
    files = kind.table.files(found)
    notes = await notes_on_evidence(turn, found.subject, files)
    lines = [*kind.labels(turn, found), await whose(turn, found), *shown.lines]
    back = _list_left(asked)
    look = [_files(kind, found, len(files), back)] if files else []
    acts = [shown.around, look, *_acts(turn, kind, found, back)]
    turn.show_page(View([*lines, *notes, *kind.foot(found)], acts))


async def show_files(turn: Turn, asked: Asked, kind: RecordKind[R, C]) -> None:
    """The pictures, voice messages and files of a record, and below them the record again."""
    found = await visible_record(turn, kind, asked)
    if found is None:
        return
    files = kind.table.files(found) if turn.chat.is_private else ()
    if not await send_files(turn, found.subject, files, await whose(turn, found)):
        turn.toast(Text("record.no_files"))
    await show_record(turn, asked, kind)


async def whose(turn: Turn, found: R) -> Text:
    """Who handed a record in, in which branch, on which day."""
    name = await name_of(turn.session, found.author)
    branch = await branch_name(turn.session, found.branch) or Text("join.of_the_school")
    day = turn.local(found.created_at).date()
    return Text("record.by", {"name": name or "", "branch": branch, "day": day})


async def show_versions(turn: Turn, asked: Asked, kind: RecordKind[R, C]) -> None:
    """The earlier versions of a record, the oldest first."""
    found = await visible_record(turn, kind, asked)
    if found is None:
        return
    old = await versions_of(
        turn.session, found.subject, limit=LISTED if kind.is_long else ON_ONE_PAGE
    )
    lines: list[Line] = [] if old else [kind.text_of("no_versions", found)]
    rows: list[list[Button]] = []
    if kind.is_long and old:
        lines.append(kind.text_of("versions_of", found))
        rows = [[_version(turn, kind, found, one)] for one in old]
    else:
        lines += [line for one in old for line in _version_whole(turn, kind, one)]
    turn.show_page(View(lines, [*rows, [_back_to(kind, found)]]))


async def withdraw(turn: Turn, asked: Asked, kind: RecordKind[R, C]) -> None:
    """Take a record back after asking once; it is kept, but no longer counts."""
    found = await own_record(turn, kind, asked, kind.withdraw)
    if found is None:
        return
    if not asked.get("sure"):
        turn.show_page(_question_before_withdrawal(turn, kind, found))
        return
    gone = await change_record(turn.session, kind.table, found, kind.withdraw, at=turn.now)
    if gone is None:
        turn.say(kind.text("changed_elsewhere"))
        return
    turn.trace(f"{kind.trace_as} withdrawn", found.subject, before={"version": found.version})
    turn.show_page(View([kind.text_of("withdrawn", found)]))


async def list_month(turn: Turn, asked: Asked, kind: RecordKind[R, C]) -> None:
    """The speaker's records of a month, page by page."""
    turn.show_page(await own_list(turn, asked, kind))


async def own_list(turn: Turn, asked: Asked, kind: RecordKind[R, C]) -> View:
    """The list of the speaker's own, as it is asked for."""
    month = month_in(asked) or Month.of(turn.today)
    listed = RecordList(
        name=kind.many,
        kind=kind,
        wanted=wanted_in(asked, month, branch=None, author=turn.member.id),
        by=A_PAGE,
        back=Button(Text("flow.back"), page("progress", month=month)),
        title=lambda empty: kind.text("list_empty" if empty else "list", month=month_name(month)),
        of={},
    )
    return await list_view(turn, replace(listed, kinds=sorts_of(turn, listed)), asked)


async def _show_version(
    turn: Turn, kind: RecordKind[R, C], found: R, version: int, asked: Asked
) -> None:
    old = await versions_of(turn.session, found.subject, limit=LISTED)
    said = next((one.content for one in old if one.version == version), None)
    content = found.content if said is None else kind.read(said)
    shown = kind.shown(turn, content, asked)
    back = Button(Text("flow.back"), page(f"{kind.name}_versions", id=found.id))
    lines = [kind.text("version_shown", n=version), *shown.lines]
    turn.show_page(View(lines, [shown.around, [back]]))


def _version(turn: Turn, kind: RecordKind[R, C], found: R, old: Version) -> Button:
    label = kind.text("version", n=old.version, at=turn.local(old.at))
    return Button(label, kind.link(found, version=old.version))


def _version_whole(turn: Turn, kind: RecordKind[R, C], old: Version) -> list[Line]:
    heading = kind.text("version", n=old.version, at=turn.local(old.at))
    return [heading, *kind.summary(turn, kind.read(old.content))]


def _question_before_withdrawal(turn: Turn, kind: RecordKind[R, C], found: R) -> View:
    sure = page(f"withdraw_{kind.name}", id=found.id, sure=True)
    lines = [kind.text("withdraw_ask"), *kind.summary(turn, found.content)]
    return View(lines, [[Button(kind.text("withdraw_yes"), sure)], [_back_to(kind, found)]])


def _acts(turn: Turn, kind: RecordKind[R, C], found: R, back: Offer | None) -> list[list[Button]]:
    rows: list[list[Button]] = []
    if kind.refusal(turn.member, kind.change, found) is None:
        change = Button(kind.text("change"), page(f"change_{kind.name}", id=found.id))
        withdraw_it = Button(kind.text("withdraw"), page(f"withdraw_{kind.name}", id=found.id))
        rows += [[change, withdraw_it], kind.more_acts(found)]
    if found.version > 1:
        label = kind.text("versions", n=found.version - 1)
        rows.append([Button(label, page(f"{kind.name}_versions", id=found.id))])
    if back is not None:
        is_own = back["go"] == kind.many
        return [*rows, [Button(kind.text("to_list") if is_own else Text("flow.back"), back)]]
    if found.author == turn.member.id:
        rows.append([Button(kind.text("to_list"), page(kind.many, month=found.month))])
        return rows
    return rows + _back_to_all(turn.member, kind, found)


def _files(kind: RecordKind[R, C], found: R, n: int, back: Offer | None) -> Button:
    which = {} if back is None else {"back": back}
    return Button(Text("record.files", {"n": n}), page(f"{kind.name}_files", id=found.id, **which))


def _list_left(asked: Asked) -> Offer | None:
    """The list, just as it was left, from which the record was opened."""
    back = asked.get("back")
    return back if isinstance(back, dict) and "go" in back else None


def _back_to(kind: RecordKind[R, C], found: R) -> Button:
    return Button(Text("flow.back"), kind.link(found))


def _back_to_all(person: Person, kind: RecordKind[R, C], found: R) -> list[list[Button]]:
    """A row with the way back to the list, for those who may see that list."""
    if reading_refusal(person, found.branch) is not None:
        return []
    offer = page("records", of=kind.many, branch=found.branch, month=found.month)
    return [[Button(Text("flow.back"), offer)]]
