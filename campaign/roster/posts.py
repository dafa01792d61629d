"""The posts that rosters name: those with a role here, and those of members like any other."""

import re
from collections.abc import Mapping
from functools import lru_cache

from campaign.people import Role
from campaign.roster.keys import word_key
from campaign.roster.values import is_written_blank
from campaign.roster.words import bare

_ROLES: Mapping[Role, tuple[str, ...]] = {
    Role.MEMBER: ("党员", "成员", "普通党员", "一般党员", "正式党员", "预备党员", "中共党员",
                  "中共预备党员", "群众党员", "member"),
    Role.SECRETARY: ("书记", "支部书记", "党支部书记", "支书", "secretary", "branch secretary",
                     "branchsecretary"),
    Role.DEPUTY: ("副书记", "支部副书记", "党支部副书记", "副支书", "deputy",
                  "deputy secretary", "deputy branch secretary"),
    Role.OFFICE: ("党委办公室", "党办", "办公室", "党委办", "office", "party office"),
    Role.LEADER: ("校党委", "党委", "校领导", "leader", "party committee",
                  "school party committee"),
}  # fmt: skip
_BETWEEN = re.compile(r"[、，,;；/／|+＋&\n]+|兼任?(?=\S)|\s{2,}")
_BETWEEN_HAN = re.compile(r"(?<=[一-鿿])\s+(?=[一-鿿])")
_MINOR = re.compile(
    r"(委员|小组组?长|党小组|支委|干事|联络员|委员会|组长|助理|秘书|辅导员|联系人|团支部书记|团支书"
    r"|committeemember|commissioner|groupleader)$"
)
_OF_A_BRANCH = re.compile(r"(?<!团)支部(委员会)?(第一|常务)?(?P<deputy>副)?书记$")
_ACTING = re.compile(r"^(代理?|第一|常务|现任|专职)(?=副?书记|支部|党支部)|兼$|[((（].*$")


@lru_cache(maxsize=10_000)
def role_of(written: str) -> Role | None:
    """The role that a post has here, or None."""
    word = _ACTING.sub("", word_key(bare(written)))
    if word in _BY_WORD:
        return _BY_WORD[word]
    branch = _OF_A_BRANCH.search(word)
    if branch is None or word.startswith(("原", "前任", "曾任")):
        return None
    return Role.DEPUTY if branch["deputy"] else Role.SECRETARY


@lru_cache(maxsize=10_000)
def is_minor_post(written: str) -> bool:
    """Whether it is a post, but one without a use here: 组织委员, 党小组长."""
    return role_of(written) is None and _MINOR.search(word_key(bare(written))) is not None


@lru_cache(maxsize=10_000)
def posts_in(written: str) -> tuple[str, ...]:
    """The words of a cell that names several posts."""
    parts = (word.strip(" 　()（）") for word in _BETWEEN.split(written))
    words = [word for part in parts for word in _by_blanks(part)]
    return tuple(word for word in words if word and not is_written_blank(word))


def _by_blanks(part: str) -> list[str]:
    """Posts with no more than a blank between them; but 书 记 is one, and branch secretary."""
    words = _BETWEEN_HAN.split(part)
    if any(role_of(word) is not None for word in words):
        return words
    return [part] if role_of(part) is not None or is_minor_post(part) else words


_BY_WORD = {word_key(way): role for role, ways in _ROLES.items() for way in ways}
