"""Parts of an album that come after ✓ belong to the record; a sentence says so, or why not."""

from functools import partial
from typing import Any

import pytest
from sqlalchemy import select

from bot.demo.fake_telegram.world.files import Upload
from bot.demo.fake_telegram.world.world import World
from storage.delivery.talks import TalkState
from storage.evidence.evidence import Evidence, EvidenceState, evidence_of
from storage.tables import talks, versions
from tests.campus import Actor, Campus
from tests.demo.pictures import png
from tests.handlers.check_ins.test_submit import check_ins
from tests.handlers.evidence.test_attach import ALBUM, EXE, PDF, part_of_album
from tests.handlers.notices_told import WORDS
from tests.handlers.stories_told import stories
from tests.handlers.walks import CHECK_IN, STORY, acts_of

WALKS = {"check_in": (CHECK_IN, "evidence"), "story": (STORY, "pictures")}
EVERY = pytest.mark.parametrize("kind", list(WALKS))


async def handed_in(campus: Campus, kind: str, parts: int = 1, name: str = "王芳") -> Actor:
    """Somebody has pressed ✓, having sent so many parts of the album."""
    actor = await campus.member(name)
    walk, step = WALKS[kind]
    await walk.up_to(actor, step)
    await comes(actor, *range(parts))
    await actor.presses("✓ 发完了")
    await walk.on(actor, walk.steps[walk.steps.index(step) + 1])
    return actor


async def comes(actor: Actor, *numbers: int, album: str = ALBUM) -> None:
    for number in numbers:
        await actor.does(partial(part_of_album, author=actor, number=number, album=album))


async def comes_as(actor: Actor, media: str, name: str, content: bytes, **more: Any) -> None:
    def send(world: World) -> None:
        upload = world.media_content(media, Upload(name, content))
        upload[media] |= more
        world.speech.send(actor.user, None, upload, media_group_id=ALBUM)

    await actor.does(send)


async def files(campus: Campus, author: Actor, kind: str) -> list[Evidence]:
    """The files of the author's first record, as the record and as the evidence say."""
    if kind == "story":
        story = (await stories(campus, author))[0]
        subject, ids = story.subject, story.content.pictures
    else:
        check_in = (await check_ins(campus, author))[-1]
        subject, ids = check_in.subject, check_in.content.evidence
    async with campus.reading() as session:
        found = await evidence_of(session, subject)
    assert {piece.id for piece in found} <= set(ids)
    return found


@EVERY
async def test_a_part_after_the_end_is_added_and_told_in_a_sentence(
    campus: Campus, kind: str
) -> None:
    wang = await handed_in(campus, kind)
    await comes(wang, 1)
    wang.hears(f"evidence.late_in_{kind}", n=1)
    found = await files(campus, wang, kind)
    assert len(found) == 2
    assert {piece.state for piece in found} == {EvidenceState.STORED}
    assert (await acts_of(campus))[-1] == f"{kind.replace('_', '-')} changed"
    async with campus.reading() as session:
        assert len(await session.rows(select(versions.c.version))) == 1
    await wang.presses("查看")
    assert wang.live_cards == 2


async def test_the_sentence_is_in_the_authors_language(campus: Campus) -> None:
    smith = await campus.member("Smith", language="en")
    await smith.says("/checkin")
    for label in ("Building a fine course", "✓ Done (2) ›"):
        await smith.presses(label)
    await smith.says("Finished all lesson plans.")
    await smith.presses("Skip")
    await comes(smith, 0)
    for label in ("✓ Done", "✓ Submit"):
        await smith.presses(label)
    await comes(smith, 1)
    smith.hears("evidence.late_in_check_in", n=1)
    assert smith.messages[-1].text.startswith("Added to your check-in")


@EVERY
async def test_many_late_parts_share_one_sentence(campus: Campus, kind: str) -> None:
    wang = await handed_in(campus, kind)
    before = len(wang.messages)
    await comes(wang, 1, 2, 3)
    assert len(wang.messages) == before + 1
    wang.sees(f"evidence.late_in_{kind}", n=3)
    assert len(await files(campus, wang, kind)) == 4


async def test_late_parts_that_come_at_once_and_with_the_press(campus: Campus) -> None:
    """The press and the rest of the album are read in one batch."""
    wang = await campus.member("王芳")
    await CHECK_IN.up_to(wang, "evidence")
    await comes(wang, 0)
    await wang.presses("✓ 发完了")
    card = wang.card

    def press_and_send(world: World) -> None:
        world.press(wang.user, card.chat_id, card.id, card.labels.index("✓ 提交"))
        for number in (1, 2, 3):
            part_of_album(world, wang, number)

    await wang.does(press_and_send)
    wang.sees("evidence.late_in_check_in", n=3)
    assert len(await files(campus, wang, "check_in")) == 4


@EVERY
async def test_a_part_is_added_after_a_restart_and_hours_later(campus: Campus, kind: str) -> None:
    wang = await handed_in(campus, kind)
    campus.restart()
    campus.stands_at("2008-06-23 20:00")
    await comes(wang, 1)
    wang.hears(f"evidence.late_in_{kind}", n=1)
    assert len(await files(campus, wang, kind)) == 2


