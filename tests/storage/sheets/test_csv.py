"""CSV in every usual encoding and with every usual separator."""

import pytest

from campaign.sheets import CellKind
from campaign.texts import Language, Text, read_texts
from storage.sheets.csv_text import SEPARATORS
from storage.sheets.reader import read_workbook
from tests.storage.sheets.reading import kinds, only_sheet, refused, shown

ROSTER = [
    ("工号", "姓名", "所在党支部"),
    ("000311", "林测一", "样例学院第一党支部"),
    ("000312", "何婧淼", "样例学院第二党支部"),
]
PLAIN = "".join(",".join(row) + "\r\n" for row in ROSTER)
TRADITIONAL = "number,name,branch\r\nT0311,林測一,樣例第一黨支部\r\nT0312,陳測二,樣例第二黨支部\r\n"


def doubts(content: bytes) -> dict[str, object]:
    """What is doubtful, with the rows concerned; each doubt can be said."""
    texts = read_texts()
    found = read_workbook(content).doubts
    assert all("{" not in texts.say(doubt, Language.ZH) for doubt in found)
    return {doubt.key: doubt.params.get("rows") for doubt in found}


@pytest.mark.parametrize(
    "content",
    [
        PLAIN.encode(),
        PLAIN.encode("utf-8-sig"),
        PLAIN.encode("utf-16"),
        b"\xfe\xff" + PLAIN.encode("utf-16-be"),
        PLAIN.encode("utf-16-le"),
        PLAIN.encode("utf-16-be"),
        PLAIN.encode("gb18030"),
        PLAIN.replace("\r\n", "\r").encode("gb18030"),
    ],
)
def test_the_encoding_is_found(content: bytes) -> None:
    assert shown(only_sheet(content)) == ROSTER


@pytest.mark.parametrize("separator", SEPARATORS)
def test_the_separator_is_found(separator: str) -> None:
    title = "花名册（二〇二六年，第一版）\n"
    text = title + "".join(separator.join(row) + "\n" for row in ROSTER)
    assert shown(only_sheet(text.encode()))[1:] == ROSTER


def test_a_line_that_names_the_separator_is_no_row() -> None:
    sheet = only_sheet("sep=;\r\n工号;姓名\r\n1;林,一\r\n".encode())
    assert sheet.lines == ((1, ("工号", "姓名")), (2, ("1", "林,一")))


def test_quotes_hold_separators_and_ends_of_lines_and_rows_are_counted_with_empty_ones() -> None:
    sheet = only_sheet('工号,备注\r\n\r\n1,"甲,""乙""\r\n丙"\r\n2,丁\r\n'.encode())
    assert sheet.lines == (
        (1, ("工号", "备注")),
        (3, ("1", '甲,"乙"\r\n丙')),
        (4, ("2", "丁")),
    )


def test_marks_that_keep_zeros_are_no_part_of_the_number() -> None:
    sheet = only_sheet('工号,姓名\r\n="000311",\'000312\r\n"=""000313""",\'T09\r\n'.encode())
    assert shown(sheet)[1:] == [("000311", "000312"), ("000313", "T09")]


def test_what_a_spreadsheet_made_of_a_number_has_its_kind() -> None:
    sheet = only_sheet(
        "号,支部\r\n4.20106E+17,3月1日\r\n2.02611E+11,3-Mar\r\n#N/A,E+1\r\n".encode()
    )
    assert kinds(sheet) == {
        "4.20106E+17": CellKind.SHORTENED,
        "2.02611E+11": CellKind.SHORTENED,
        "3月1日": CellKind.DATE,
        "3-Mar": CellKind.DATE,
        "#N/A": CellKind.ERROR,
    }


def test_a_line_in_another_encoding_is_read_and_named() -> None:
    lines = [",".join(row).encode() for row in ROSTER]
    lines[2] = ",".join(ROSTER[2]).encode("gb18030")
    content = b"\r\n".join(lines)
    assert shown(read_workbook(content).sheets[0]) == ROSTER
    assert doubts(content) == {"sheet_file.mixed_encodings": [3]}


