"""Workbooks written part by part, as other programs write them and as no library would."""

import io
import zipfile
from collections.abc import Iterable, Mapping
from xml.sax.saxutils import escape

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT_MAIN = "http://purl.oclc.org/ooxml/spreadsheetml/main"
STRICT_RELATIONS = "http://purl.oclc.org/ooxml/officeDocument/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    """An archive of these parts."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return held.getvalue()


def text_cell(reference: str, text: str) -> str:
    return f'<c r="{reference}" t="inlineStr"><is><t>{escape(text)}</t></is></c>'


def rows_of(rows: Iterable[Iterable[str]]) -> str:
    """Rows of texts, from the first row and column on."""
    shown = ""
    for number, cells in enumerate(rows, start=1):
        written = (text_cell(f"{chr(65 + at)}{number}", cell) for at, cell in enumerate(cells))
        shown += f'<row r="{number}">{"".join(written)}</row>'
    return shown


def xlsx_parts(
    *sheets: str,
    names: Iterable[str] = ("名册", "第二", "第三"),
    states: Iterable[str] = ("visible",) * 3,
    styles: str = "",
    book: str = "xl/workbook.xml",
    before: str = "",
    after: str = "",
    properties: str = "",
    main: str = MAIN,
    relations: str = RELATIONS,
) -> dict[str, str | bytes]:
    """The parts of a workbook whose sheets have these rows."""
    folder = book.rpartition("/")[0]
    listed, related = "", ""
    parts: dict[str, str | bytes] = {"[Content_Types].xml": "<Types/>"}
    for number, (rows, name, state) in enumerate(zip(sheets, names, states, strict=False), 1):
        listed += f'<sheet name="{name}" sheetId="{number}" state="{state}" r:id="r{number}"/>'
        related += relation(f"r{number}", f"{relations}/worksheet", f"sheets/s{number}.xml")
        parts[f"{folder}/sheets/s{number}.xml"] = (
            f'<worksheet xmlns="{main}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>'
        )
    if styles:
        related += relation("rs", f"{relations}/styles", "styles.xml")
        parts[f"{folder}/styles.xml"] = f'<styleSheet xmlns="{main}">{styles}</styleSheet>'
    parts[book] = (
        f'<workbook xmlns="{main}" xmlns:r="{relations}">{properties}'
        f"<sheets>{listed}</sheets></workbook>"
    )
    parts["_rels/.rels"] = related_parts(relation("r1", f"{relations}/officeDocument", f"/{book}"))
    parts[f"{folder}/_rels/{book.rpartition('/')[2]}.rels"] = related_parts(related)
    return parts


def xlsx(*sheets: str, **more: object) -> bytes:
    """The workbook itself; the same arguments as `xlsx_parts`."""
    return zipped(xlsx_parts(*sheets, **more))  # type: ignore[arg-type] # handed on


def related_parts(relations: str) -> str:
    return f'<Relationships xmlns="{PACKAGE}">{relations}</Relationships>'


def relation(name: str, kind: str, target: str) -> str:
    return f'<Relationship Id="{name}" Type="{kind}" Target="{target}"/>'


def formats(*codes: str) -> str:
    """Styles with a cell format for each of these number formats, numbered from 1."""
    own = "".join(
        f'<numFmt numFmtId="{200 + at}" formatCode="{escape(code, {chr(34): "&quot;"})}"/>'
        for at, code in enumerate(codes)
    )
    used = "".join(f'<xf numFmtId="{200 + at}"/>' for at in range(len(codes)))
    return (
        f'<numFmts>{own}</numFmts><cellStyleXfs><xf numFmtId="9"/></cellStyleXfs>'
        f'<cellXfs><xf numFmtId="0"/>{used}</cellXfs>'
    )


def ods_text(text: str) -> str:
    if not text:
        return "<table:table-cell/>"
    paragraph = f"<text:p>{escape(text)}</text:p>"
    return f'<table:table-cell office:value-type="string">{paragraph}</table:table-cell>'


def ods_content(rows: str, *, hidden: str = "") -> str:
    """A sheet with these rows, behind a hidden one if there are rows for it."""
    names = 'xmlns:office="o" xmlns:table="t" xmlns:text="x" xmlns:style="s"'
    aside = f'<table:table table:name="去年" table:style-name="ta2">{hidden}</table:table>'
    return (
        f"<office:document-content {names}><office:automatic-styles>"
        '<style:style style:name="ta1" style:family="table"><style:table-properties'
        ' table:display="true"/></style:style><style:style style:name="ta2"'
        ' style:family="table"><style:table-properties table:display="false"/></style:style>'
        f"</office:automatic-styles><office:body>{aside if hidden else ''}"
        f'<table:table table:name="名册" table:style-name="ta1">{rows}</table:table>'
        "</office:body></office:document-content>"
    )


def ods(rows: str, *, hidden: str = "") -> bytes:
    """The same as a file."""
    return zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": ods_content(rows, hidden=hidden),
            "META-INF/manifest.xml": "<manifest/>",
        }
    )
