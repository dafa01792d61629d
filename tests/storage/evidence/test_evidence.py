"""Evidence from receipt to copy: attached, let go, refused, and recognised when it comes again."""

from datetime import datetime, timedelta

from storage.database.engine import Database
from storage.evidence.evidence import (
    EvidenceState,
    attach_evidence,
    evidence_of,
    find_evidence,
    mark_refused,
    mark_stored,
    used_before,
)
from tests.storage.records import a_member, a_piece


async def test_a_piece_is_found_as_it_was_noted(database: Database, now: datetime) -> None:
    async with database.write() as session:
        wang = await a_member(session, now)
        pieces = [a_piece(session, key, wang.id, now) for key in ("e1", "e2", "e3")]
    async with database.read() as session:
        assert await find_evidence(session, ["e3", "gone", "e1"]) == [pieces[2], pieces[0]]
        assert await find_evidence(session, []) == []


async def test_a_record_has_the_pieces_attached_last(database: Database, now: datetime) -> None:
    """Attaching again lets go of what is no longer named, and of nothing else's."""
    async with database.write() as session:
        wang = await a_member(session, now)
        for number, key in enumerate(("e1", "e2", "e3", "e4")):
            a_piece(session, key, wang.id, now + timedelta(seconds=number))
        await attach_evidence(session, ["e1", "e2"], subject="story:1")
        await attach_evidence(session, ["e4"], subject="story:2")
        await attach_evidence(session, ["e2", "e3"], subject="story:1")
    async with database.read() as session:
        assert [one.id for one in await evidence_of(session, "story:1")] == ["e2", "e3"]
        assert [one.id for one in await evidence_of(session, "story:1", limit=1)] == ["e2"]
        assert [one.id for one in await evidence_of(session, "story:2")] == ["e4"]
        assert (await find_evidence(session, ["e1"]))[0].subject is None


async def test_nothing_attached_lets_all_go(database: Database, now: datetime) -> None:
    async with database.write() as session:
        wang = await a_member(session, now)
        a_piece(session, "e1", wang.id, now)
        await attach_evidence(session, ["e1"], subject="story:1")
        await attach_evidence(session, [], subject="story:1")
        assert await evidence_of(session, "story:1") == []


async def test_a_refused_piece_is_not_shown(database: Database, now: datetime) -> None:
    async with database.write() as session:
        wang = await a_member(session, now)
        for key in ("e1", "e2"):
            a_piece(session, key, wang.id, now)
        await attach_evidence(session, ["e1", "e2"], subject="story:1")
        await mark_refused(session, "e1", trouble="wrong_kind")
        await mark_stored(session, "e2", sha256="ab", path="a/b.jpg", size=9, mime="image/png")
    async with database.read() as session:
        (shown,) = await evidence_of(session, "story:1")
        (refused,) = await find_evidence(session, ["e1"])
    assert (shown.state, shown.sha256, shown.path, shown.size, shown.mime) == (
        EvidenceState.STORED,
        "ab",
        "a/b.jpg",
        9,
        "image/png",
    )
    assert (refused.state, refused.trouble) == (EvidenceState.REFUSED, "wrong_kind")


async def test_a_file_is_known_again_by_content_or_by_telegrams_id(
    database: Database, now: datetime
) -> None:
    """Only where the earlier one belongs to a record: sending twice in one talk is no reuse."""
    async with database.write() as session:
        wang = await a_member(session, now)
        li = await a_member(session, now, name="李明")
        for key, unique in (("e1", "u1"), ("e2", "u2"), ("e3", "u1")):
            a_piece(session, key, wang.id, now, unique=unique)
        for key in ("e1", "e2"):
            await mark_stored(session, key, sha256=f"h-{key}", path=key, size=1, mime=None)
        (again,) = await find_evidence(session, ["e3"])
        assert await used_before(session, again) == []

        await attach_evidence(session, ["e1", "e2"], subject="check_in:1")
        assert [one.id for one in await used_before(session, again)] == ["e1"]

        a_piece(session, "e4", li.id, now, unique="other")
        await mark_stored(session, "e4", sha256="h-e2", path="e4", size=1, mime=None)
        (same,) = await find_evidence(session, ["e4"])
        assert [one.id for one in await used_before(session, same)] == ["e2"]
