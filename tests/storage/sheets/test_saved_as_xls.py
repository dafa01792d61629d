"""Web pages and XML that other systems call .xls."""

import pytest

from campaign.sheets import CellKind
from storage.sheets.reader import read_workbook
from tests.storage.sheets.reading import kinds, only_sheet, refused, shown

PAGE = """<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head>
<meta http-equiv="Content-Type" content="text/html; charset={charset}"><style>td {{ x: 1 }}</style>
</head><body><table><col><col style="display:none"><tr><th>支部</th><th>藏</th><th>姓
  名<br>全称</th></tr>
<tr><td rowspan=2>第一&amp;支部</td><td>x</td><td>林&nbsp;</td></tr><tr><td></td><td>何</td></tr>
<tr style="mso-height:0; display : none"><td>走了</td></tr>
<tr><td colspan=3>4.20106E+17</table></body></html>"""
BOOK = """<?xml version="1.0" encoding="{encoding}"?><?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"
 xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Styles>
<Style ss:ID="z"><NumberFormat ss:Format="000000"/></Style></Styles>
<Worksheet ss:Name="名册"><Table><Column ss:Index="3" ss:Hidden="1"/>
<Row><Cell ss:MergeDown="3"><Data ss:Type="String">第一</Data><Comment><Data>旁注</Data></Comment>
</Cell><Cell ss:Index="3"><Data ss:Type="String">藏</Data></Cell></Row>
<Row ss:Index="4"><Cell ss:Index="2" ss:StyleID="z"><Data ss:Type="Number">311</Data></Cell>
<Cell ss:Index="4"><Data ss:Type="DateTime">2008-06-25T00:00:00.000</Data></Cell>
<Cell><Data ss:Type="Error">#N/A</Data></Cell></Row></Table></Worksheet>
<Worksheet ss:Name="去年"><Table><Row><Cell><Data ss:Type="String">旧</Data></Cell></Row></Table>
<WorksheetOptions><Visible>SheetHidden</Visible></WorksheetOptions></Worksheet></Workbook>"""


@pytest.mark.parametrize(("charset", "encoding"), [("utf-8", "utf-8"), ("gb2312", "gb18030")])
def test_the_table_of_a_web_page_is_a_sheet(charset: str, encoding: str) -> None:
    sheet = only_sheet(PAGE.format(charset=charset).encode(encoding))
    assert sheet.lines == (
        (1, ("支部", "姓 名\n全称")),
        (2, ("第一&支部", "林")),
        (3, ("第一&支部", "何")),
        (5, ("4.20106E+17", "4.20106E+17")),
    )
    assert (sheet.hidden_rows, sheet.hidden_columns) == ((4,), ("B",))
    assert kinds(sheet) == {"4.20106E+17": CellKind.SHORTENED}


def test_several_tables_are_several_sheets_and_tables_for_layout_are_none() -> None:
    page = (
        "<table><tr><td><table><tr><td>甲</td></tr></table></td></tr></table><table><td>乙</table>"
    )
    assert [(sheet.name, shown(sheet)) for sheet in read_workbook(page.encode()).sheets] == [
        ("1", [("甲",)]),
        ("2", [("乙",)]),
    ]


def test_a_web_page_without_a_table_says_so() -> None:
    assert refused("<html><body>请先登录</body></html>".encode()) == "sheet_file.web_page"


@pytest.mark.parametrize(("name", "encoding"), [("UTF-8", "utf-8"), ("GB2312", "gb18030")])
def test_the_xml_spreadsheet_is_read(name: str, encoding: str) -> None:
    book = read_workbook(BOOK.format(encoding=name).encode(encoding))
    assert book.hidden_sheets == ("去年",)
    (sheet,) = book.sheets
    assert sheet.lines == ((1, ("第一",)), (4, ("第一", "000311", "2008-06-25", "#N/A")))
    assert kinds(sheet) == {"2008-06-25": CellKind.DATE, "#N/A": CellKind.ERROR}
    assert sheet.hidden_columns == ("C",)


def test_other_xml_is_no_sheet() -> None:
    assert refused(b'<?xml version="1.0"?><svg/>') == "sheet_file.wrong_kind"
