"""A check-in as a record: how it reads, in full and in lists, and what the trace keeps of it."""

from campaign import check_ins as rules
from campaign.check_ins import CheckIn, CheckInAct, CheckInContent
from campaign.texts import Text
from handlers.records.kind import RecordKind
from handlers.records.pages import pages_of
from handlers.turn import Turn
from handlers.views import Line
from storage.check_ins import CHECK_INS
from storage.trace import Personal

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


def traced(check_in: CheckIn) -> dict[str, object]:
    """What the trace keeps of a check-in."""
    content = check_in.content
    return {
        "version": check_in.version,
        "day": content.happened_on.isoformat(),
        "activity": content.activity,
        "themes": list(content.themes),
        "evidence": list(content.evidence),
        "late": check_in.is_late,
        "words": Personal([content.done, content.effect, content.work, content.late_reason]),
    }


def _label(turn: Turn, found: CheckIn) -> list[Line]:
    if not found.is_late:
        return []
    return [Text("check_in.label_late", {"entered": turn.local(found.created_at).date()})]


def _foot(found: CheckIn) -> list[Line]:
    changes = found.version - 1
    return [Text("check_in.has_versions", {"n": changes})] if changes else []


def _line(turn: Turn, one: CheckIn) -> Text:
    activity = rules.activity_name(turn.campaign, one.content.activity)
    words = {"day": one.content.happened_on, "activity": activity}
    return _with_label(one, Text("check_in.line", words))


def _named_line(turn: Turn, one: CheckIn, who: Line) -> Text:
    activity = rules.activity_name(turn.campaign, one.content.activity)
    words = {"day": one.content.happened_on, "name": who, "activity": activity}
    return _with_label(one, Text("progress.check_in_line", words))


def _with_label(one: CheckIn, line: Text) -> Text:
    return Text("check_in.late_line", {"line": line}) if one.is_late else line


CHECK_IN_RECORD = RecordKind(
    name="check_in",
    many="check_ins",
    trace_as="check-in",
    table=CHECK_INS,
    read=rules.read_content,
    change=CheckInAct.CHANGE,
    withdraw=CheckInAct.WITHDRAW,
    refusal=rules.refusal,
    summary=show_content,
    line=_line,
    named_line=_named_line,
    title_of_all="progress.check_ins_of",
    name_of_all="record.all_check_ins",
    traced=traced,
    label=_label,
    foot=_foot,
)
check_in_pages = pages_of(CHECK_IN_RECORD)
