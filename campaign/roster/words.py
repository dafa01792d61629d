"""The headings that rosters have, and what each may stand for: the values below it decide."""

import re
from collections.abc import Mapping, Sequence
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

_WHERE = r"^(现|隶属|归属|组织关系|党组织关系|目前|当前|党员|本人|所|在|属|基层)*"
_NUMBERS = (
    r"^(员工|教职工|教工|职工|教师|学生|人员|人事|工作|学籍|党员)"
    r"(号|工号|学号|编号|编码|代码|证号|号码)$"
)
_BY_PARTS: Sequence[tuple[re.Pattern[str], Mapping[Column, int]]] = tuple(
    (re.compile(parts), meant)
    for parts, meant in (
        (r"^(本人|职工|教师|教职工|成员|同志)姓名$", {Column.NAME: 1}),
        (r"(党内|支部|党务|支委|党组织).*(职务|任职|角色|分工)", {Column.ROLE: 0}),
        (r"^(担任|现任|所任|兼任)(职务|党内职务)|^任职", {Column.ROLE: 1}),
        (_WHERE + r"(党?支部|党组织)(名称|全称|简称)?$", {Column.BRANCH: 1}),
        (r"正式.*预备|预备.*正式|^是否.*(正式|预备|转正)", {Column.STANDING: 0}),
        (r"党籍|政治身份|党员性质", {Column.STANDING: 1}),
        (_NUMBERS, {Column.NUMBER: 0}),
        (
            r"(岗位|人员|党员|身份|师生|教工|职工|成员)(类别|类型|分类|性质|属性)$",
            {Column.CATEGORY: 1, Column.STANDING: 2},
        ),
    )
)
# Of somebody else, or of another time.
_OTHERS = re.compile(
    r"介绍人|联系人|书记姓名|转[入出]|原|曾|拟|上级|上一级|团支部|团组织|推荐|配偶|家长"
)

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
    word = word_key(bare(heading))
    return _MEANINGS.get(word) or _by_parts(word)


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


def _by_parts(word: str) -> Mapping[Column, int]:
    """What a heading that is not listed stands for by the words that it is made of."""
    if _OTHERS.search(word):
        return {}
    return next((meant for parts, meant in _BY_PARTS if parts.search(word)), {})


def _turned() -> dict[str, dict[Column, int]]:
    found: dict[str, dict[Column, int]] = {}
    for column, ranks in _BY_RANK.items():
        for rank, headings in enumerate(ranks):
            for heading in headings:
                found.setdefault(word_key(heading), {}).setdefault(column, rank)
    return found


_MEANINGS = _turned()
