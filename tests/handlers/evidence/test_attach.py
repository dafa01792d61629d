"""Photos, albums, files and voice: taken as they come, bounded, fetched, refused with reasons."""

from collections.abc import Sequence
from functools import partial
from itertools import permutations

import pytest

from bot.demo.fake_telegram.world.files import Upload
from bot.demo.fake_telegram.world.world import World
from storage.evidence.evidence import Evidence, EvidenceState, evidence_of
from tests.campus import Actor, Campus
from tests.demo.pictures import png
from tests.handlers.check_ins.test_submit import check_ins
from tests.handlers.stories_told import stories
from tests.handlers.walks import CHECK_IN, STORY
from tests.storage.samples import boxed, office, packed

ALBUM = "13000000000000099"
EXE = b"MZ\x90\x00" + b"\0" * 200
PDF = b"%PDF-1.4\n%%EOF\n"


async def asked_for_files(campus: Campus) -> Actor:
    wang = await campus.member("王芳")
    await CHECK_IN.up_to(wang, "evidence")
    return wang


async def pieces(campus: Campus, author: Actor) -> list[Evidence]:
    """The evidence of the author's one check-in."""
    (made,) = await check_ins(campus, author)
    async with campus.reading() as session:
        return await evidence_of(session, made.subject)


def part_of_album(world: World, author: Actor, number: int, album: str = ALBUM) -> None:
    """One part of an album, when it pleases Telegram to send it."""
    content = world.media_content("photo", Upload("photo.png", png(8 + number, 6)))
    world.speech.send(author.user, None, content, media_group_id=album)


async def submit(author: Actor, *labels: str) -> None:
    for label in (*labels, "✓ 提交"):
        await author.presses(label)


async def test_every_kind_of_file_is_taken(campus: Campus) -> None:
    wang = await asked_for_files(campus)
    await wang.sends_photo(png(8, 6))
    await wang.does(lambda w: w.speech.send_document(wang.user, None, "计划.pdf", PDF))
    await wang.does(lambda w: w.speech.send_voice(wang.user, None, b"OggS" + b"\0" * 50))
    wang.sees("flow.attached", n=3, most=10)
    assert wang.live_cards == 1
    await submit(wang, "✓ 发完了")
    found = await pieces(campus, wang)
    assert {piece.kind for piece in found} == {"photo", "document", "voice"}
    assert {piece.state for piece in found} == {EvidenceState.STORED}


async def test_an_album_that_comes_at_once_shares_one_card(campus: Campus) -> None:
    wang = await asked_for_files(campus)
    uploads = [Upload("photo.png", png(8 + number, 6)) for number in range(5)]
    await wang.does(lambda world: world.speech.send_album(wang.user, None, uploads))
    wang.sees("flow.attached", n=5, most=10)
    assert wang.live_cards == 1
    assert sum("个文件" in message.text for message in wang.messages) == 1
    await submit(wang, "✓ 发完了")
    assert len(await pieces(campus, wang)) == 5


@pytest.mark.parametrize("order", list(permutations(range(3))))
async def test_parts_of_an_album_come_late_and_in_any_order(
    campus: Campus, order: Sequence[int]
) -> None:
    """Fault 17: no timer decides; each part is stored on arrival, until the person says Done."""
    wang = await asked_for_files(campus)
    for seconds, number in enumerate(order):
        campus.stands_at(f"2008-06-23 09:00:{10 * seconds:02}")
        await wang.does(partial(part_of_album, author=wang, number=number))
    wang.sees("flow.attached", n=3, most=10)
    assert wang.live_cards == 1
    await submit(wang, "✓ 发完了")
    assert len(await pieces(campus, wang)) == 3


@pytest.mark.parametrize("late", [1, 3])
async def test_parts_that_come_after_done_still_belong_to_it(campus: Campus, late: int) -> None:
    """The person was faster than Telegram: the preview stays, and the parts are added to it."""
    wang = await asked_for_files(campus)
    await wang.does(lambda world: part_of_album(world, wang, 0))
    await wang.presses("✓ 发完了")
    CHECK_IN.asks(wang, "confirm")
    for number in range(late):
        await wang.does(partial(part_of_album, author=wang, number=1 + number))
    assert wang.reads("check_in.shown_evidence", n=1 + late) in wang.card.text
    assert wang.live_cards == 1
    await wang.presses("✓ 提交")
    assert len(await pieces(campus, wang)) == 1 + late


