"""The headings that rosters have, and what each may stand for: the values below it decide."""

import re
from collections.abc import Mapping
from enum import StrEnum
from functools import lru_cache

from campaign.roster.keys import word_key


class Column(StrEnum):
    """A column of the roster; the value is the key of its texts."""

    NUMBER = "number"
    NAME = "name"
    BRANCH = "branch"
    CATEGORY = "category"
    STANDING = "standing"
    ROLE = "role"


NEEDED = (Column.NAME, Column.BRANCH)

# By rank: of two columns that say the same, that of the first line counts.
_BY_RANK: Mapping[Column, tuple[tuple[str, ...], ...]] = {
    Column.NUMBER: (
        ("工号/学号", "工号学号", "学号/工号", "学工号", "工号", "学号", "员工工号", "教工号",
         "教职工号", "职工号", "职工编号", "职工工号", "教工编号", "人员编号", "人事编号", "员工号",
         "员工编号", "教师工号", "党员编号", "学生学号", "工资号", "一卡通号", "校园卡号",
         "staff number", "student number", "staff/student number", "staff no", "student no",
         "staff id", "student id", "employee id", "employee number"),
        ("编号", "号码", "number", "id", "no", "no."),
    ),
    Column.NAME: (
        ("姓名", "党员姓名", "name", "full name"),
        ("名字", "人员姓名", "员工姓名", "教工姓名", "学生姓名", "中文姓名"),
    ),
    Column.BRANCH: (
        ("所在党支部", "所属党支部", "党支部", "党支部名称", "所在支部", "所属支部", "支部",
         "支部名称", "支部全称", "党支部全称", "组织关系所在支部", "组织关系所在党支部",
         "所在基层党支部", "branch", "party branch", "branch name"),
        ("所属党组织", "所在党组织", "党组织", "党组织名称", "所属基层党组织", "所在基层党组织",
         "基层党组织", "组织关系所在党组织", "党组织全称", "所属组织", "所在组织"),
    ),
    Column.CATEGORY: (
        ("岗位类别", "岗位分类", "岗位类型", "category", "post category"),
        ("岗位", "类别", "人员类别", "人员类型", "人员分类", "post"),
        ("身份", "身份类别", "党员类别", "党员类型"),
    ),
    Column.STANDING: (
        ("正式/预备", "正式或预备", "预备/正式", "是否正式", "是否正式党员", "是否转正",
         "是否预备", "是否预备党员", "党籍", "党籍状态", "standing", "full/probationary",
         "membership"),
        ("党员类别", "党员类型", "党员性质", "党员身份", "党员情况", "党员状态"),
        ("政治面貌", "人员类别", "人员类型", "身份", "身份类别", "类别"),
    ),
    Column.ROLE: (
        ("党内职务", "支部职务", "党支部职务", "党内任职", "支部任职", "支委职务", "党务职务",
         "支部内职务", "党内职务名称", "角色", "role", "roles", "party post"),
        ("职务", "任职", "任职情况", "duty", "position"),
        ("身份", "身份类别", "党员身份"),
    ),
}  # fmt: skip

_SERIALS = frozenset(
    ("序号", "顺序号", "行号", "排序", "serial", "serialno", "serialno.", "s/n", "#")
)
_USELESS = frozenset(("行政职务", "技术职务", "专业技术职务", "职称"))

_IN_BRACKETS = re.compile(r"[((（\[【\u3014].*?(?:[)）\]】\u3015]|$)")
_ASIDES = re.compile(r"[*\uff0a★:：?？]")


def bare(written: str) -> str:
    """A heading or a word without its remark in brackets, its asterisks and its colon."""
    return _ASIDES.sub("", _IN_BRACKETS.sub("", written))


@lru_cache(maxsize=10_000)
def meanings_of(heading: str) -> Mapping[Column, int]:
    """The columns that a heading may stand for, each with its rank: 0 says it best."""
    return _MEANINGS.get(word_key(bare(heading)), {})


def column_of(heading: str) -> Column | None:
    """What a heading stands for where nothing is known of the values: its best meaning."""
    found = meanings_of(heading)
    return min(found, key=lambda column: found[column]) if found else None


def is_serial(heading: str) -> bool:
    """Whether the heading is that of row numbers."""
    return word_key(bare(heading)) in _SERIALS


def is_useless(heading: str) -> bool:
    """Whether the heading names a column that rosters often have and nothing here needs."""
    return word_key(bare(heading)) in _USELESS


def _turned() -> dict[str, dict[Column, int]]:
    found: dict[str, dict[Column, int]] = {}
    for column, ranks in _BY_RANK.items():
        for rank, headings in enumerate(ranks):
            for heading in headings:
                found.setdefault(word_key(heading), {}).setdefault(column, rank)
    return found


_MEANINGS = _turned()