def test_a_chinese_line_in_english_rows_is_named_though_all_of_it_decodes() -> None:
    """The even numbers of bytes make the whole file good GB 18030."""
    utf8 = "number,name\r\nT1,林测\r\nT2,何测\r\n".encode()
    content = utf8 + "T3,罗测\r\n".encode("gb18030")
    content.decode("gb18030")
    assert [line.cells[1] for line in read_workbook(content).sheets[0].lines[1:]] == [
        "林测",
        "何测",
        "罗测",
    ]
    assert doubts(content) == {"sheet_file.mixed_encodings": [4]}


def test_big5_is_read_as_such_and_told() -> None:
    content = TRADITIONAL.encode("big5")
    assert shown(read_workbook(content).sheets[0])[1] == ("T0311", "林測一", "樣例第一黨支部")
    assert doubts(content) == {"sheet_file.read_as": []}


def test_rows_of_rare_characters_are_named() -> None:
    content = "name,branch\r\nWang,A\r\nLi,鍏氬憳鏀儴\r\n".encode("gb18030")
    assert doubts(content) == {"sheet_file.rare_characters": [3]}


def test_many_doubtful_rows_are_not_all_named() -> None:
    content = ("name\r\n" + "鍏氬憳鏀儴\r\n" * 30).encode("gb18030")
    rows = doubts(content)["sheet_file.rare_characters"]
    assert rows == [*range(2, 12), "…"]


def test_characters_that_were_lost_are_named() -> None:
    content = PLAIN.encode("gb18030")[:-3] + b"\xff,\r\n"
    assert doubts(content) == {"sheet_file.lost_characters": [3]}


def test_rare_names_in_a_usual_file_raise_no_doubt() -> None:
    rows = "工号,姓名,所在党支部\r\n1,朱镕基,第一党支部\r\n2,韡喆,第一党支部\r\n"
    assert doubts(rows.encode("gb18030")) == {}


def test_a_text_in_no_known_encoding_is_refused() -> None:
    content = "\u0438\u043c\u044f,\u043e\u0442\r\n\u0401\u0436,\u042d".encode("koi8-r")
    assert refused(content + b"\r\n\xff\xff\r\n\xff\x80\r\n" * 3) == "sheet_file.unknown_encoding"


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (b"", "sheet_file.empty"),
        (b" \r\n\x00", "sheet_file.empty"),
        (b"\x00\x01\x02\x03 no text \x00", "sheet_file.wrong_kind"),
        (b"%PDF-1.7 \x00", "sheet_file.wrong_kind"),
        (b"\x89PNG\r\n", "sheet_file.wrong_kind"),
        (b"a\x01b,c\r\n", "sheet_file.wrong_kind"),
        (b"MIME-Version: 1.0\r\n", "sheet_file.web_archive"),
    ],
)
def test_what_is_no_sheet_is_refused_with_its_cause(content: bytes, key: str) -> None:
    assert refused(content) == key


def test_quotes_that_do_not_match_are_refused_with_the_row() -> None:
    with pytest.raises(Exception, match="broken_quotes") as refusal:
        read_workbook('工号,姓名\r\n1,"林\r\n2,何\r\n'.encode())
    assert getattr(refusal.value, "problem", None) == Text("sheet_file.broken_quotes", {"row": 2})


def test_every_usual_file_of_one_column_is_read() -> None:
    assert shown(only_sheet("姓名\r\n林一\r\n何二\r\n".encode("gb18030"))) == [
        ("姓名",),
        ("林一",),
        ("何二",),
    ]


def test_traditional_text_in_utf_16_without_a_mark_is_read() -> None:
    for encoding in ("utf-16-le", "utf-16-be"):
        assert shown(only_sheet(TRADITIONAL.encode(encoding)))[1][1] == "林測一"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_text_that_was_garbled_before_it_was_saved_is_doubtful(encoding: str) -> None:
    garbled = PLAIN.encode().decode("gb18030", "replace").replace("\ufffd", "?")
    content = f"number,name\r\nT1,Wang\r\n{garbled}".encode(encoding)
    rows = doubts(content)["sheet_file.rare_characters"]
    assert isinstance(rows, list)
    assert {4, 5} <= set(rows) <= {3, 4, 5}


def test_traditional_text_in_utf_8_is_not_doubtful() -> None:
    assert doubts(TRADITIONAL.encode()) == {}
