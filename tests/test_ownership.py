"""A turn is changed by its methods alone, and a table written in its own module alone."""

import pytest

from tests.ownership import TABLES, shared_tables, tables_written, turn_faults
from tests.test_architecture import ROOT, sources

PROGRAM = {
    path.relative_to(ROOT).as_posix(): path.read_text("utf-8")
    for path in sources()
    if "tests" not in path.relative_to(ROOT).parts
}


def test_handlers_change_a_turn_by_its_methods() -> None:
    assert [fault for path, source in PROGRAM.items() for fault in turn_faults(path, source)] == []


@pytest.mark.parametrize(
    "code",
    [
        "turn.calls.append(call)",
        "turn.talks[talk.id] = talk",
        "turn.person = person",
        "x = turn.talk = None",
        "self.turn.calls += more",
        "late.turn.acts.extend(acts)",
    ],
)
def test_a_change_of_a_turns_fields_is_seen(code: str) -> None:
    assert len(turn_faults("handlers/x.py", code)) == 1
    assert turn_faults("bot/x.py", code) == []


def test_what_a_turn_holds_may_be_read() -> None:
    assert turn_faults("handlers/x.py", "x = turn.calls[0]\ny = turn.talk\nturn.say(y)") == []


def test_every_table_is_written_in_its_own_module() -> None:
    assert shared_tables(PROGRAM) == {}


@pytest.mark.parametrize(
    "code",
    [
        "insert(people).values(name=name)",
        "await session.change(update(people).where(x))",
        "people.delete().where(x)",
        "session.add(people, name=name)",
        "await session.insert_all(people, rows)",
        "await session.upsert(people, rows, on=['id'])",
    ],
)
def test_a_write_is_seen(code: str) -> None:
    assert tables_written(f"async def f():\n    {code}") == {"people"}


def test_two_writers_of_a_table_are_seen() -> None:
    code = "session.add(people, name=name)"
    writers = {"storage/a.py": code, "storage/b.py": code, "storage/migrations/0001.py": code}
    assert shared_tables(writers) == {"people": ["storage/a.py", "storage/b.py"]}
    boxes = "session.add(outbox, id=1)"
    parts = {"storage/delivery/outbox.py": boxes, "storage/delivery/outbox_cards.py": boxes}
    assert shared_tables(parts) == {}


def test_the_tables_are_known() -> None:
    assert {"people", "roles", "outbox", "talks", "reminders"} <= TABLES
