"""A talk's marks: what they say is kept in JSON and found again; only what is set is written."""

import json
from dataclasses import fields, replace

from campaign.text_input import Piece
from storage.delivery.marks import NO_MARKS, Heard, LastHeard, Marks

FULL = Marks(
    changing=True,
    listing=True,
    said=True,
    unfinished={"body": "半"},
    pages={"branches": 2},
    album="a",
    albums=("a", "b"),
    pieces={"body": (Piece(7, "半", 4095),)},
    heard={"7": Heard("body", "0f")},
    last=LastHeard(7, "body", "2008-06-23T09:00:00+08:00"),
    thrown_away={"body": {"value": "半", "pieces": []}},
    correction="改",
    offered=True,
    record="story:1",
    told={"a/x": {"n": 1}},
)


def test_every_mark_is_kept_and_found_again() -> None:
    assert {one.name for one in fields(Marks)} == set(FULL.to_json())
    assert Marks.from_json(FULL.to_json()) == FULL
    assert Marks.from_json(NO_MARKS.to_json()) == NO_MARKS
    assert NO_MARKS.to_json() == {}


def test_an_empty_value_of_an_unfinished_step_is_a_value() -> None:
    """No file yet after "start anew", and "at once" before one is sure of it."""
    held = NO_MARKS.with_unfinished("files", []).with_unfinished("moment", "")
    assert Marks.from_json(held.to_json()).unfinished == {"files": [], "moment": ""}
    assert held.finished("files").unfinished == {"moment": ""}


def test_the_parts_of_an_album_are_known_by_it() -> None:
    first = NO_MARKS.with_part_of("a")
    assert (NO_MARKS.goes_on("a"), first.goes_on("a"), first.goes_on(None)) == (False, True, False)
    later = first.with_part_of(None).with_part_of("b").with_part_of("a")
    assert (later.album, later.albums) == ("a", ("a", "b"))
    assert later.without_albums().albums == ()


def test_an_upgrade_keeps_what_its_steps_still_know() -> None:
    marks = FULL.with_unfinished("gone", 1).fitting({"body"})
    kept = Marks(said=True, unfinished={"body": "半"}, album="a", albums=("a", "b"))
    assert marks == replace(kept, pieces=FULL.pieces, heard=FULL.heard)
    assert FULL.fitting({"title"}) == Marks(said=True, album="a", albums=("a", "b"))


def test_they_are_found_again_from_the_text_of_a_database() -> None:
    """A database gives lists where pieces were."""
    assert Marks.from_json(json.loads(json.dumps(FULL.to_json()))) == FULL
