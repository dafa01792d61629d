"""The child that reads: its answer is the same, its death is a refusal, and nobody waits for it."""

import asyncio
import os
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from campaign.sheets import Workbook
from storage.sheets.limits import MOST_LINES
from storage.sheets.reader import UnreadableSheet, read_in_child, read_workbook
from tests.storage.sheets import raw_workbooks as raw

# Seconds of processor time that a hostile file may take; by the clock a busy machine takes longer.
MOST_SECONDS = 5.0
MORE_ROWS = (
    '<row r="8" hidden="1"><c r="A8"><v>1</v></c></row>'
    '<row r="9"><c r="A9" t="e"><v>#N/A</v></c></row>'
)


async def while_ticking(reading: Awaitable[Workbook]) -> tuple[Workbook | str, int]:
    """The workbook or the key of the refusal, and how often the loop went round meanwhile."""
    ticks = 0

    async def tick() -> None:
        nonlocal ticks
        while True:
            await asyncio.sleep(0.001)
            ticks += 1

    ticking = asyncio.create_task(tick())
    try:
        return await reading, ticks
    except UnreadableSheet as refusal:
        return refusal.problem.key, ticks
    finally:
        ticking.cancel()


def seconds_of_children() -> float:
    """Of all that have ended."""
    times = os.times()
    return times.children_user + times.children_system


async def test_what_the_child_reads_is_what_is_read_here(tmp_path: Path) -> None:
    rows = raw.rows_of(
        [
            ["工号", "姓名"],
            ["000311", "林\ud83c\udf89".encode("utf-16", "surrogatepass").decode("utf-16")],
        ]
    )
    content = raw.xlsx(rows + MORE_ROWS, rows, states=("visible", "hidden"))
    here = read_workbook(content)
    path = tmp_path / "名 册.xlsx"
    path.write_bytes(content)
    assert await read_in_child(content) == await read_in_child(path) == here
    mixed = "工号,姓名\n1,林\n".encode() + "2,何\n".encode("gb18030")
    assert await read_in_child(mixed) == read_workbook(mixed)


async def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableSheet, match="not_there"):
        await read_in_child(tmp_path / "x.xlsx")


async def test_the_child_knows_no_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FLAGBEARER_TOKEN", "31415:key")
    told = await environment_of_child(monkeypatch)
    assert "31415:key" not in told
    assert "PYTHONPATH" in told


async def environment_of_child(monkeypatch: pytest.MonkeyPatch) -> str:
    started: list[dict[str, str]] = []
    start = asyncio.create_subprocess_exec

    async def noting(*command: str, env: dict[str, str], **more: Any) -> asyncio.subprocess.Process:
        started.append(env)
        return await start(*command, env=env, **more)

    monkeypatch.setattr(asyncio, "create_subprocess_exec", noting)
    await read_in_child("工号\n".encode())
    return str(started)


async def test_a_child_that_takes_too_long_is_killed() -> None:
    with pytest.raises(UnreadableSheet, match="too_slow"):
        await read_in_child(b"a,b\n", seconds=0.0)


async def test_a_child_that_dies_is_a_refusal(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    dying = tmp_path / "python"
    dying.write_text(f"#!{sys.executable}\nimport os\nos.abort()\n", "utf-8")
    dying.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(dying))
    with pytest.raises(UnreadableSheet, match="reader_died"):
        await read_in_child(b"a,b\n" * 100_000)


def far_cells() -> bytes:
    far = raw.text_cell("XFD1048576", "远")
    return raw.xlsx(f'<row r="1">{raw.text_cell("A1", "近")}</row><row r="1048576">{far}</row>')


def one_row_of_six_million() -> bytes:
    return raw.xlsx('<row r="1">' + "<c><v>1</v></c>" * 6_000_000 + "</row>")


def a_column_too_many() -> bytes:
    return raw.xlsx(f'<row r="1">{raw.text_cell("XFE1", "宽")}</row>')


