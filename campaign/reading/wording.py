"""The form in which the words of a fault are kept."""

from typing import NamedTuple


class Wording(NamedTuple):
    """What is wrong and what to do about it; `{…}` is filled with the words of a finding."""

    zh: str
    en: str
    remedy_zh: str
    remedy_en: str
