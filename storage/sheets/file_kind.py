"""Of which kind a file is, by its content alone, and who reads that kind."""

from campaign.sheets import Workbook
from campaign.texts import Text
from storage.sheets.archive import Archive
from storage.sheets.csv_text import read_csv
from storage.sheets.limits import MOST_BYTES, UnreadableSheet
from storage.sheets.xlsx import read_xlsx

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def read_content(content: bytes) -> Workbook:
    """The workbook in a file of any kind that is read. Raises UnreadableSheet."""
    if len(content) > MOST_BYTES:
        raise UnreadableSheet(Text("sheet_file.too_large", {"most": MOST_BYTES // 1024 // 1024}))
    if not content.strip(b"\x00 \t\r\n"):
        raise UnreadableSheet(Text("sheet_file.empty"))
    if content.startswith(_ZIP):
        return _from_archive(Archive(content))
    if content.startswith(_OLE):
        return _from_ole(content)
    return read_csv(content)


def _from_archive(archive: Archive) -> Workbook:
    if archive.has("[Content_Types].xml"):
        return read_xlsx(archive)
    raise UnreadableSheet(Text("sheet_file.wrong_kind"))


def _from_ole(content: bytes) -> Workbook:
    if _ENCRYPTED in content:
        raise UnreadableSheet(Text("sheet_file.encrypted"))
    raise UnreadableSheet(Text("sheet_file.wrong_kind"))