async def test_a_file_of_the_record_is_not_added_again(campus: Campus) -> None:
    """Also one that came before ✓."""
    wang = await campus.member("王芳")
    await CHECK_IN.up_to(wang, "evidence")
    content = campus.world.media_content("photo", Upload("photo.png", png(9, 6)))
    await wang.does(lambda w: w.speech.send(wang.user, None, {**content}, media_group_id=ALBUM))
    for label in ("✓ 发完了", "✓ 提交"):
        await wang.presses(label)
    await wang.does(lambda w: w.speech.send(wang.user, None, {**content}, media_group_id=ALBUM))
    wang.hears("evidence.late_not_added", n=1, why=wang.reads("evidence.late_doubled"))
    assert len(await files(campus, wang, "check_in")) == 1


async def test_the_same_file_twice_is_added_once(campus: Campus) -> None:
    wang = await handed_in(campus, "check_in")
    content = campus.world.media_content("photo", Upload("photo.png", png(9, 6)))
    for _ in range(2):
        await wang.does(lambda w: w.speech.send(wang.user, None, {**content}, media_group_id=ALBUM))
    assert len(await files(campus, wang, "check_in")) == 2
    why = wang.reads("evidence.late_doubled")
    wang.hears("evidence.late_not_added", n=1, why=why)


@EVERY
@pytest.mark.parametrize("other", ["effect", "evidence", "confirm"])
async def test_another_conversation_neither_swallows_nor_refuses_it(
    campus: Campus, kind: str, other: str
) -> None:
    wang = await handed_in(campus, kind)
    await CHECK_IN.up_to(wang, other)
    asked = wang.messages[-1].text
    await comes(wang, 1)
    wang.hears(f"evidence.late_in_{kind}", n=1)
    assert wang.messages[-2].text == asked
    assert len(await files(campus, wang, kind)) == 2


async def test_an_album_of_the_open_conversation_goes_to_that(campus: Campus) -> None:
    wang = await handed_in(campus, "story")
    await CHECK_IN.up_to(wang, "evidence")
    await comes(wang, 1, album="b")
    await wang.presses("✓ 发完了")
    await comes(wang, 2, album="b")
    assert wang.reads("check_in.shown_evidence", n=2) in wang.card.text
    await wang.presses("✓ 提交")
    assert len(await files(campus, wang, "check_in")) == 2
    assert len(await files(campus, wang, "story")) == 1


async def test_the_open_conversation_knows_all_its_albums(campus: Campus) -> None:
    """Not only the last: a part of the first may be the late one."""
    wang = await campus.member("王芳")
    await CHECK_IN.up_to(wang, "evidence")
    await comes(wang, 0)
    await comes(wang, 1, album="b")
    await wang.presses("✓ 发完了")
    await comes(wang, 2)
    assert wang.reads("check_in.shown_evidence", n=3) in wang.card.text
    await wang.presses("✓ 提交")
    await comes(wang, 3)
    await comes(wang, 4, album="b")
    assert len(await files(campus, wang, "check_in")) == 5


async def test_two_records_each_get_their_own_parts(campus: Campus) -> None:
    wang = await handed_in(campus, "check_in")
    await STORY.up_to(wang, "pictures")
    await comes(wang, 1, album="b")
    await wang.presses("✓ 发完了")
    await STORY.on(wang, "consent")
    await comes(wang, 2, album="b")
    await comes(wang, 3)
    assert len(await files(campus, wang, "check_in")) == 2
    assert len(await files(campus, wang, "story")) == 2


async def test_what_is_too_many_is_told_once(campus: Campus) -> None:
    wang = await handed_in(campus, "check_in", parts=9)
    before = len(wang.messages)
    await comes(wang, 9, 10, 11)
    why = wang.reads("evidence.late_too_many", most=10)
    wang.hears("evidence.late_not_added", n=2, why=why)
    assert len(wang.messages) == before + 2
    assert len(await files(campus, wang, "check_in")) == 10


async def test_a_story_takes_pictures_only_late_too(campus: Campus) -> None:
    wang = await handed_in(campus, "story")
    await comes_as(wang, "document", "雪夜.pdf", PDF)
    wang.hears("evidence.late_not_added", n=1, why=wang.reads("evidence.late_wrong_kind"))
    await comes_as(wang, "document", "雪夜.png", png(5, 5))
    assert len(await files(campus, wang, "story")) == 2


async def test_what_is_too_big_is_not_fetched(campus: Campus) -> None:
    wang = await handed_in(campus, "check_in")
    await comes_as(wang, "document", "片子.pdf", PDF, file_size=21 * 1024 * 1024)
    wang.hears("evidence.late_not_added", n=1, why=wang.reads("evidence.late_too_big", most=20))
    assert len(await files(campus, wang, "check_in")) == 1


