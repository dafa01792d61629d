"""The rules for wordings, as a reader of the catalogues: one sentence for each that is broken."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from string import Formatter

from bot.demo.fake_telegram.formatting import parse_html, units
from bot.demo.fake_telegram.refusals import ApiRefusal
from campaign.texts import Language

Catalogues = Mapping[Language, Mapping[str, str]]
Faults = Iterator[str]

LIMITS = {"button": 64, "toast": 200, "message": 4096}
# What a parameter takes on a button or in a toast: a name, a day, a shortened title.
A_PARAMETER = 16
# Printed in a terminal, where blanks at the beginning of a line make a list.
PRINTED = "importing."
# Said in a terminal, a log or a file, as they stand: nobody reads HTML there.
PLAIN = (
    "settings.",
    "start_up.",
    "command_line.",
    "demo_page.",
    "campaign_file.",
    "campaign_fault.",
    "open_points.",
    "new_campaign.",
)
HOSTILE = "</b><i>&amp;"

_CJK = "\u4e00-\u9fff"
_LATIN_MARKS = re.compile(rf"[{_CJK}}}][,;:?!]|[,;?!()][{_CJK}{{]|[{_CJK}]\s*\(")
_CHINESE_MARKS = re.compile("[，。；：？！（）、]")
_TAG = re.compile(r"<[^<>]*>")
# What somebody types keeps its plain marks: 主机:端口, {driver}://, {{ 名称 = 值, … }}.
_TYPED = re.compile(rf"[{_CJK}]+:[{_CJK}]+|\}}://|\{{\{{.*?\}}\}}")


def faults_of(catalogues: Catalogues) -> list[str]:
    """Every rule that the catalogues break."""
    found: list[str] = []
    for rule in (
        _missing,
        _placeholders,
        _html,
        _html_in_plain,
        _spanning,
        _in_tags,
        _lengths,
        _marks,
        _margins,
    ):
        found.extend(rule(catalogues))
    return sorted(found)


def doubled_keys(folder: Path) -> list[str]:
    """Keys that stand twice in one file or language: the reader would keep one of them silently."""
    found = []
    for language in Language:
        seen: dict[str, str] = {}
        for path in sorted((folder / language).glob("*.po")):
            for key in re.findall(r'^msgid "(.+)"$', path.read_text("utf-8"), re.MULTILINE):
                if key in seen:
                    found.append(f"{key} stands in {language}/{seen[key]} and {path.name}")
                seen[key] = path.name
    return found


def placeholders(wording: str) -> frozenset[str]:
    """The names of the parameters in a wording."""
    return frozenset(name for _, name, _, _ in Formatter().parse(wording) if name)


def too_long(wording: str, shown_on: str) -> bool:
    """Whether a wording, with parameters of the usual size, does not fit where it is shown."""
    filled = _TAG.sub("", re.sub(r"\{[^{}]*\}", "x" * A_PARAMETER, wording))
    return units(filled) > LIMITS[shown_on]


def _all(catalogues: Catalogues) -> Iterator[tuple[Language, str, str]]:
    for language, catalogue in catalogues.items():
        for key, wording in catalogue.items():
            yield language, key, wording


def _missing(catalogues: Catalogues) -> Faults:
    everything = frozenset[str]().union(*catalogues.values())
    for language, catalogue in catalogues.items():
        for key in everything - catalogue.keys():
            yield f"{key} is missing in {language}"
    for language, key, wording in _all(catalogues):
        if not wording:
            yield f"{key} says nothing in {language}"


def _placeholders(catalogues: Catalogues) -> Faults:
    first, *others = catalogues.values()
    for other in others:
        for key in first.keys() & other.keys():
            if placeholders(first[key]) != placeholders(other[key]):
                yield f"{key} has other placeholders in another language"


def _html(catalogues: Catalogues) -> Faults:
    """Filled with escaped parameters, Telegram reads the wording as it is meant."""
    escaped = HOSTILE.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    for language, key, wording in _all(catalogues):
        try:
            told, _ = parse_html(re.sub(r"\{[^{}]*\}", lambda _: escaped, wording))
        except ApiRefusal as refused:
            yield f"{key} is no HTML in {language}: {refused}"
        else:
            if told.count(HOSTILE) != len(re.findall(r"\{[^{}]*\}", wording)):
                yield f"{key} hides a parameter in {language}"


def _html_in_plain(catalogues: Catalogues) -> Faults:
    for language, key, wording in _all(catalogues):
        if key.startswith(PLAIN) and re.search(r"<[a-z/]|&\w+;", wording):
            yield f"{key} has HTML in {language}, where it is read as it stands"


def _spanning(catalogues: Catalogues) -> Faults:
    """Long texts are cut at line ends, so every line is whole HTML."""
    for language, key, wording in _all(catalogues):
        for line in wording.split("\n"):
            if line.count("<") != line.count(">") or _unbalanced(line):
                yield f"{key} has a tag over several lines in {language}"
                break


def _unbalanced(line: str) -> bool:
    opened: list[str] = []
    for end, name in re.findall(r"<(/?)([a-z-]+)[^<>]*>", line):
        if not end:
            opened.append(name)
        elif not opened or opened.pop() != name:
            return True
    return bool(opened)


def _in_tags(catalogues: Catalogues) -> Faults:
    for language, key, wording in _all(catalogues):
        if any("{" in tag for tag in _TAG.findall(wording)):
            yield f"{key} has a parameter inside a tag in {language}"


def _lengths(catalogues: Catalogues) -> Faults:
    for language, key, wording in _all(catalogues):
        if units(wording) > LIMITS["message"] // 2:
            yield f"{key} takes more than half a message in {language}"


def _marks(catalogues: Catalogues) -> Faults:
    for language, key, wording in _all(catalogues):
        words = (_TYPED if key.startswith(PLAIN) else _TAG).sub("", wording)
        if language is Language.ZH and (found := _LATIN_MARKS.search(words)):
            yield f"{key} has a Latin mark in Chinese: {found[0]}"
        if language is Language.EN and (found := _CHINESE_MARKS.search(words)):
            yield f"{key} has a Chinese mark in English: {found[0]}"


def _margins(catalogues: Catalogues) -> Faults:
    for language, key, wording in _all(catalogues):
        if key.startswith(PRINTED):
            continue
        if wording != wording.strip(" \t") or "  " in wording:
            yield f"{key} has blanks to spare in {language}"
