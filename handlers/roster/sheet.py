"""A sheet that somebody of the office sends without being asked: an import begins."""

from typing import Any

from campaign.messages import DOWNLOAD_LIMIT, FetchOrder
from campaign.people import office
from campaign.roster.planning.imports import ImportState, RosterImport
from campaign.text_input import cleaned
from campaign.texts import Text
from handlers.incoming import MediaKind, SentFile
from handlers.roster.cards import hand_import, show_import
from handlers.turn import Turn
from storage.delivery.outbox import Priority
from storage.evidence.copies import FileTrouble
from storage.membership.people import find_person
from storage.membership.roster_imports import add_import, find_import, move_import

# By the end of the name, or by what the phone says the file is.
ENDINGS = (".xlsx", ".xlsm", ".xls", ".et", ".ods", ".csv", ".tsv")
KINDS = frozenset(
    {
        "application/vnd.ms-excel",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "application/vnd.oasis.opendocument.spreadsheet",
        "text/csv",
        "text/tab-separated-values",
    }
)
# Characters of a file's name that are kept.
LONGEST_NAME = 120
MEGABYTE = 1024 * 1024


async def take_sheet(turn: Turn) -> bool:
    """Begin an import with what looks like a sheet. False: it is none, or none of the office's."""
    file = turn.incoming.content
    if not isinstance(file, SentFile) or not _is_sheet(file) or office(turn.person) is not None:
        return False
    if file.size is not None and file.size > DOWNLOAD_LIMIT:
        turn.say(Text("roster_import.too_large", {"most": DOWNLOAD_LIMIT // MEGABYTE}))
        return True
    new = RosterImport(
        id=turn.token(),
        author=turn.member.id,
        name=_name(file),
        state=ImportState.FETCHING,
        created_at=turn.now,
        changed_at=turn.now,
    )
    await add_import(turn.session, new)
    turn.put_out(
        FetchOrder(turn.chat.id, file.file_id, DOWNLOAD_LIMIT, file.size, any_kind=True),
        priority=Priority.FILE,
        subject=new.subject,
    )
    turn.trace("roster sent", new.subject)
    await hand_import(turn, new, turn.member)
    return True


async def note_sheet(turn: Turn, facts: dict[str, Any]) -> None:
    """The courier has fetched a sheet, or could not."""
    one = await find_import(turn.session, facts["subject"].partition(":")[2], lock=True)
    if one is None:
        return
    turn.identify(await find_person(turn.session, one.author))
    told = facts["facts"]
    if told.get("trouble"):
        line = turn.html(_unobtainable(FileTrouble(told["trouble"])))
        new = await move_import(
            turn.session, one, ImportState.REFUSED, at=turn.now, told={"lines": [line]}
        )
    else:
        new = await move_import(
            turn.session, one, ImportState.READING, at=turn.now, path=told["path"]
        )
    if new is not None:
        await show_import(turn, new)


async def note_progress(turn: Turn, facts: dict[str, Any]) -> None:
    """Bring the card up to date. Told twice, it does no harm."""
    one = await find_import(turn.session, facts["id"])
    if one is not None:
        turn.identify(await find_person(turn.session, one.author))
        await show_import(turn, one)


def _is_sheet(file: SentFile) -> bool:
    named = (file.name or "").lower().endswith(ENDINGS)
    return file.kind is MediaKind.DOCUMENT and (named or file.mime in KINDS)


def _name(file: SentFile) -> str:
    return " ".join(cleaned(file.name or "").split())[:LONGEST_NAME] or "…"


def _unobtainable(trouble: FileTrouble) -> Text:
    if trouble is FileTrouble.TOO_LARGE:
        return Text("roster_import.too_large", {"most": DOWNLOAD_LIMIT // MEGABYTE})
    return Text("roster_import.not_fetched")
