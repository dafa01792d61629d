"""Branches of a sheet and those that are known: the same, look-alikes, or founded anew."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from campaign.roster.keys import branch_key, name_key, number_key
from campaign.roster.planning.people import Known
from campaign.roster.rows import RosterRow

_DIGITS = {char: str(n) for n, char in enumerate("〇一二三四五六七八九")} | {"零": "0", "两": "2"}
_COUNTED = re.compile(
    r"[〇零一二两三四五六七八九十百]+(?=(?:党|团|学生|教工|退休|联合)*支部)|(?<=第)[〇零一二两三四五六七八九十百]+"
)
_OFFICIAL = re.compile(r"^(中国共产党|中共)|委员会$")
_SHORTEST = 4
# Of a branch's people so many must stand together in a new one, and more than half of them.
_FEWEST_TOGETHER = 2


def known_writing(branches: Iterable[str]) -> dict[str, str]:
    """The name under which each branch is known, by its key."""
    found: dict[str, str] = {}
    for name in branches:
        found.setdefault(branch_key(name), name)
    return found


def look_alikes(
    new: Sequence[str], unused: Sequence[str], rows: Iterable[RosterRow], known: Iterable[Known]
) -> dict[str, str]:
    """New names that may be those of known branches which the sheet does not name, each once.

    By the people: most of a known branch stand in the new one. By the name: the one holds the
    other, or only numerals and 党 differ; a name that fits several says nothing.
    """
    together = _together(rows, known) if new and unused else {}
    pairs = _by_people(new, unused, together)
    left = [name for name in unused if name not in pairs.values()]
    rest = [name for name in new if name not in pairs]
    return pairs | _by_name(rest, left)


def _by_people(
    new: Sequence[str], unused: Sequence[str], together: Mapping[str, Counter[str]]
) -> dict[str, str]:
    found: dict[str, str] = {}
    names = frozenset(new)
    for old in unused:
        counts = together.get(old, Counter())
        whole = counts.total()
        for name, n in counts.most_common(1):
            most = n >= _FEWEST_TOGETHER and n * 2 > whole
            if most and name in names and name not in found:
                found[name] = old
    return found


def _together(rows: Iterable[RosterRow], known: Iterable[Known]) -> dict[str, Counter[str]]:
    """Of each known branch: in which branches of the sheet its people stand, "" for nowhere."""
    by_number: dict[str, str] = {}
    by_name: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        if row.branch is None:
            continue
        if row.number is not None:
            by_number[number_key(row.number)] = row.branch
        by_name[name_key(row.name)].append(row.branch)
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for one in known:
        if one.branch is not None and not one.left:
            now = None if one.number is None else by_number.get(number_key(one.number))
            same = by_name.get(name_key(one.name), [])
            found[one.branch][now or (same[0] if len(same) == 1 else "")] += 1
    return found


def _by_name(new: Sequence[str], unused: Sequence[str]) -> dict[str, str]:
    likely: dict[str, list[str]] = {}
    for old, found in _candidates(new, unused).items():
        for name in found:
            likely.setdefault(name, []).append(old)
    chosen = {name: olds[0] for name, olds in likely.items() if len(olds) == 1}
    times = Counter(chosen.values())
    return {name: old for name, old in chosen.items() if times[old] == 1}


def _candidates(new: Sequence[str], unused: Sequence[str]) -> dict[str, list[str]]:
    """Of each known name the new ones that hold it, are held by it, or say the same."""
    ends: dict[str, list[str]] = defaultdict(list)
    for name in new:
        for end in _ends(name):
            ends[end].append(name)
    found: dict[str, list[str]] = {}
    wanted = {loose(name): name for name in new}
    for old in unused:
        like = list(ends.get(loose(old), ()))
        like += [wanted[end] for end in _ends(old) if end in wanted and wanted[end] not in like]
        found[old] = like
    return found


def _ends(name: str) -> list[str]:
    """The loose name and its endings, none cut within a number."""
    whole = loose(name)
    return [
        whole[start:]
        for start in range(max(1, len(whole) - _SHORTEST + 1))
        if start == 0 or not (whole[start].isdigit() and whole[start - 1].isdigit())
    ]


def loose(name: str) -> str:
    """A branch's name without what differs between an official and a daily name."""
    plain = _OFFICIAL.sub("", branch_key(name))
    return _COUNTED.sub(lambda found: _number(found[0]), plain).replace("党支部", "支部")


def _number(written: str) -> str:
    """A numeral below a hundred in digits; others, digit by digit."""
    tens, ten, ones = written.partition("十")
    if not ten or "百" in written:
        return "".join(_DIGITS.get(char, char) for char in written)
    return str(int(_DIGITS.get(tens[-1:] or "一", "1")) * 10 + int(_DIGITS.get(ones[:1], "0")))
