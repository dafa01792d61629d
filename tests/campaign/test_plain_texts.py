"""Plain texts: one language or both on a line, as they stand in the `.po` file of their key."""

import pytest

from campaign.definition import Both
from campaign.locale.plain_texts import both, plain
from campaign.texts import LOCALE, Language, UnknownText, read_file, read_texts
from tests.wordings import PLAIN, placeholders

TEXTS = read_texts()
KEYS = sorted(key for key in TEXTS.keys if key.startswith(PLAIN))


def test_a_text_is_said_in_both_languages_on_one_line() -> None:
    """No blank stands after a wide mark."""
    assert both("settings.log") == "应为 console 或 json / console or json is needed"
    assert both("start_up.database_in_use", file="x") == (
        "x 正被另一个 flagbearer 使用，请先停止它。/ x is in use by another flagbearer: "
        "stop that one first."
    )
    assert both("start_up.office_link") == (
        "办公室首个账号的链接（一次有效）/ link for the first office account, good once"
    )


def test_what_fills_a_text_is_not_escaped() -> None:
    """A terminal shows what stands there; a value in both languages is said in the right one."""
    assert both("settings.two_values", file="<a&b>").startswith("<a&b> 里有")
    ssl = Both(zh="甲", en="a")
    assert both("settings.database_ssl", modes=ssl) == (
        "sslmode 应为以下之一：甲 / sslmode must be one of a"
    )


@pytest.mark.parametrize("key", ["settings.nothing", "nothing.at_all", "settings", ""])
def test_an_unknown_key_is_told(key: str) -> None:
    with pytest.raises(UnknownText):
        plain(key, Language.EN)


def test_a_word_left_out_is_told() -> None:
    with pytest.raises(KeyError):
        both("settings.two_values")


@pytest.mark.parametrize("language", Language)
def test_each_stands_in_the_file_that_it_begins_with(language: Language) -> None:
    """Only that file is read."""
    for key in KEYS:
        wording = TEXTS.template(key, language)
        filled = dict.fromkeys(placeholders(wording), 7)
        assert plain(key, language, **filled) == wording.format(**filled)


def test_the_files_of_plain_texts_hold_nothing_else() -> None:
    for name in PLAIN:
        keys = read_file(LOCALE / Language.ZH / f"{name}po")
        assert [key for key in keys if not key.startswith(name)] == []
