"""What is kept as evidence is told by its content: a corpus of good files and of hostile ones."""

import pytest

from storage.evidence.file_kinds import kind_of
from storage.evidence.file_refusals import FileTrouble, why_refused
from tests.storage.samples import OLE, PAGE, boxed, heic, office, old_office, packed, picture

JPEG, PNG = picture("JPEG"), picture("PNG")

GOOD = {
    "jpeg": (JPEG, "image/jpeg", "jpg"),
    "progressive jpeg": (picture("JPEG", progressive=True), "image/jpeg", "jpg"),
    "motion photo": (JPEG + boxed(b"mp42"), "image/jpeg", "jpg"),
    "png": (PNG, "image/png", "png"),
    "gif": (picture("GIF"), "image/gif", "gif"),
    "webp": (picture("WEBP"), "image/webp", "webp"),
    "heic": (heic(4032, 3024), "image/heic", "heic"),
    "mp4": (boxed(b"isom", b"avc1"), "video/mp4", "mp4"),
    "mp4 of a strange main brand": (boxed(b"XAVC", b"mp42"), "video/mp4", "mp4"),
    "old phone": (boxed(b"3gp4"), "video/mp4", "mp4"),
    "mov": (boxed(b"qt  "), "video/quicktime", "mov"),
    "m4a": (boxed(b"M4A "), "audio/mp4", "m4a"),
    "voice": (b"OggS" + bytes(24) + b"OpusHead", "audio/ogg", "ogg"),
    "mp3": (b"ID3\x04" + bytes(90), "audio/mpeg", "mp3"),
    "bare mp3": (b"\xff\xfb\x90" + bytes(90), "audio/mpeg", "mp3"),
    "aac": (b"\xff\xf1\x50\x80" + bytes(90), "audio/aac", "aac"),
    "amr": (b"#!AMR\n\x3c" + b"\x55" * 90, "audio/amr", "amr"),
    "wide amr": (b"#!AMR-WB\n\x44" + b"\x55" * 90, "audio/amr", "amr"),
    "wav": (b"RIFF\x24\x00\x00\x00WAVEfmt " + bytes(90), "audio/wav", "wav"),
    "ofd": (packed({"OFD.xml": "<x/>", "Doc_0/Document.xml": "<x/>"}), "application/ofd", "ofd"),
    "letters of a drawing by chance": (
        JPEG[:-9] + b"\x93<SvG\x02<svg>" + JPEG[-9:],
        "image/jpeg",
        "jpg",
    ),
    "letters of a page by chance": (
        JPEG[:-9] + b"<HtMl\x81<scriPT\x00" + JPEG[-9:],
        "image/jpeg",
        "jpg",
    ),
    "end of an archive by chance": (JPEG + b"PK\x05\x06" + bytes(90), "image/jpeg", "jpg"),
    "pdf": (b"%PDF-1.7\n<html> as text is no harm", "application/pdf", "pdf"),
    "docx": (office("word"), "application/vnd.openxmlformats-officedocument", "docx"),
    "xlsx": (office("xl"), "application/vnd.openxmlformats-officedocument", "xlsx"),
    "pptx": (office("ppt"), "application/vnd.openxmlformats-officedocument", "pptx"),
    "doc": (old_office("WordDocument"), "application/msword", "doc"),
    "xls": (old_office("Workbook"), "application/vnd.ms-excel", "xls"),
    "ppt": (old_office("PowerPoint Document"), "application/vnd.ms-powerpoint", "ppt"),
    "notes.txt": ("今天给邻居量了血压。".encode(), "text/plain", "txt"),
    "记录.TXT": ("今天".encode("gb18030"), "text/plain", "txt"),
    "表.csv": ("\ufeff姓名,次数\n王芳,3\n".encode(), "text/csv", "csv"),
}

