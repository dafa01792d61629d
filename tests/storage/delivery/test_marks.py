"""A talk's marks: what they say is kept in JSON and found again; only what is set is written."""

from dataclasses import fields

from storage.delivery.marks import NO_MARKS, Marks

FULL = Marks(
    changing=True,
    listing=True,
    said=True,
    unfinished={"body": "半"},
    pages={"branches": 2},
    album="a",
    albums=("a", "b"),
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
    assert marks == Marks(said=True, unfinished={"body": "半"}, album="a", albums=("a", "b"))
