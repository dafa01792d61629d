"""Where values stand in a TOML text: compared with what `tomllib` reads from the same text."""

import tomllib
from collections.abc import Iterator

from hypothesis import given
from hypothesis import strategies as st

from campaign.reading import shipped_text
from campaign.reading.nodes import Node
from campaign.reading.places import Path, places

TRICKY = '''\
# a comment with = and "quotes" and [brackets]
title = "a # is no comment, \\" no end, [no] {table}" # but this is
'literal key' = 'C:\\path "x" # not a comment'
"quoted \\u0061" . b = 1

[ one . "two three" ]   # a header with blanks
text = """first
second "quoted" line \\"""
third"""""
raw = \'\'\'
[not.a.header]
key = "not a key"\'\'\'
days = [
  2008-03-19, # the first
  2008-03-20 10:00:00,

  [ 1, 2, ],
]
inline = { a = { b.c = true }, d = [ { e = 1 }, { e = 2 } ] }

[[rows]]
id = "x"
[rows.inside]
deep = 1
[[rows.more]]
n = 1
[[rows.more]]
n = 2

[[rows]]
id = "y"
[[rows.more]]
n = 3
[last]
end = 1'''


def every_path(table: dict[str, object]) -> Iterator[Path]:
    return (node.path for node in Node(table).walk() if node.path)


def test_every_value_of_a_tricky_text_has_its_line() -> None:
    """Comments, brackets and keys inside texts are none."""
    found = places(TRICKY)
    assert set(found) == set(every_path(tomllib.loads(TRICKY)))
    lines = {path: place.line for path, place in found.items()}
    assert lines["title",] == 2
    assert lines["quoted a", "b"] == 4
    assert lines["one", "two three", "raw"] == 10
    assert lines["one", "two three", "days", 1] == 15
    assert lines["one", "two three", "days", 2, 1] == 17
    assert lines["one", "two three", "inline", "d", 1, "e"] == 19
    assert lines["rows", 0, "more", 1, "n"] == 28
    assert lines["rows", 1] == 30
    assert lines["rows", 1, "more", 0, "n"] == 33
    assert lines["last", "end"] == 35


def test_a_nested_value_belongs_to_its_statement() -> None:
    """A comment can be put above a statement, never into the middle of one."""
    found = places(TRICKY)
    assert found["one", "two three", "days", 2, 1].statement == 13
    assert found["rows", 0, "more", 1, "n"].statement == 28


def test_every_value_of_the_shipped_file_is_found_with_its_span() -> None:
    """The span of each value, read alone, gives that value."""
    text = shipped_text()
    table = tomllib.loads(text)
    found = places(text)
    assert set(found) == set(every_path(table))
    for node in Node(table).walk():
        if node.path and (place := found[node.path]).end > place.start:
            assert tomllib.loads(f"value = {text[place.start : place.end]}")["value"] == node.value


KEYS = st.text("ab-_9", min_size=1, max_size=4)
VALUES = st.recursive(
    st.one_of(
        st.integers(-99, 99),
        st.booleans(),
        st.dates(),
        st.text('a"\\#[]{}=,\n\t 党', max_size=8),
    ),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=8,
)
GAPS = st.sampled_from(["", " ", "\n", ' # = [x] "\n', "\n\n  "])


def written(value: object, gap: Iterator[str]) -> str:
    """The value as TOML, with the gaps between the entries of lists."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        escaped = value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
        return '"' + escaped.replace("\t", "\\t") + '"'
    if isinstance(value, list):
        return "[" + ",".join(next(gap) + written(row, gap) + next(gap) for row in value) + "]"
    if isinstance(value, dict):
        pairs = (f"{key} = {written(inner, gap)}" for key, inner in value.items())
        return "{ " + ", ".join(pairs) + " }"
    return str(value)


@given(
    tables=st.dictionaries(KEYS, st.dictionaries(KEYS, VALUES, max_size=3), max_size=4),
    rows=st.lists(st.dictionaries(KEYS, VALUES, max_size=2), max_size=3),
    gaps=st.lists(GAPS, min_size=1, max_size=5),
)
def test_any_text_has_the_paths_that_tomllib_reads(
    tables: dict[str, dict[str, object]], rows: list[dict[str, object]], gaps: list[str]
) -> None:
    """No path too few or too many, spans hold the values, lines hold the spans."""
    gap = (gaps[number % len(gaps)] for number in range(10_000))
    parts = [f"[t{key}]\n" + pairs(table, gap) for key, table in tables.items()]
    parts += ["[[rows]]\n" + pairs(row, gap) for row in rows]
    text = "\n".join(parts)
    table = tomllib.loads(text)
    found = places(text)
    assert set(found) == set(every_path(table))
    for node in Node(table).walk():
        if node.path and (place := found[node.path]).end > place.start:
            assert tomllib.loads(f"value = {text[place.start : place.end]}")["value"] == node.value
            assert place.statement <= place.line <= text.count("\n", 0, place.end) + 1


def pairs(table: dict[str, object], gap: Iterator[str]) -> str:
    return "".join(f"{key} = {written(value, gap)}\n" for key, value in table.items())
