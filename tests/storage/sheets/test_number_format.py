"""Numbers and days as their cells show them."""

import pytest

from campaign.sheets import CellKind
from storage.sheets.cells.number_format import BUILT_IN, show_number

DATE, LONG = CellKind.DATE, CellKind.LONG_NUMBER


@pytest.mark.parametrize(
    ("written", "code", "text"),
    [
        ("311", None, "311"),
        ("311.0", "@", "311"),
        ("0.30000000000000004", None, "0.3"),
        ("202611000311", None, "202611000311"),
        ("311", "000000", "000311"),
        ("12345", '"T"0000', "T12345"),
        ("12345", "T\\-0000", "T-12345"),
        ("13800138000", "000-0000-0000", "138-0013-8000"),
        ("1234.5", "#,##0.00", "1,234.50"),
        ("-1234567", "#,##0", "-1,234,567"),
        ("-3", "0;(0)", "(3)"),
        ("-3", "0.0", "-3.0"),
        ("0", "0;-0;", ""),
        ("0", '0;-0;"-"', "-"),
        ("7", ";;;", "7"),
        ("311", '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ ', "311"),
        ("0.256", "0%", "26%"),
        ("5", "0.##", "5"),
        ("5.25", "0.##", "5.25"),
        ("311", '"T"General', "T311"),
        ("-311", "G/通用格式;(G/通用格式)", "(311)"),
        ("311", '@"号"', "311号"),
        ("5", "0.00E+00", "5"),
        ("5", "# ?/?", "5"),
        ("5", "[>=100]000;00", "5"),
        ("5", '[Red][$¥-804]0"元"', "¥5元"),
        ("no number", "000", "no number"),
    ],
)
def test_a_number_is_written_by_its_format(written: str, code: str | None, text: str) -> None:
    assert show_number(written, code) == (text, None)


@pytest.mark.parametrize(
    ("written", "code", "text"),
    [
        ("46082", 'm"月"d"日"', "3月1日"),
        ("46082", BUILT_IN[58], "3月1日"),
        ("39624", "yyyy\\-mm\\-dd;@", "2008-06-25"),
        ("39624", BUILT_IN[14], "2008/6/25"),
        ("39624.5", BUILT_IN[22], "2008/6/25 12:00"),
        ("46082", "d-mmm", "1-Mar"),
        ("46082", "[$-409]mmm\\-yy;@", "Mar-26"),
        ("46082", "[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy", "2026年3月1日"),
        ("46082", "aaaa", "星期日"),
        ("0.75", '上午/下午h"时"mm"分"', "下午6时00分"),
        ("0.75", "h:mm AM/PM", "6:00 PM"),
        ("1.5", "[h]:mm:ss", "36:00:00"),
        ("1", "yyyy-mm-dd", "1900-01-01"),
        ("61", "yyyy-mm-dd", "1900-03-01"),
        ("-1", "yyyy-mm-dd", "-1"),
        ("99999999", "yyyy-mm-dd", "99999999"),
    ],
)
def test_a_day_is_written_by_its_format(written: str, code: str, text: str) -> None:
    assert show_number(written, code) == (text, DATE)


@pytest.mark.parametrize("code", [None, "0", "#"])
def test_of_a_long_number_fifteen_digits_are_known(code: str | None) -> None:
    assert show_number("420106199001011234", code) == ("420106199001011000", LONG)
    assert show_number("4.2010619900101126E+17", code) == ("420106199001011000", LONG)
    assert show_number("999999999999999", code) == ("999999999999999", None)


def test_a_number_too_long_for_any_cell_is_not_written_out() -> None:
    assert show_number("1E+999999", "0") == ("1E+999999", LONG)
