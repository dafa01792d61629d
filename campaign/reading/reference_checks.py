"""Is every id used once, and does everything that is pointed at exist?"""

from collections.abc import Iterator, Mapping

from campaign.reading.faults import Finding, line_of
from campaign.reading.nodes import Node
from campaign.reading.places import Path, Place

# Fields that hold the id of something else (lists are entered), and where that is defined.
REFERENCES: tuple[tuple[tuple[str, ...], str], ...] = (
    (("phases", "checklist", "deadline"), "deadlines"),
    (("closing", "checklist", "deadline"), "deadlines"),
    (("phases", "checklist", "meeting"), "meeting_kinds"),
    (("closing", "checklist", "meeting"), "meeting_kinds"),
    (("deadlines", "phase"), "phases"),
    (("monthly", "phase"), "phases"),
    (("inspections", "rounds", "deadline"), "deadlines"),
    (("inspections", "indicators", "heading"), "branch_headings"),
    (("awards", "titles", "category"), "categories"),
    (("awards", "counted_at"), "deadlines"),
    (("awards", "conference"), "deadlines"),
)
# Lists whose ids share one namespace, because records store the id alone.
SHARED = (
    (("phases",), ("closing",)),
    (("phases", "checklist"), ("closing", "checklist")),
    (("activity_forms",), ("categories", "forms")),
)


def reference_findings(file: Node, placed: Mapping[Path, Place]) -> Iterator[Finding]:
    """Ids used twice, references to nothing, meetings missing where needed or given where not."""
    for room in _rooms(file):
        yield from _used_twice(room, placed)
    for way, target in REFERENCES:
        for node in _along(file, way):
            yield from _points_nowhere(file, node, target)
    for way in (("phases", "checklist"), ("closing", "checklist")):
        for item in _along(file, way):
            yield from _meeting_fits(item)


def _rooms(file: Node) -> Iterator[list[Node]]:
    """Lists of tables whose ids must differ."""
    shared = [[row for way in ways for row in _along(file, way)] for ways in SHARED]
    yield from shared
    seen = {row.path for room in shared for row in room}
    for node in file.walk():
        rows = [row for row in node.rows() if row.path not in seen]
        if rows:
            yield rows


def _used_twice(rows: list[Node], placed: Mapping[Path, Place]) -> Iterator[Finding]:
    first: dict[str, Node] = {}
    for node in (row.at("id") for row in rows):
        if node.text is None:
            continue
        if node.text in first:
            words = {"value": node.text, "first_line": line_of(first[node.text].path, placed)}
            yield Finding(node.path, "same_id", words)
        first.setdefault(node.text, node)


def _points_nowhere(file: Node, node: Node, target: str) -> Iterator[Finding]:
    rows = [*file.rows(target), *([file.at("closing")] if target == "phases" else [])]
    known = [text for row in rows if (text := row.at("id").text)]
    if node.text is not None and node.text not in known:
        words = {"value": node.text, "where": target, "choices": ", ".join(known) or "–"}
        yield Finding(node.path, "unknown_reference", words)


def _meeting_fits(item: Node) -> Iterator[Finding]:
    meeting, proof = item.at("meeting"), item.at("proof")
    if proof.text == "meeting" and meeting.value is None:
        yield Finding(proof.path, "meeting_not_named")
    if proof.text not in (None, "meeting") and meeting.value is not None:
        yield Finding(meeting.path, "meeting_not_wanted")


def _along(node: Node, way: tuple[str, ...]) -> Iterator[Node]:
    """Every node on the way down; lists are entered."""
    if isinstance(node.value, list):
        for row in node.rows():
            yield from _along(row, way)
    elif way:
        yield from _along(node.at(way[0]), way[1:])
    elif node.value is not None:
        yield node
