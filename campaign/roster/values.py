"""What the words below the headings mean: blanks, standing, categories."""

import re

from campaign.definition import Campaign
from campaign.people import Standing
from campaign.roster.keys import word_key
from campaign.roster.words import bare


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


_BLANKS = _words(
    "无 暂无 没有 空 空白 待定 待补 不详 未知 暂缺 缺 未填 待核实 待确认 "
    "none null nil nan n/a na n.a. #n/a tbd"
)
_LONGEST_BLANK = max(map(len, _BLANKS))
_MARKS_ALONE = re.compile(r"[-\u2010-―\u2212－_—/／\\\uff3c|*\uff0a.·。、,，~～\uff3fー]+")
_DITTO = frozenset(("同上", "〃", "″", '"', "''", "同前", "ditto"))
_YES = _words("√ ✓ ✔ ☑ v 是 有 1 y yes true 对 ● ○ ⚫ ■ ★ ☆ ✅ 任 兼 \u3007")
_NO = _words("否 不是 0 n no false × x ✗ ✘ ☐ □")
_FULL = _words("正 正式 full fullmember 中共党员 党员 共产党员 中国共产党党员 中共")
_PROBATIONARY = frozenset(("预", "预备", "probationary", "probationarymember", "probation"))
_ENDED = re.compile(r"按期转正|已转正|转为正式|转正党员|预备期满转正|转正$")
_NO_MEMBER = re.compile(
    r"积极分子|发展对象|群众|团员|申请人|民主党派|无党派|致公|九三|民盟|民革|民建|民进|农工"
)
_BRACKETED = re.compile(r"[((（\[【\u3014](.*?)[)）\]】\u3015]")


def is_written_blank(written: str) -> bool:
    """Whether a cell says nothing, in so many words: 无, —, /, N/A."""
    if len(written) > _LONGEST_BLANK and written.isalnum():
        return False
    plain = written.strip().rstrip("。.")
    if not plain or (len(plain) <= _LONGEST_BLANK and word_key(plain) in _BLANKS):
        return True
    return _marks_alone(written)


def _marks_alone(written: str) -> bool:
    return _MARKS_ALONE.fullmatch("".join(written.split())) is not None


def is_ditto(written: str) -> bool:
    """Whether a cell says: the same as above."""
    return written.strip() in _DITTO


def yes_or_no(written: str) -> bool | None:
    """What a mark says; None where it is no mark. A blank is no."""
    word = word_key(written)
    if not word or word in _NO or is_written_blank(written):
        return False
    return True if word in _YES else None


def standing_of(written: str, heading: str = "") -> Standing | None:
    """The standing that is meant, or None; under 是否正式 the words are yes and no."""
    outside = word_key(bare(written))
    found = _standing(outside)
    if found is not None and outside not in {"党员", "中共党员", "共产党员"}:
        return found
    inside = [_standing(word_key(part)) for part in _BRACKETED.findall(written)]
    told = next((one for one in inside if one is not None), found)
    return told if told is not None else _by_question(written, word_key(bare(heading)))


def is_no_member(written: str) -> bool:
    """Whether the word says that somebody is no member of the Party, or not yet."""
    return _NO_MEMBER.search(word_key(bare(written))) is not None


def _standing(word: str) -> Standing | None:
    if _NO_MEMBER.search(word):
        return None
    if word in _PROBATIONARY or ("预备" in word and not _ENDED.search(word)):
        return Standing.PROBATIONARY
    if word in _FULL or "正式" in word or _ENDED.search(word):
        return Standing.FULL
    return None


def _by_question(written: str, heading: str) -> Standing | None:
    if "是否" not in heading:
        return None
    said = yes_or_no(written)
    if said is None:
        return None
    asks_for_full = "预备" not in heading
    return Standing.FULL if said is asks_for_full else Standing.PROBATIONARY


def category_of(written: str, campaign: Campaign) -> str | None:
    """The id of the category that is meant: by id, by name in either language, or as schools say.

    None where no category of the campaign is meant.
    """
    wanted = {word_key(written), word_key(bare(written))}
    for category in campaign.categories:
        names = (category.id, category.name.zh, category.name.en)
        if wanted & {word_key(name) + ending for name in names for ending in _ENDINGS}:
            return category.id
    known = {category.id for category in campaign.categories}
    said = (_AS_SCHOOLS_SAY.get(word) for word in wanted)
    return next((one for one in said if one in known), None)


_ENDINGS = ("", "岗位", "岗", "类", "人员", "党员")
_USUAL = {
    "teaching": "教学 科研 教研 教师 专任教师 教学岗 科研岗 教学人员 科研人员 教师岗 教师党员",
    "administration": "行政 管理 党政 行政管理 行政人员 管理人员 党政干部 管理岗 机关 行政岗",
    "logistics": "后勤 工勤 工勤人员 工勤岗 后勤人员 后勤保障",
    "retired": "退休 离休 退休人员 离退休人员 退休教师 退休教职工 离退休教职工 离退休党员",
    "students": "本科生 研究生 硕士生 博士生 硕士研究生 博士研究生 学生党员 在校生 大学生",
}
_AS_SCHOOLS_SAY = {word: meant for meant, words in _USUAL.items() for word in words.split()}
