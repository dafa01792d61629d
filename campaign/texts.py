"""What the bot says, as data: keys in code, wording in `locale/<language>/*.po`, read at start.

A wording may carry Telegram's HTML; a parameter never does: it is escaped here, once and for all.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from functools import cache, cached_property
from html import escape
from html.parser import HTMLParser
from pathlib import Path
from typing import Protocol, runtime_checkable

from babel import Locale
from babel.dates import format_date
from babel.messages.pofile import read_po

LOCALE = Path(__file__).parent / "locale"


class Language(StrEnum):
    """A language the bot speaks; Chinese is the first."""

    ZH = "zh"
    EN = "en"

    @classmethod
    def nearest(cls, code: str | None) -> "Language":
        """The language for a Telegram language code such as `zh-hans` or `en-GB`.

        Chinese where the code is missing, English for every other foreign one.
        """
        return cls.ZH if not code or code.lower().startswith("zh") else cls.EN


class Html(str):
    """Text that is safe to send with parse mode HTML. Made only in this module."""

    __slots__ = ()

    def plain(self) -> str:
        """The same without tags and entities, for button labels and toasts."""
        return _without_tags(self)


@runtime_checkable
class Translated(Protocol):
    """A value of the campaign file that exists in both languages."""

    def in_language(self, language: str) -> str:
        """The wording in that language."""
        ...


@dataclass(frozen=True, slots=True)
class Text:
    """A text to be said, not yet in a language: a key and its parameters.

    Parameters may be strings, numbers, dates (alone or WithWeekday), other Texts, values of the
    campaign file in both languages, or lists of these (said joined by the language's list mark).
    """

    key: str
    params: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class WithWeekday:
    """A day that is said with its weekday: 6月25日（周三）, 25 June (Wed)."""

    day: date


def text(key: str, **params: object) -> Text:
    """A Text with its parameters given by name."""
    return Text(key, params)


class UnknownText(KeyError):
    """A key that no catalogue has."""


class Texts:
    """The catalogues of all languages."""

    def __init__(self, catalogues: Mapping[Language, Mapping[str, str]]) -> None:
        self._catalogues = catalogues

    def has(self, key: str) -> bool:
        """Whether every language has this key."""
        return all(key in catalogue for catalogue in self._catalogues.values())

    @cached_property
    def keys(self) -> frozenset[str]:
        """Every key that at least one language has."""
        return frozenset().union(*self._catalogues.values())

    def wordings(self) -> Iterator[str]:
        """Every wording as written, of all languages."""
        for catalogue in self._catalogues.values():
            yield from catalogue.values()

    def template(self, key: str, language: Language) -> str:
        """The wording as written, with its placeholders. Raises UnknownText."""
        try:
            return self._catalogues[language][key]
        except KeyError:
            raise UnknownText(key) from None

    def say(self, said: Text, language: Language, now: datetime | None = None) -> Html:
        """The text in that language, every parameter escaped. Raises UnknownText.

        `now`: the moment at which it is said, in the campaign's zone; by it, days of other years
        are shown with their year, and moments to come with their weekday.
        """
        shown = {name: self._show(value, language, now) for name, value in said.params.items()}
        return Html(self.template(said.key, language).format_map(shown))

    def _show(self, value: object, language: Language, now: datetime | None) -> object:
        # Most values are plain strings, and asking a runtime protocol is slow.
        if type(value) is str:
            return escape(value, quote=False)
        if isinstance(value, int) and not isinstance(value, bool):
            return Counted(value)
        if isinstance(value, Html | float):
            return value
        if isinstance(value, Text):
            return self.say(value, language, now)
        if isinstance(value, WithWeekday | date):
            return escape(_show_day(value, language, now))
        if isinstance(value, Translated):
            return escape(value.in_language(language), quote=False)
        if isinstance(value, list | tuple):
            joint = "、" if language is Language.ZH else ", "
            return Html(joint.join(str(self._show(item, language, now)) for item in value))
        return escape(str(value), quote=False)


class Counted(int):
    """A number that its placeholder may put a noun to: `{n:file|files}` is 1 file, 2 files.

    Only English wordings do; Chinese nouns have one form.
    """

    def __format__(self, nouns: str) -> str:
        if "|" not in nouns:
            return int.__format__(self, nouns)
        one, _, other = nouns.partition("|")
        is_one = _locale(Language.EN).plural_form(int(self)) == "one"
        return f"{int(self)} {one if is_one else other}"


def show_month(first: date, language: Language) -> str:
    """A month as people write it: 2008年6月, June 2008."""
    written = "y年M月" if language is Language.ZH else "LLLL y"
    shown: str = format_date(first, written, locale=_locale(language))
    return shown


def show_date(value: date, language: Language, now: datetime | None = None) -> str:
    """A day as people write it, with the hour if it is a moment: 4月30日, 30 April.

    Seen from `now`, another year is shown, and the weekday of a moment to come.
    """
    other_year = now is not None and value.year != now.year
    shown = _dated(value, _DAY_FORMS[language, other_year], language)
    if not isinstance(value, datetime):
        return shown
    shown = f"{shown} {value:%H:%M}"
    if now is None or value <= now:
        return shown
    return _WITH_WEEKDAY[language].format(shown, _dated(value, "EEE", language))


def _show_day(value: date | WithWeekday, language: Language, now: datetime | None) -> str:
    if not isinstance(value, WithWeekday):
        return show_date(value, language, now)
    shown = show_date(value.day, language, now)
    return _WITH_WEEKDAY[language].format(shown, _dated(value.day, "EEE", language))


def _dated(day: date, form: str, language: Language) -> str:
    return str(format_date(day, form, locale=_locale(language)))


# By the language, and whether the year is shown.
_DAY_FORMS = {
    (Language.ZH, False): "M月d日",
    (Language.ZH, True): "y年M月d日",
    (Language.EN, False): "d MMMM",
    (Language.EN, True): "d MMMM y",
}
_WITH_WEEKDAY = {Language.ZH: "{}（{}）", Language.EN: "{} ({})"}


@cache
def _locale(language: Language) -> Locale:
    """Babel's locale, cached: looking it up by name takes a millisecond."""
    return Locale.parse("zh_CN" if language is Language.ZH else "en_GB")


def literal(value: str) -> Html:
    """What a person wrote, escaped."""
    return Html(escape(value, quote=False))


def as_sent(text: str) -> Html:
    """Text that this program put into the outbox earlier: it is escaped already."""
    return Html(text)


def join(parts: list[Html], between: str = "\n") -> Html:
    """Several safe texts as one; `between` must be plain."""
    return Html(escape(between, quote=False).join(parts))


def read_texts(folder: Path = LOCALE) -> Texts:
    """The texts of every `.po` file below `folder/<language>/`.

    Raises ValueError on a doubled key.
    """
    return Texts({language: _read_catalogue(folder / language) for language in Language})


def read_file(path: Path) -> dict[str, str]:
    """The keys and wordings of a `.po` file. Raises FileNotFoundError."""
    with path.open("rb") as file:
        messages = read_po(file, abort_invalid=True)
    return {str(message.id): str(message.string) for message in messages if message.id}


def _read_catalogue(folder: Path) -> dict[str, str]:
    catalogue: dict[str, str] = {}
    for path in sorted(folder.glob("*.po")):
        found = read_file(path)
        if doubled := found.keys() & catalogue.keys():
            raise ValueError(f"{path.name}: the key {min(doubled)} stands twice")
        catalogue |= found
    return catalogue


class _PlainReader(HTMLParser):
    """Collects the text between tags."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []

    def handle_data(self, data: str) -> None:
        """Keep a piece of text."""
        self.parts.append(data)


def _without_tags(html: str) -> str:
    if "<" not in html and "&" not in html:
        return str(html)
    reader = _PlainReader()
    reader.feed(html)
    reader.close()
    return "".join(reader.parts)