BAD = {
    "nothing": b"",
    "program": b"MZ\x90\x00" + bytes(500),
    "unix program": b"\x7fELF\x02\x01\x01" + bytes(500),
    "mac program": b"\xcf\xfa\xed\xfe" + bytes(500),
    "java": b"\xca\xfe\xba\xbe" + bytes(50),
    "script.txt": b"#!/bin/sh\nrm -rf /\n",
    "run.bat": b"@echo off\r\ndel *.*\r\n",
    "run.js": b"alert(1)",
    "run.ps1": b"Remove-Item *",
    "photo.jpg.exe": b"MZ" + JPEG,
    "page.html": PAGE,
    "page.txt": PAGE,
    "later page.txt": "正文 <ScRiPt src=x>".encode(),
    "drawing.svg": b'<svg xmlns="http://www.w3.org/2000/svg" onload="x()"/>',
    "drawing.txt": b'\n <?xml version="1.0"?><svg/>',
    "zeros.txt": b"a\x00b",
    "no text.txt": bytes(range(128, 256)) * 3,
    "zip": packed({"a.txt": "x"}),
    "jar": packed({"META-INF/MANIFEST.MF": "x"}),
    "apk": packed({"AndroidManifest.xml": "x", "classes.dex": "x"}),
    "broken zip": office("word")[:-30],
    "docm": office("word", **{"vbaProject.bin": "x"}),
    "docx with a program": office("word", **{"embeddings/a.exe": "MZ"}),
    "docx without a table of contents": packed({"word/document.xml": "<x/>"}),
    "docx of many parts": office("word", **{f"p{n}": "" for n in range(5001)}),
    "docx bomb": office("word", bomb="0" * 201 * 1024 * 1024),
    "doc with macros": old_office("WordDocument", "_VBA_PROJECT"),
    "msi": OLE,
    "rar": b"Rar!\x1a\x07\x01\x00" + bytes(50),
    "7z": b"7z\xbc\xaf\x27\x1c" + bytes(50),
    "gzip": b"\x1f\x8b\x08" + bytes(50),
    "tar": b"name" + bytes(253) + b"ustar\x0000",
    "iso": bytes(32769) + b"CD001",
    "avif": boxed(b"avif"),
    "jpeg and zip": JPEG + packed({"a.exe": "MZ"}),
    "jpeg and 7z": JPEG + b"7z\xbc\xaf\x27\x1c" + bytes(50),
    "jpeg and empty drawing": JPEG + b"<svg onload=alert(1)>",
    "png and drawing": PNG + b'<SVG width="9" xmlns="http://www.w3.org/2000/svg"></SVG>',
    "wav and page": b"RIFF\x24\x00\x00\x00WAVEfmt " + PAGE,
    "amr and script": b"#!AMR\nrm -rf /\n",
    "amr and page": b"#!AMR\n\x3c" + PAGE,
    "ofd with a program": packed({"OFD.xml": "<x/>", "Doc_0/Attachs/a.exe": "MZ"}),
    "jpeg and rar": JPEG + b"Rar!\x1a\x07\x01\x00" + bytes(50),
    "gif and script": b"GIF89a/*<script>*/",
    "png and page": PNG + PAGE,
    "jpeg with a page in its comment": JPEG[:2] + b"\xff\xfe\x00\x30" + PAGE.ljust(46) + JPEG[2:],
    "pdf and zip": b"%PDF-1.7\n" + packed({"a": "x"}),
    "mp3 and page": b"ID3\x04" + PAGE,
    "php in a gif": b"GIF87a<?php system($_GET[0]);",
    "shortcut": b"L\x00\x00\x00\x01\x14\x02\x00" + bytes(60),
    "rtf": b"{\\rtf1 \\object}",
    "wasm": b"\x00asm\x01\x00\x00\x00",
    "sqlite": b"SQLite format 3\x00" + bytes(84),
}


@pytest.mark.parametrize("name", GOOD)
def test_what_people_send_is_kept_under_its_true_kind(name: str) -> None:
    content, mime, ending = GOOD[name]
    found = kind_of(content, name=name)
    assert found is not None
    assert found.mime.startswith(mime)
    assert found.ending == ending


@pytest.mark.parametrize("name", BAD)
def test_what_nobody_needs_is_refused(name: str) -> None:
    """Threat 16."""
    assert kind_of(BAD[name], name=name) is None


@pytest.mark.parametrize("name", ["x.exe", "x.html", "../x", ""])
def test_a_name_does_not_make_a_picture_anything_else(name: str) -> None:
    found = kind_of(JPEG, name=name)
    assert found is not None
    assert found.ending == "jpg"


@pytest.mark.parametrize("length", range(40))
def test_a_beginning_of_a_file_raises_nothing(length: int) -> None:
    for content, _, _ in GOOD.values():
        kind_of(content[:length], name="a.txt")


@pytest.mark.parametrize(
    ("content", "trouble"),
    [
        (BAD["zip"], FileTrouble.ARCHIVE),
        (BAD["rar"], FileTrouble.ARCHIVE),
        (BAD["7z"], FileTrouble.ARCHIVE),
        (BAD["docm"], FileTrouble.MACROS),
        (BAD["doc with macros"], FileTrouble.MACROS),
        (old_office("EncryptedPackage"), FileTrouble.LOCKED),
        (PAGE, FileTrouble.PAGE),
        (BAD["drawing.svg"], FileTrouble.PAGE),
        (BAD["png and page"], FileTrouble.TWO_THINGS),
        (BAD["pdf and zip"], FileTrouble.TWO_THINGS),
        (BAD["avif"], FileTrouble.OTHER_PICTURE),
        (b"BM" + bytes(60), FileTrouble.OTHER_PICTURE),
        (b"RIFF\x24\x00\x00\x00AVI LIST" + bytes(60), FileTrouble.OTHER_VIDEO),
        (b"\x02#!SILK_V3" + bytes(60), FileTrouble.OTHER_SOUND),
        (BAD["rtf"], FileTrouble.OTHER_DOCUMENT),
        (packed({"mimetype": "x", "content.xml": "<x/>"}), FileTrouble.OTHER_DOCUMENT),
        (packed({"Index/Document.iwa": "x"}), FileTrouble.OTHER_DOCUMENT),
        (BAD["broken zip"], FileTrouble.BROKEN),
        (BAD["program"], FileTrouble.WRONG_KIND),
        (b"", FileTrouble.WRONG_KIND),
    ],
)
def test_why_a_file_is_refused_is_told_by_its_content(content: bytes, trouble: FileTrouble) -> None:
    assert why_refused(content) is trouble


def test_a_bomb_is_told_without_being_unpacked() -> None:
    assert len(BAD["docx bomb"]) < 1024 * 1024
