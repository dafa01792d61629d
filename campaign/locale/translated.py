"""A text in both languages, as the campaign file has its wordings."""

from campaign.definition import Both
from campaign.locale.plain_texts import plain
from campaign.texts import Language


def translated(key: str, /, **words: object) -> Both:
    """The plain text of that key in both. Raises UnknownText, and KeyError for a word left out."""
    zh, en = (plain(key, language, **words).strip() for language in Language)
    return Both(zh=zh, en=en)
