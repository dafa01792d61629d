"""Whole numbers as people write them, of any length: 12, ١٢, 十二, 三百二十."""

import unicodedata

# Larger numbers count as this one, which still fits a timedelta of days.
MOST = 100_000_000
DIGITS = {
    "零": 0, "\u3007": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7,
    "八": 8, "九": 9,
}  # fmt: skip
RANKS = {"十": 10, "百": 100, "千": 1000}


def read_number(text: str) -> int | None:
    """The number that the text means, at most MOST; None if it means none."""
    if text.isdecimal():
        return _from_digits(text)
    upper, myriad, lower = text.partition("万")
    if not myriad:
        return _below_a_myriad(text)
    high, low = _below_a_myriad(upper), _below_a_myriad(lower) if lower else 0
    return None if high is None or low is None else min(high * 10_000 + low, MOST)


def _from_digits(text: str) -> int:
    """Reads digits of any script, but no more of them than MOST has."""
    plain = "".join(str(unicodedata.decimal(digit)) for digit in text).lstrip("0")
    return MOST if len(plain) > len(str(MOST)) else min(int(plain or "0"), MOST)


def _below_a_myriad(text: str) -> int | None:
    """Reads 二, 十二, 三百二十, 三百零五. Ranks must fall; the colloquial 三百五 is not read."""
    total, digit, last = 0, None, 10_000
    for char in text:
        rank = RANKS.get(char)
        if rank is None:
            if char not in DIGITS or digit:
                return None
            digit = DIGITS[char]
        elif rank >= last or (digit is None and total):
            return None
        else:
            total, digit, last = total + (1 if digit is None else digit) * rank, None, rank
    short = bool(digit) and last in (100, 1000) and "零" not in text
    return None if short or not text else total + (digit or 0)
