"""Of which kind a file is, by its content alone, and who reads that kind."""

import codecs
import re

from campaign.sheets import Workbook
from campaign.texts import Text
from storage.sheets.archive import Archive
from storage.sheets.bare_xls import BARE_SHEET, read_bare_xls
from storage.sheets.csv_text import read_csv
from storage.sheets.html_tables import read_html
from storage.sheets.limits import MOST_BYTES, UnreadableSheet, unreadable
from storage.sheets.ods import read_ods
from storage.sheets.xlsx.parts import bounded_tags
from storage.sheets.xlsx.workbook import read_xlsx
from storage.sheets.xml_spreadsheet import NAMESPACE, read_xml_spreadsheet

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# Excel 2 to 4, whose files are packed into nothing.
_OLDEST_XLS = re.compile(rb"\x09(\x00\x04|[\x02\x04]\x06)\x00")
_ENCRYPTED, _BOOK = "EncryptedPackage".encode("utf-16-le"), "Workbook".encode("utf-16-le")
_OTHER_KINDS = (
    b"%PDF",
    b"{\\rtf",
    b"Rar!",
    b"7z\xbc\xaf",
    b"\x1f\x8b",
    b"\x89PNG",
    b"\xff\xd8\xff",
)
_WIDE_MARKS = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
_PAGE = re.compile(
    r"\s*<(!doctype html|html|head|meta|body|table|style|div|center)\b", re.IGNORECASE
)
_DECLARED = re.compile(r"\s*<\?xml[^>]*?encoding=[\"']([A-Za-z0-9_.-]+)[\"'][^>]*\?>")
# Bytes of the beginning by which a kind is known.
_BEGINNING = 4000
_ODS = b"application/vnd.oasis.opendocument.spreadsheet"


def read_content(content: bytes) -> Workbook:
    """The workbook in a file of any kind that is read. Raises UnreadableSheet."""
    if len(content) > MOST_BYTES:
        most = MOST_BYTES // 1024 // 1024
        raise UnreadableSheet(Text("sheet_file.too_large", {"most": most}))
    if not content.strip(b"\x00 \t\r\n"):
        raise UnreadableSheet(Text("sheet_file.empty"))
    if content.startswith(_ZIP):
        return _from_archive(Archive(content))
    if content.startswith(_OLE) and _ENCRYPTED in content and _BOOK not in content:
        raise UnreadableSheet(Text("sheet_file.encrypted"))
    if content.startswith(_OLE) or _OLDEST_XLS.match(content):
        return _from_xls(content)
    if BARE_SHEET.match(content):
        return read_bare_xls(content)
    if content.startswith(_OTHER_KINDS):
        raise UnreadableSheet(Text("sheet_file.wrong_kind"))
    return _from_text(content)


def _from_xls(content: bytes) -> Workbook:
    # Here, because it takes as long to load as all the rest of a child.
    from storage.sheets.xls import read_xls  # noqa: PLC0415

    return read_xls(content)


def _from_archive(archive: Archive) -> Workbook:
    if archive.has("[Content_Types].xml"):
        return read_xlsx(archive)
    if not archive.has("content.xml") or not archive.has("META-INF/manifest.xml"):
        raise UnreadableSheet(Text("sheet_file.wrong_kind"))
    if b"encryption-data" in archive.small_part("META-INF/manifest.xml"):
        raise UnreadableSheet(Text("sheet_file.encrypted"))
    if archive.has("mimetype") and not archive.small_part("mimetype").startswith(_ODS):
        raise UnreadableSheet(Text("sheet_file.wrong_kind"))
    return read_ods(bounded_tags(archive, "content.xml", b"table-cell"))


def _from_text(content: bytes) -> Workbook:
    wide = _WIDE_MARKS.get(content[:2])
    beginning = content[:_BEGINNING].removeprefix(codecs.BOM_UTF8)
    text = beginning[2:].decode(wide, "replace") if wide else beginning.decode("latin-1")
    if text.lstrip().startswith("<?xml"):
        return _from_xml(content, text)
    if text.startswith("MIME-Version:"):
        raise UnreadableSheet(Text("sheet_file.web_archive"))
    return read_html(content) if _PAGE.match(text) else read_csv(content)


def _from_xml(content: bytes, beginning: str) -> Workbook:
    if NAMESPACE in beginning and "<html" not in beginning.lower():
        return read_xml_spreadsheet([_plain_xml(content)])
    if "office:document" in beginning:
        return read_ods([_plain_xml(content)])
    if "<html" in beginning.lower():
        return read_html(content)
    raise UnreadableSheet(Text("sheet_file.wrong_kind"))


def _plain_xml(content: bytes) -> bytes | str:
    """XML in an encoding that its parser does not know, such as GB 2312, as text."""
    declared = _DECLARED.match(content[:_BEGINNING].decode("latin-1"))
    if declared is None or declared[1].lower() in ("utf-8", "utf-16"):
        return content
    name = declared[1].lower()
    try:
        text = content.decode("gb18030" if name.startswith("gb") else name)
    except (UnicodeDecodeError, LookupError):
        raise unreadable() from None
    return text[declared.end() :]
