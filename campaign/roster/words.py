"""How people write the headings and values of a roster: Chinese, English, or the program's ids."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import TypeVar

from campaign.definition import Campaign
from campaign.people import Role, Standing


class Column(StrEnum):
    """A column of the roster; the value is the key of its texts."""

    NUMBER = "number"
    NAME = "name"
    BRANCH = "branch"
    CATEGORY = "category"
    STANDING = "standing"
    ROLE = "role"


NEEDED = (Column.NAME, Column.BRANCH, Column.CATEGORY)

HEADINGS: Mapping[Column, tuple[str, ...]] = {
    Column.NUMBER: (
        "工号/学号", "工号", "学号", "工号学号", "学号/工号", "编号", "职工号", "人员编号",
        "number", "no", "no.", "id", "staff number", "student number", "staff/student number",
    ),
    Column.NAME: ("姓名", "名字", "党员姓名", "name", "full name"),
    Column.BRANCH: (
        "支部", "党支部", "所在支部", "所在党支部", "所属支部", "所属党支部", "支部名称",
        "党支部名称", "branch", "party branch",
    ),
    Column.CATEGORY: (
        "岗位类别", "岗位", "类别", "岗位分类", "人员类别", "category", "post", "post category",
    ),
    Column.STANDING: (
        "正式/预备", "党员类别", "党员类型", "正式或预备", "是否正式", "党籍", "standing",
        "full/probationary", "membership",
    ),
    Column.ROLE: ("角色", "职务", "党内职务", "身份", "role", "roles", "duty", "position"),
}  # fmt: skip

STANDINGS: Mapping[Standing, tuple[str, ...]] = {
    Standing.FULL: ("正式", "正式党员", "full", "full member"),
    Standing.PROBATIONARY: ("预备", "预备党员", "probationary", "probationary member"),
}

ROLES: Mapping[Role, tuple[str, ...]] = {
    Role.MEMBER: ("党员", "成员", "普通党员", "正式党员", "预备党员", "member"),
    Role.SECRETARY: ("书记", "支部书记", "党支部书记", "secretary", "branch secretary"),
    Role.DEPUTY: ("副书记", "支部副书记", "党支部副书记", "deputy", "deputy secretary"),
    Role.OFFICE: ("党委办公室", "党办", "办公室", "党委办", "office", "party office"),
    Role.LEADER: (
        "校党委",
        "党委",
        "校领导",
        "leader",
        "party committee",
        "school party committee",
    ),
}

_BETWEEN_ROLES = re.compile(r"[、，,;；/／|+＋\n]+")
_HAN = r"[㐀-鿿豈-﫿\U00020000-\U0003ffff]"
_GAP_IN_A_NAME = re.compile(rf"(?<={_HAN})\s+(?={_HAN})")


def folded(word: str) -> str:
    """A word as it is compared: half width, lower case, without blanks."""
    return "".join(unicodedata.normalize("NFKC", word).lower().split())


def read_name(written: str) -> str:
    """A name without the blanks that line up columns: 王　芳 is 王芳."""
    return _GAP_IN_A_NAME.sub("", " ".join(written.split()))


def split_roles(written: str) -> list[str]:
    """The words of a cell that names several roles."""
    return [word.strip() for word in _BETWEEN_ROLES.split(written) if word.strip()]


def column_of(heading: str) -> Column | None:
    """Which column a heading stands for; a remark in brackets behind it does not matter."""
    plain = re.sub(r"[(（\[【].*$", "", heading.replace("*", ""))
    return _meaning(HEADINGS, plain)


def standing_of(written: str) -> Standing | None:
    """The standing that is meant, or None."""
    return _meaning(STANDINGS, written)


def role_of(written: str) -> Role | None:
    """The role that is meant, or None."""
    return _meaning(ROLES, written)


def category_of(written: str, campaign: Campaign) -> str | None:
    """The id of the category that is meant, by id or by name in either language; or None."""
    wanted = folded(written)
    for category in campaign.categories:
        names = (category.id, category.name.zh, category.name.en)
        if wanted in {form for name in names for form in (folded(name), f"{folded(name)}岗位")}:
            return category.id
    return None


Meant = TypeVar("Meant", Column, Standing, Role)


def _meaning(words: Mapping[Meant, Iterable[str]], written: str) -> Meant | None:
    wanted = folded(written)
    for meant, ways in words.items():
        if wanted in {folded(way) for way in ways}:
            return meant
    return None