async def test_a_part_of_another_album_after_done_is_taken_and_told(campus: Campus) -> None:
    wang = await asked_for_files(campus)
    await wang.does(lambda world: part_of_album(world, wang, 0))
    await wang.presses("✓ 发完了")
    await wang.does(lambda world: part_of_album(world, wang, 1, album="13000000000000100"))
    wang.sees("flow.file_went_to", label=wang.reads("check_in.evidence.label"))
    await wang.presses("✓ 提交")
    assert len(await pieces(campus, wang)) == 2


async def test_two_albums_between_each_other_are_both_taken(campus: Campus) -> None:
    wang = await asked_for_files(campus)
    for number, album in enumerate(("a", "b", "a", "b")):
        await wang.does(partial(part_of_album, author=wang, number=number, album=album))
    wang.sees("flow.attached", n=4, most=10)
    assert wang.live_cards == 1


async def test_one_file_too_many_is_told_and_the_rest_stays(campus: Campus) -> None:
    wang = await asked_for_files(campus)
    uploads = [Upload("photo.png", png(8 + number, 6)) for number in range(12)]
    await wang.does(lambda world: world.speech.send_album(wang.user, None, uploads))
    wang.sees("flow.too_many_files", most=10)
    wang.sees("flow.attached", n=10, most=10)
    await submit(wang, "✓ 发完了")
    assert len(await pieces(campus, wang)) == 10


@pytest.mark.parametrize(("megabytes", "taken"), [(0, True), (19, True), (21, False), (25, False)])
async def test_a_file_over_twenty_megabytes_is_refused_before_it_is_fetched(
    campus: Campus, megabytes: int, taken: bool
) -> None:
    """Fault 46: the size stands in the update, so the person learns it at once."""
    wang = await asked_for_files(campus)
    size = max(1, megabytes * 1024 * 1024)
    upload = Upload("片子.pdf", PDF)
    await wang.does(
        lambda world: world.speech.send_file(wang.user, None, "document", upload, size=size)
    )
    if taken:
        wang.sees("flow.attached", n=1, most=10)
    else:
        wang.sees("flow.file_too_big", most=20)
        CHECK_IN.asks(wang, "evidence")


async def test_a_wrong_kind_of_file_is_told_after_a_look_inside(campus: Campus) -> None:
    """Threat 16: what it calls itself does not matter; the check-in stands without it."""
    wang = await asked_for_files(campus)
    await wang.does(lambda w: w.speech.send_document(wang.user, None, "照片.jpg", EXE))
    assert wang.reads("evidence.refused_wrong_kind", what="照片.jpg") in last_texts(wang)
    assert wang.reads("check_in.evidence.ask") in wang.card.text
    await submit(wang, "跳过")
    assert await pieces(campus, wang) == []


async def test_a_refusal_that_comes_after_all_is_told_with_the_record(campus: Campus) -> None:
    wang = await asked_for_files(campus)
    campus.server.faults.server_error("getFile", times=1)
    await wang.does(lambda w: w.speech.send_document(wang.user, None, "照片.jpg", EXE))
    await submit(wang, "✓ 发完了")
    campus.stands_at("2008-06-23 11:00")
    await campus.settle()
    assert wang.reads("evidence.refused_wrong_kind", what="照片.jpg") in last_texts(wang)
    await wang.presses("查看", on=wang.messages[-2])
    assert wang.reads("evidence.not_kept", n=1) in wang.card.text


async def test_refused_files_are_told_one_by_one_and_counted_no_longer(campus: Campus) -> None:
    """Walk 10: each with the step that helps for its kind; the card counts what is kept."""
    wang = await asked_for_files(campus)
    await wang.sends_photo(png(8, 6))
    for name, content, key in (
        ("资料.zip", packed({"a.txt": "x"}), "archive"),
        ("片子.mkv", b"\x1aE\xdf\xa3" + bytes(90), "other_video"),
        ("表.xlsm", office("xl", **{"vbaProject.bin": "x"}), "macros"),
    ):
        await wang.does(partial(send_document, author=wang, name=name, content=content))
        assert wang.reads(f"evidence.refused_{key}", what=name) in last_texts(wang)
        assert wang.reads("flow.attached", n=1, most=10) in wang.card.text
    await wang.presses("✓ 发完了")
    assert wang.reads("check_in.shown_evidence", n=1) in wang.card.text


async def test_a_file_refused_at_the_preview_leaves_it(campus: Campus) -> None:
    wang = await asked_for_files(campus)
    campus.server.faults.server_error("getFile", times=1)
    await wang.does(lambda w: w.speech.send_document(wang.user, None, "a.zip", packed({"a": "x"})))
    await wang.presses("✓ 发完了")
    assert wang.reads("check_in.shown_evidence", n=1) in wang.card.text
    campus.stands_at("2008-06-23 11:00")
    await campus.settle()
    assert wang.reads("check_in.shown_evidence", n=1) not in wang.card.text
    await wang.presses("✓ 提交")
    assert await pieces(campus, wang) == []


