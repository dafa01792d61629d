"""The readers of texts and of code find what is wrong: each mistake is planted once."""

from pathlib import Path

import pytest

from campaign.texts import Language, Texts
from tests.text_faults import missing_keys, missing_parameters, oversized, unused_keys
from tests.text_keys import Found, answers_in, chinese_in, read_source, role_words
from tests.wordings import doubled_keys, faults_of


def texts_of(**wordings: str) -> Texts:
    named = {key.replace("__", "."): wording for key, wording in wordings.items()}
    return Texts(dict.fromkeys(Language, named))


SOME = texts_of(
    story__gone="没有了", story__named="{title}", story__look="看", story__a="甲", story__b="乙"
)


def read(code: str) -> Found:
    return read_source("x.py", code, prefixes=frozenset({"story"}))


@pytest.mark.parametrize(
    "code",
    [
        'Text("story.lost")',
        'x = [Button(Text("story.lost"), 1)]',
        'def f():\n    key = "story.gone" if 1 else "story.lost"\n    say(Text(key))',
        'KEYS = {1: "story.lost"}',
        """told = f"{name}: {both('story.lost')}" """,
        'turn.toast(text("story.lost"))',
        'def f():\n    """story.gone"""\n    return Refusal(Text("lost"))',
    ],
)
def test_a_key_that_does_not_exist_is_seen(code: str) -> None:
    assert len(missing_keys(read(code).uses, SOME)) == 1


@pytest.mark.parametrize(
    ("code", "unused"),
    [
        ('Text("story.gone")', {"story.named", "story.look", "story.a", "story.b"}),
        ('x = "story.a" if y else "story.b"', {"story.gone", "story.named", "story.look"}),
    ],
)
def test_a_key_that_nobody_says_is_seen(code: str, unused: set[str]) -> None:
    assert set(unused_keys(read(code).uses, SOME)) == unused


@pytest.mark.parametrize(
    ("code", "faults"),
    [
        ('Text("story.named")', 1),
        ('Text("story.named", {"name": 1})', 1),
        ('text("story.named", name=1)', 1),
        ('both("story.named", name=1)', 1),
        ('def f():\n    key = "story.named"\n    return Text(key, {})', 1),
        ('Text("story.named", {"title": 1})', 0),
        ('text("story.named", title=1)', 0),
        ('both("story.named", title=1)', 0),
        ('Text("story.named", params)', 0),
        ('text("story.named", **params)', 0),
    ],
)
def test_a_parameter_left_out_is_seen(code: str, faults: int) -> None:
    assert len(missing_parameters(read(code).uses, SOME)) == faults


@pytest.mark.parametrize(
    ("code", "shown_on"),
    [
        ('Button(Text("story.gone"), page("x"))', "button"),
        ('Option("v", Text("story.gone"))', "button"),
        ('def f():\n    label = Text("story.gone")\n    return Button(label, 1)', "button"),
        ('turn.toast(Text("story.gone"))', "toast"),
        ('turn.say(Text("story.gone"))', "message"),
    ],
)
def test_where_a_text_is_shown_is_seen(code: str, shown_on: str) -> None:
    (use,) = read(code).uses
    assert use.shown_on == shown_on
    long = texts_of(story__gone="长" * ({"button": 64, "toast": 200, "message": 4096}[shown_on]))
    assert oversized([use], long) == []
    longer = texts_of(story__gone=long.template("story.gone", Language.ZH) + "长")
    assert len(oversized([use], longer)) == len(Language)


def test_a_put_together_key_is_seen_with_its_form() -> None:
    assert read('Text(f"story.{kind}_gone")').forms == {"story.{}_gone": "x.py:1"}
    assert read('x = f"story.{kind}"').forms == {"story.{}": "x.py:1"}
    assert read('Text(f"{name}.title")').forms == {"{}.title": "x.py:1"}
    assert read('x = f"story:{id}"; y = f"{name}.lock"').forms == {}


def test_endings_and_roles_are_seen() -> None:
    code = 'answer("saved", [b], day=1)\nAnswer("joined", words)\nAnswer("left")'
    assert answers_in(code) == {
        "saved": frozenset({"day"}),
        "joined": None,
        "left": frozenset(),
    }
    assert role_words("a = holding(Role.SECRETARY, Role.DEPUTY)") == {"secretary"}


def test_chinese_in_code_is_seen() -> None:
    assert chinese_in('x = 1\ny = "没有"') == [2]
    assert chinese_in('x = f"{n} 个"\ny = {1: ("a", "没有")}') == [1, 2]
    assert chinese_in('@command(help="没有")\ndef f():\n    """没有"""') == [1]
    assert chinese_in('"""没有"""\n# 没有\ndef f():\n    """没有"""\n    x = "：·。"') == []


@pytest.mark.parametrize(
    ("zh", "en", "word"),
    [
        ("", "gone", "says nothing"),
        ("{n} 个", "{m} of them", "other placeholders"),
        ("<b>没有", "gone", "no HTML"),
        ("<u>没有</b>", "gone", "no HTML"),
        ("<img>没有", "gone", "no HTML"),
        ("<b>没有\n了</b>", "gone", "over several lines"),
        ('<a href="{url}">看</a>', '<a href="{url}">see</a>', "inside a tag"),
        ("没有" * 1025, "gone", "half a message"),
        ("没有,请看", "gone", "Latin mark"),
        ("有吗?", "gone", "Latin mark"),
        ("没有(了)", "gone", "Latin mark"),
        ("没有", "gone，see", "Chinese mark"),
        ("没有 ", "gone", "blanks to spare"),
    ],
)
def test_a_broken_wording_is_seen(zh: str, en: str, word: str) -> None:
    found = faults_of({Language.ZH: {"story.gone": zh}, Language.EN: {"story.gone": en}})
    assert [fault for fault in found if word in fault], found


@pytest.mark.parametrize(
    ("zh", "faults"), [("写 主机:端口", 0), ("没有: 端口", 1), ("<b>没有</b>", 1), ("没有&amp;", 1)]
)
def test_a_plain_text_has_no_html_and_shows_what_is_typed(zh: str, faults: int) -> None:
    found = faults_of({Language.ZH: {"settings.a": zh}, Language.EN: {"settings.a": "port"}})
    assert len(found) == faults


def test_a_wording_in_one_language_is_seen() -> None:
    found = faults_of({Language.ZH: {"story.gone": "没有"}, Language.EN: {}})
    assert found == ["story.gone is missing in en"]


@pytest.mark.parametrize(
    ("zh", "en"),
    [
        ("您好，<b>{name}</b>：{n} 篇（共 {of} 篇）。", "Hello, <b>{name}</b>: {n} (of {of})."),
        ("看 /help，或点「✎」", "See /help, or press ✎"),
        ("20 MB 以内的 PDF", "PDF below 20 MB"),
    ],
)
def test_a_sound_wording_is_left_alone(zh: str, en: str) -> None:
    assert faults_of({Language.ZH: {"a.b": zh}, Language.EN: {"a.b": en}}) == []


def test_a_doubled_key_is_seen(tmp_path: Path) -> None:
    for language in Language:
        (tmp_path / language).mkdir()
    twice = 'msgid "a.b"\nmsgstr "x"\n\n' * 2
    (tmp_path / "zh" / "a.po").write_text(twice, "utf-8")
    assert doubled_keys(tmp_path) == ["a.b stands in zh/a.po and a.po"]
