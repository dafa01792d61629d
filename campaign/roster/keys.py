"""Keys by which names, numbers and branches are compared, however somebody wrote them.

A key is for comparing only: what is kept and shown is what was written (see `tidy`).
"""

import re
import unicodedata
from functools import lru_cache

from campaign.text_input import cleaned, is_blank

# Radicals that Unicode does not call compatible with their characters: a PDF's text has them.
_RADICALS = str.maketrans(
    dict(
        zip(
            "⺁⺅⺉⺋⺍⺎⺏⺐⺒⺓⺔⺕⺖⺘⺙⺛⺝⺞⺠⺡⺢⺣⺥⺦⺨⺩⺪⺬⺭⺮⺯⺰⺲⺵⺶⺷⺹⺺⺻⺼⺽⺾⺿⻀⻁⻂⻃⻄⻅⻆⻇⻈⻉⻊⻋⻌⻍⻎⻏⻐⻑⻒⻓⻔⻖⻗⻘⻙⻚⻛⻜⻝⻟⻠⻡⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲",
            "厂亻刂㔾小兀尣尢巳幺彑彐忄扌攵旡月歺民氵氺灬爫丬犭王疋示礻竹糹纟罒网羊羊耂肀聿肉臼艹艹艹虎衤覀西见角角讠贝足车辶辶辶阝钅長镸长门阝雨青韦页风飞食飠饣首马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀",
            strict=True,
        )
    )
    | {"⻳": "龟"}
)
_MIDDLE_DOTS = frozenset("·•・‧⋅∙●᛫⸱ꞏ･᠂")
_DOTS = _MIDDLE_DOTS | frozenset(".。")
_DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2012–—―\u2212﹣ー"), "-")
_APOSTROPHES = dict.fromkeys(map(ord, "‘’\u2032`\u02bc"), "'")
# These are folded by lower() alone, and most words are such.
_SIMPLE = re.compile(r"[0-9A-Za-z一-鿿]*")
_PLAIN = re.compile(r"[!-~一-鿿]*")
_ZERO_TENTHS = re.compile(r"(\d)\.0+$")
_MARKED_AS_TEXT = re.compile(r"""^(?:=\s*"(?P<quoted>[^"]*)"|['‘’\u2032\uff07](?P<marked>.*))$""")


@lru_cache(maxsize=50_000)
def tidy(written: str) -> str:
    """What is kept: as written, without what nobody sees, radicals as the characters they show."""
    if _PLAIN.fullmatch(written):
        return written
    written = cleaned(written)
    seen = "".join(
        char for char in written.translate(_RADICALS) if char.isspace() or not is_blank(char)
    )
    return " ".join("".join(_unified(char) for char in seen).split())


def without_text_mark(written: str) -> str:
    """A number without what tells a spreadsheet that it is text: '0012, ="0012"."""
    found = _MARKED_AS_TEXT.match(written)
    return written if found is None else (found["quoted"] or found["marked"] or "")


@lru_cache(maxsize=200_000)
def name_key(written: str) -> str:
    """The same for every way of writing one name: width, case, blanks and dots do not matter."""
    return _folded(written, _DOTS)


@lru_cache(maxsize=50_000)
def branch_key(written: str) -> str:
    """The same for every way of writing one branch's name."""
    return _folded(written, _MIDDLE_DOTS)


@lru_cache(maxsize=200_000)
def number_key(written: str) -> str:
    """The same for every way of writing one number; zeros in front count."""
    key, plain = None, _folded(written, frozenset()).translate(_DASHES)
    while key != plain:
        key, plain = plain, _bare_number(plain)
    return plain


def _bare_number(key: str) -> str:
    """Without what tells that it is text, and without the .0 of a number that never was one."""
    plain = without_text_mark(key)
    return _ZERO_TENTHS.sub(r"\1", plain) if plain.replace(".", "").isdigit() else plain


def without_zeros(key: str) -> str:
    """A number's key without zeros in front, as a spreadsheet loses them."""
    return key.lstrip("0") or key if key.isdigit() else key


def same_number(one: str, other: str) -> bool:
    """Whether two numbers are one, zeros that a spreadsheet lost aside."""
    return without_zeros(number_key(one)) == without_zeros(number_key(other))


@lru_cache(maxsize=50_000)
def word_key(written: str) -> str:
    """A heading or a word of a list, as it is compared."""
    return _folded(written, frozenset())


def _folded(written: str, dropped: frozenset[str]) -> str:
    """Folded until nothing changes: what a step drops may let others join."""
    if _SIMPLE.fullmatch(written):
        return written.lower()
    before, key = None, written
    while key != before:
        before = key
        plain = unicodedata.normalize("NFKC", key.translate(_RADICALS)).casefold()
        plain = plain.translate(_APOSTROPHES)
        kept = "".join(char for char in plain if char not in dropped and not is_blank(char))
        key = unicodedata.normalize("NFKC", kept)
    return key


def _unified(char: str) -> str:
    """A radical or a doubled code point as the character that it looks like."""
    if "\u2f00" <= char <= "\u2fdf" or "\uf900" <= char <= "\ufaff":
        return unicodedata.normalize("NFKC", char)
    return char
