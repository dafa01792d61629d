"""What people write, made safe once at the edge: normalised, bounded, never empty."""

import unicodedata

from campaign.texts import Text


def cleaned(text: str) -> str:
    """The text as it is kept: composed (NFC), without NUL, lone surrogates and control characters.

    Line breaks and tabs stay; blanks at the ends go.
    """
    kept = "".join(char for char in unicodedata.normalize("NFC", text) if _stays(char))
    return kept.replace("\r\n", "\n").replace("\r", "\n").strip()


def is_blank(text: str) -> bool:
    """Whether nothing of the text can be seen: only blanks, joiners and direction marks."""
    return all(unicodedata.category(char)[0] in "ZC" for char in text)


def length_problem(text: str, *, least: int, most: int) -> Text | None:
    """What is wrong with the length of a text, counted in characters; None if nothing is."""
    if is_blank(text):
        return Text("writing.empty")
    if len(text) < least:
        return Text("writing.too_short", {"least": least, "n": len(text)})
    if len(text) > most:
        return Text("writing.too_long", {"most": most, "n": len(text)})
    return None


def _stays(char: str) -> bool:
    category = unicodedata.category(char)
    if category == "Cs":
        return False
    return category != "Cc" or char in "\n\r\t"