async def test_a_late_file_is_looked_into_as_any_other(campus: Campus) -> None:
    wang = await handed_in(campus, "check_in")
    await comes_as(wang, "document", "照片.jpg", EXE)
    refused = wang.reads("evidence.refused_wrong_kind", what="照片.jpg")
    assert refused in [message.text for message in wang.messages]
    assert len(await files(campus, wang, "check_in")) == 1


@EVERY
async def test_nothing_is_added_to_what_was_withdrawn(campus: Campus, kind: str) -> None:
    wang = await handed_in(campus, kind)
    await wang.presses("查看")
    await wang.presses("撤回")
    await wang.presses("撤回")
    await comes(wang, 1)
    text = {"check_in": "check_in.is_withdrawn", "story": "story.is_withdrawn"}[kind]
    wang.hears("evidence.late_not_added", n=1, why=wang.reads(text))


@EVERY
async def test_a_change_under_way_goes_on_and_keeps_the_part(campus: Campus, kind: str) -> None:
    """The bot's own addition must not refuse the author's change as made elsewhere."""
    wang = await handed_in(campus, kind)
    await wang.presses("查看")
    await wang.presses("✎ 修改")
    change = wang.card
    await comes(wang, 1)
    wang.sees(f"evidence.late_in_{kind}", n=1)
    await wang.presses("✓ 提交", on=next(m for m in wang.messages if m.id == change.id))
    assert len(await files(campus, wang, kind)) == 2


async def test_a_part_after_a_change_belongs_to_what_was_changed(campus: Campus) -> None:
    wang = await handed_in(campus, "check_in")
    await wang.presses("查看")
    await wang.presses("✎ 修改")
    await wang.presses("修改或补充")
    await wang.presses("照片")
    await comes(wang, 1, album="b")
    await wang.presses("✓ 发完了")
    await wang.presses("✓ 提交")
    await comes(wang, 2, album="b")
    wang.hears("evidence.late_in_check_in", n=1)


async def test_a_part_after_leaving_goes_to_the_draft(campus: Campus) -> None:
    wang = await campus.member("王芳")
    await CHECK_IN.up_to(wang, "evidence")
    await comes(wang, 0)
    await wang.presses("✕")
    await comes(wang, 1, 2)
    wang.hears("evidence.late_in_draft", n=2)
    await wang.presses("接着写")
    wang.sees("flow.attached", n=3, most=10)
    await wang.presses("✓ 发完了")
    await wang.presses("✓ 提交")
    assert len(await files(campus, wang, "check_in")) == 3


async def test_what_was_sent_and_cleared_is_no_part_of_the_record(campus: Campus) -> None:
    wang = await campus.member("王芳")
    await CHECK_IN.up_to(wang, "evidence")
    await comes(wang, 0)
    await wang.presses("↺ 重新发")
    await CHECK_IN.on(wang, "evidence")
    await comes(wang, 1)
    wang.sees("check_in.offer")


async def test_albums_of_others_and_single_files_are_offers_of_their_own(campus: Campus) -> None:
    wang, li = await handed_in(campus, "check_in"), await campus.member("李明")
    await comes(li, 1)
    li.sees("check_in.offer")
    await wang.sends_photo(png(3, 3))
    wang.sees("check_in.offer")
    await comes(wang, 1, album="c")
    wang.sees("check_in.offer")
    assert len(await files(campus, wang, "check_in")) == 1


async def test_of_an_ended_conversation_no_words_are_kept(campus: Campus) -> None:
    wang = await handed_in(campus, "story")
    async with campus.reading() as session:
        (row,) = await session.rows(select(talks.c.state, talks.c.answers, talks.c.marks))
    (story,) = await stories(campus, wang)
    assert (row.state, row.answers) == (TalkState.ENDED.value, {})
    heard = row.marks.pop("heard")
    assert [step for step, _ in heard.values()] == ["about", "title", "body"]
    assert not any(story.content.title in told for _, told in heard.values())
    assert row.marks == {"albums": [ALBUM], "record": story.subject}


async def test_a_late_picture_is_no_part_of_a_notice(campus: Campus) -> None:
    """What it says was settled when it was handed in; the way to send it is told."""
    office = await campus.office("周洁")
    await campus.member("王芳")
    await office.says("/broadcast")
    await office.says(WORDS)
    await comes(office, 0)
    await office.presses("发完了")
    await office.presses("全体党员")
    for label in ("✓ 选好了", "现在", "✓ 发送"):
        await office.presses(label)
    await comes(office, 1, 2)
    office.hears("evidence.late_not_added", n=2, why=office.reads("broadcast.late_part"))


async def test_words_beside_a_late_part_are_given_back(campus: Campus) -> None:
    wang = await handed_in(campus, "check_in")
    await wang.does(partial(part_of_album, author=wang, number=1))
    wang.hears("evidence.late_in_check_in", n=1)

    def send(world: World) -> None:
        photo = world.media_content("photo", Upload("photo.png", png(20, 6)))
        world.speech.send(wang.user, None, {**photo, "caption": WORDS}, media_group_id=ALBUM)

    await wang.does(send)
    wang.sees("evidence.late_words", text=WORDS)
    assert len(await files(campus, wang, "check_in")) == 3
