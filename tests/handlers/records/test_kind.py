"""A kind of record has its pages by its declaration, under the names that sent buttons ask for."""

import pytest

from campaign.people import joined, member
from handlers.check_ins.pages import CHECK_IN_RECORD, check_in_pages
from handlers.routing import Page
from handlers.stories.pages import STORY_RECORD, story_pages


@pytest.mark.parametrize(
    ("pages", "names"),
    [
        (
            check_in_pages,
            [
                "show_check_in",
                "check_in_versions",
                "withdraw_check_in",
                "check_ins",
                "check_in_files",
            ],
        ),
        (
            story_pages,
            [
                "show_story",
                "story_versions",
                "withdraw_story",
                "stories",
                "story_files",
                "story_consent",
            ],
        ),
    ],
)
def test_the_pages_keep_their_names(pages: tuple[Page, ...], names: list[str]) -> None:
    assert [page.name for page in pages] == names


@pytest.mark.parametrize("pages", [check_in_pages, story_pages])
def test_whoever_joined_may_read_and_members_write(pages: tuple[Page, ...]) -> None:
    assert [page.may for page in pages[:4]] == [joined, joined, member, member]


def test_texts_begin_with_the_name_of_the_kind() -> None:
    assert CHECK_IN_RECORD.text("is_gone").key == "check_in.is_gone"
    assert STORY_RECORD.text("version_shown", n=2).params == {"n": 2}