async def test_a_file_refused_after_it_was_left_is_no_longer_in_the_draft(campus: Campus) -> None:
    wang = await asked_for_files(campus)
    campus.server.faults.server_error("getFile", times=1)
    await wang.does(lambda w: w.speech.send_document(wang.user, None, "a.zip", packed({"a": "x"})))
    await wang.presses("✕")
    campus.stands_at("2008-06-23 11:00")
    await campus.settle()
    await wang.presses("接着写")
    assert wang.reads("check_in.evidence.ask") in wang.card.text


def send_document(world: World, author: Actor, name: str, content: bytes) -> None:
    world.speech.send_document(author.user, None, name, content)


async def test_a_round_video_is_kept(campus: Campus) -> None:
    wang = await asked_for_files(campus)
    upload = Upload("v.mp4", boxed(b"isom", b"mp42"))
    await wang.does(lambda w: w.speech.send_file(wang.user, None, "video_note", upload))
    wang.sees("flow.attached", n=1, most=10)
    await submit(wang, "✓ 发完了")
    (piece,) = await pieces(campus, wang)
    assert (piece.kind, piece.state, piece.mime) == ("video", EvidenceState.STORED, "video/mp4")


@pytest.mark.parametrize("with_picture", [True, False])
async def test_a_live_photo_is_kept(campus: Campus, with_picture: bool) -> None:
    """Its picture, or where Telegram tells of none, its video."""
    wang = await asked_for_files(campus)
    video = campus.world.media_content("video", Upload("v.mp4", boxed(b"isom")))["video"]
    photo = campus.world.media_content("photo", Upload("p.png", png(8, 6)))
    live = {"live_photo": {**video, **(photo if with_picture else {})}}
    await wang.does(lambda w: w.speech.send(wang.user, None, live))
    await submit(wang, "✓ 发完了")
    (piece,) = await pieces(campus, wang)
    assert piece.kind == ("photo" if with_picture else "video")
    assert piece.state is EvidenceState.STORED


@pytest.mark.parametrize(
    ("told", "taken"),
    [
        ({"file_name": "IMG_7.JPG", "mime_type": "application/octet-stream"}, True),
        ({"file_name": "IMG_7.HEIC"}, True),
        ({"mime_type": "application/octet-stream"}, True),
        ({}, True),
        ({"file_name": "计划.pdf"}, False),
        ({"file_name": "IMG_7.jpg", "mime_type": "application/pdf"}, False),
    ],
)
async def test_a_picture_whose_type_the_phone_did_not_tell(
    campus: Campus, told: dict[str, str], taken: bool
) -> None:
    wang = await campus.member("王芳")
    await STORY.up_to(wang, "pictures")
    document = campus.world.media_content("document", Upload("x", png(8, 6)))["document"]
    bare = {k: v for k, v in document.items() if k not in ("file_name", "mime_type")}
    await wang.does(lambda w: w.speech.send(wang.user, None, {"document": {**bare, **told}}))
    if taken:
        wang.sees("flow.attached", n=1, most=9)
    else:
        wang.sees("flow.wants_picture")


async def test_a_file_that_turns_out_to_be_no_picture_is_told(campus: Campus) -> None:
    wang = await campus.member("王芳")
    await STORY.up_to(wang, "pictures")
    await wang.does(lambda w: w.speech.send_document(wang.user, None, "雪夜.jpg", PDF))
    what = wang.reads("evidence.refused_no_picture", what="雪夜.jpg")
    assert what in last_texts(wang)
    assert wang.reads("submit_story.pictures.ask") in wang.card.text


async def test_a_refusal_is_told_in_the_authors_language(campus: Campus) -> None:
    smith = await campus.member("Smith", language="en")
    await smith.says("/checkin")
    for label in ("Building a fine course", "✓ Done (2) ›"):
        await smith.presses(label)
    await smith.says("Finished all lesson plans.")
    await smith.presses("Skip")
    await smith.does(lambda w: w.speech.send_document(smith.user, None, "x.pdf", EXE))
    assert smith.reads("evidence.refused_wrong_kind", what="x.pdf") in last_texts(smith)
    assert "wrong" not in smith.reads("evidence.refused_wrong_kind", what="x.pdf")