def ninety_megabytes() -> bytes:
    cell = '<c r="A1" t="inlineStr"><is><t>长</t></is></c>'
    return raw.xlsx(f'<row r="1">{cell}</row>' + f"<row>{cell}</row>" * (90_000_000 // 62))


def one_text_of_ninety_megabytes() -> bytes:
    return raw.xlsx(f'<row r="1">{raw.text_cell("A1", "长" * 30_000_000)}</row>')


def many_long_texts() -> bytes:
    rows = (f"<row>{raw.text_cell(f'A{n}', '长' * 30_000)}</row>" for n in range(1, 800))
    return raw.xlsx("".join(rows))


def one_attribute_of_ninety_megabytes() -> bytes:
    return raw.xlsx(f'<row r="1" spans="{"1" * 90_000_000}"/>')


def bomb() -> bytes:
    parts = raw.xlsx_parts("")
    parts["xl/media/a.bin"] = bytes(210 * 1024 * 1024)
    return raw.zipped(parts)


def many_parts() -> bytes:
    return raw.zipped({f"x/{number}": b"" for number in range(3000)})


def outer_entity() -> bytes:
    parts = raw.xlsx_parts(raw.rows_of([["x"]]))
    sheet = str(parts["xl/sheets/s1.xml"]).replace("<t>x</t>", "<t>&e;</t>")
    entity = f'<!DOCTYPE w [<!ENTITY e SYSTEM "file://{os.path.abspath(__file__)}">]>'  # noqa: PTH100
    parts["xl/sheets/s1.xml"] = entity + sheet
    return raw.zipped(parts)


def laughs() -> bytes:
    parts = raw.xlsx_parts(raw.rows_of([["x"]]))
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    sheet = str(parts["xl/sheets/s1.xml"]).replace("<t>x</t>", "<t>&e11;</t>")
    parts["xl/sheets/s1.xml"] = f'<!DOCTYPE w [<!ENTITY e0 "ha">{entities}]>{sheet}'
    return raw.zipped(parts)


def repeated_rows() -> bytes:
    row = f'<table:table-row table:number-rows-repeated="1048576">{raw.ods_text("甲")}'
    return raw.ods(row + "</table:table-row>")


def repeated_cells() -> bytes:
    cell = '<table:table-cell office:value-type="string" table:number-columns-repeated="16384">'
    row = f'<table:table-row table:number-rows-repeated="60000">{cell}<text:p>甲</text:p>'
    return raw.ods(row + "</table:table-cell></table:table-row>")


def repeated_blanks() -> bytes:
    return raw.ods(
        '<table:table-row><table:table-cell office:value-type="string"><text:p>'
        '<text:s text:c="2000000000"/></text:p></table:table-cell></table:table-row>'
    )


def merged_over_and_over() -> bytes:
    merged = '<mergeCell ref="A1:B1048576"/>' * 5000
    rows = raw.rows_of([["甲"]] * 3000)
    return raw.xlsx(rows, after=f"<mergeCells>{merged}</mergeCells>")


def spanned_over_and_over() -> bytes:
    return b"<table>" + b"<tr><td rowspan=60000 colspan=900>a" * 60_000


@pytest.mark.parametrize(
    ("make", "key"),
    [
        (one_row_of_six_million, "sheet_file.too_many_cells"),
        (a_column_too_many, "sheet_file.too_wide"),
        (ninety_megabytes, "sheet_file.too_many_rows"),
        (one_text_of_ninety_megabytes, "sheet_file.cell_too_long"),
        (many_long_texts, "sheet_file.too_much_text"),
        (one_attribute_of_ninety_megabytes, "sheet_file.unreadable"),
        (bomb, "sheet_file.too_large_unpacked"),
        (many_parts, "sheet_file.too_large_unpacked"),
        (outer_entity, "sheet_file.document_type"),
        (laughs, "sheet_file.document_type"),
        (repeated_rows, "sheet_file.too_many_rows"),
        (repeated_cells, "sheet_file.too_many_cells"),
        (repeated_blanks, "sheet_file.unreadable"),
        (merged_over_and_over, "sheet_file.too_many_cells"),
        (spanned_over_and_over, "sheet_file.too_wide"),
    ],
)
async def test_a_hostile_file_is_refused_while_the_loop_goes_on(
    make: Callable[[], bytes], key: str
) -> None:
    content = make()
    before = seconds_of_children()
    refused, ticks = await while_ticking(read_in_child(content))
    assert refused == key
    assert ticks > 5
    assert seconds_of_children() - before < MOST_SECONDS


async def test_two_cells_far_apart_are_two_rows() -> None:
    before = seconds_of_children()
    book, ticks = await while_ticking(read_in_child(far_cells()))
    assert seconds_of_children() - before < MOST_SECONDS
    assert isinstance(book, Workbook)
    assert [(line.number, line.cells[-1]) for line in book.sheets[0].lines] == [
        (1, "近"),
        (1048576, "远"),
    ]
    assert ticks > 5


@pytest.mark.skipif(sys.platform != "linux", reason="only there memory is told and limited")
async def test_what_takes_too_much_memory_is_refused() -> None:
    greedy = (
        "from storage.sheets import child;"
        "child.read_content = lambda content: bytes(2 * child.MOST_MEMORY);"
        "child.main()"
    )
    child = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", greedy),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
    )
    told, _ = await child.communicate()
    assert b"sheet_file.too_heavy" in told


async def test_as_many_rows_as_a_roster_may_have_are_read() -> None:
    lines = "工号,姓名\n" + "".join(f"{number:06},林测一\n" for number in range(MOST_LINES - 1))
    book, ticks = await while_ticking(read_in_child(lines.encode()))
    assert isinstance(book, Workbook)
    assert len(book.sheets[0].lines) == MOST_LINES
    assert ticks > 20
    beyond, _ = await while_ticking(read_in_child((lines + "1,2\n").encode()))
    assert beyond == "sheet_file.too_many_rows"
