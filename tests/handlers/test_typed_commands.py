"""Commands as thumbs write them are commands, and nothing else is."""

import pytest

from handlers.incoming import Command, Content, Said
from handlers.typed_commands import as_command
from tests.campus import Campus
from tests.handlers.walks import CHECK_IN

KNOWN = {"cancel", "checkin", "start"}


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("／cancel", Command("cancel")),
        ("/cancel！", Command("cancel")),
        ("/ cancel", Command("cancel")),
        ("、cancel", Command("cancel")),
        ("".join(chr(ord(char) + 0xFEE0) for char in "/cancel"), Command("cancel")),
        ("　/Cancel。 ", Command("cancel")),
        ("\\cancel", Command("cancel")),
        ("//cancel", Command("cancel")),
        ("/cancel，谢谢", Command("cancel", "谢谢")),
        ("／start ABC", Command("start", "ABC")),
        ("/cancelled", Said("/cancelled")),
        ("、你好", Said("、你好")),
        ("cancel", Said("cancel")),
        ("1/cancel", Said("1/cancel")),
        ("/unknown！", Said("/unknown！")),
    ],
)
def test_what_begins_like_a_command_is_one(written: str, meant: Content) -> None:
    assert as_command(Said(written), KNOWN) == meant


def test_a_name_that_runs_into_words_is_the_command() -> None:
    assert as_command(Command("checkin今天"), KNOWN) == Command("checkin", "今天")
    assert as_command(Command("nonsense"), KNOWN) == Command("nonsense")


@pytest.mark.parametrize("words", ["／cancel", "、 cancel ！", "/cancel。"])
async def test_a_mistyped_command_leaves_the_conversation(campus: Campus, words: str) -> None:
    wang = await campus.member("王芳")
    await CHECK_IN.up_to(wang, "effect")
    await wang.says(words)
    wang.hears("flow.kept")
    assert await campus.open_talks() == []


async def test_in_a_group_only_real_commands_are(campus: Campus) -> None:
    """What people write to each other there is nobody's business."""
    wang = await campus.member("王芳")
    group = campus.world.add_group("支部群", wang.user, bot=True)
    await wang.says("／help", group)
    wang.hears_nothing()