@pytest.mark.parametrize("name", ["../../etc/passwd.pdf", "con.txt", "\u202egpj.pdf", "<b>.pdf"])
async def test_a_files_name_is_only_words(campus: Campus, name: str) -> None:
    """Threat 17: no part of it becomes a path or a tag."""
    wang = await asked_for_files(campus)
    await wang.does(lambda w: w.speech.send_document(wang.user, None, name, EXE))
    assert any("类型不能收" in text for text in last_texts(wang))
    await wang.does(lambda w: w.speech.send_document(wang.user, None, name, PDF))
    await submit(wang, "✓ 发完了")
    (piece,) = await pieces(campus, wang)
    assert piece.path is not None
    place = campus.files.place_of(piece.path)
    assert place.read_bytes() == PDF
    assert set(place.relative_to(campus.files.folder).as_posix()) <= set("0123456789abcdef/.pdf")


async def test_a_link_that_has_expired_is_told(campus: Campus) -> None:
    """Fault 46: the copy cannot be had any more; the person is asked to send it again."""
    wang = await asked_for_files(campus)

    def send_and_lose(world: World) -> None:
        message = world.speech.send_document(wang.user, None, "计划.pdf", PDF)
        world.files.lose(message.content["document"]["file_id"])

    await wang.does(send_and_lose)
    assert wang.reads("evidence.refused_unobtainable", what="计划.pdf") in last_texts(wang)


async def test_a_fetch_that_fails_for_a_while_is_tried_again(campus: Campus) -> None:
    wang = await asked_for_files(campus)
    campus.server.faults.server_error("getFile", times=2)
    await wang.sends_photo(png(8, 6))
    await submit(wang, "✓ 发完了")
    assert [p.state for p in await pieces(campus, wang)] == [EvidenceState.FETCHING]
    campus.stands_at("2008-06-23 10:00")
    await campus.settle()
    campus.stands_at("2008-06-23 11:00")
    await campus.settle()
    assert [p.state for p in await pieces(campus, wang)] == [EvidenceState.STORED]


async def test_a_picture_used_before_is_pointed_out_gently(campus: Campus) -> None:
    """To its author alone; nothing is refused."""
    wang, li = await campus.member("王芳"), await campus.member("李明")
    for author in (wang, wang, li):
        await CHECK_IN.up_to(author, "evidence")
        await author.sends_photo(png(9, 9))
        await submit(author, "✓ 发完了")
    day = "6月23日"
    assert wang.reads("evidence.seen_before_own", day=day) in last_texts(wang)
    assert li.reads("evidence.seen_before", day=day) in last_texts(li)
    assert len(await check_ins(campus, wang)) == 2


async def test_a_forwarded_picture_is_noted_as_such(campus: Campus) -> None:
    """Threat 12: whoever reviews it will see that it came from elsewhere."""
    wang, li = await asked_for_files(campus), await campus.member("李明")
    sent = campus.world.speech.send_photo(li.user, None, png(7, 7))
    await campus.settle()
    await wang.does(
        lambda w: w.speech.send(
            wang.user, None, dict(sent.content), forward_origin=w.history.origin_of(sent)
        )
    )
    await submit(wang, "✓ 发完了")
    (piece,) = await pieces(campus, wang)
    assert piece.forwarded


async def test_sending_anew_starts_over(campus: Campus) -> None:
    wang = await asked_for_files(campus)
    await wang.sends_photo(png(8, 6))
    await wang.presses("↺ 重新发")
    CHECK_IN.asks(wang, "evidence")
    await wang.sends_photo(png(6, 8))
    await submit(wang, "✓ 发完了")
    assert len(await pieces(campus, wang)) == 1


@pytest.mark.parametrize(
    ("name", "content", "taken"),
    [("雪夜.png", png(8, 6), True), ("雪夜.pdf", PDF, False), ("雪夜.ogg", b"OggS", False)],
)
async def test_a_story_takes_pictures_only(
    campus: Campus, name: str, content: bytes, taken: bool
) -> None:
    """As photos, or as files to keep their quality."""
    wang = await campus.member("王芳")
    await STORY.up_to(wang, "pictures")
    await wang.does(lambda w: w.speech.send_document(wang.user, None, name, content))
    if taken:
        wang.sees("flow.attached", n=1, most=9)
        await wang.presses("✓ 发完了")
        await STORY.on(wang, "consent")
        (story,) = await stories(campus, wang)
        assert len(story.content.pictures) == 1
    else:
        wang.sees("flow.wants_picture")
        STORY.asks(wang, "pictures")


def last_texts(actor: Actor) -> list[str]:
    return [message.text for message in actor.messages]
