"""Plain texts, for a terminal, a log or a file: said in a language, or in both on one line.

Nothing is escaped: these wordings and their parameters never reach Telegram. Only the file that a
key begins with is read, and only when it is wanted, so that help and a start are quick.
"""

from collections.abc import Mapping
from functools import cache

from campaign.texts import LOCALE, Counted, Language, Text, Translated, UnknownText, read_file

# Wide marks bring a blank along.
WIDE_ENDS = ("。", "）")


def plain(key: str, language: Language, /, **words: object) -> str:
    """The text in that language. Raises UnknownText, and KeyError for a word left out."""
    shown = {name: _shown(word, language) for name, word in words.items()}
    return _template(key, language).format_map(shown)


def both(key: str, /, **words: object) -> str:
    """The text as `中文 / English`, for where nobody's language is known yet.

    Raises UnknownText, and KeyError for a word left out.
    """
    zh, en = (plain(key, language, **words) for language in Language)
    return f"{zh}/ {en}" if zh.endswith(WIDE_ENDS) else f"{zh} / {en}"


def _shown(word: object, language: Language) -> object:
    if isinstance(word, Text):
        return plain(word.key, language, **word.params)
    if isinstance(word, int) and not isinstance(word, bool):
        return Counted(word)
    return word.in_language(language) if isinstance(word, Translated) else word


def _template(key: str, language: Language) -> str:
    try:
        return _catalogue(key.partition(".")[0], language)[key]
    except (KeyError, FileNotFoundError):
        raise UnknownText(key) from None


@cache
def _catalogue(name: str, language: Language) -> Mapping[str, str]:
    return read_file(LOCALE / language / f"{name}.po")
