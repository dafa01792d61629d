"""Evidence shown again: to whoever may read the record, from Telegram or from the kept copy."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from bot.demo.fake_telegram.world.files import Upload
from bot.demo.fake_telegram.world.messages import Message
from campaign.check_ins import CheckInContent
from campaign.people import Role
from handlers.evidence.resend import albums_of
from handlers.incoming import MediaKind
from storage.check_ins import add_check_in
from storage.evidence.evidence import Evidence, EvidenceState, add_evidence, mark_stored
from storage.tables import evidence
from tests.campus import FIRST_BRANCH, Actor, Campus, open_campus
from tests.demo.pictures import png
from tests.handlers.foreign import ACTORS, READERS, person_of
from tests.handlers.walks import CHECK_IN, STORY

KINDS = ("photo", "document", "voice", "video", "audio")
PDF = b"%PDF-1.4\n%%EOF\n"
OGG = b"OggS" + b"\0" * 50
CONTENT = {"photo": png(8, 6), "document": PDF, "voice": OGG, "video": b"\0" * 9, "audio": OGG}
ENDING = {"photo": "png", "document": "pdf", "voice": "ogg", "video": "mp4", "audio": "ogg"}


@pytest.fixture
async def campus(url_with_tables: str, tmp_path: Path) -> AsyncIterator[Campus]:
    """A campus on SQLite, and one on PostgreSQL."""
    async with open_campus(url_with_tables, tmp_path) as made:
        yield made


def piece(campus: Campus, author: Actor, kind: str, number: int) -> Evidence:
    """A file as Telegram has it, and its copy in the store."""
    upload = Upload(f"{kind}{number}.{ENDING[kind]}", CONTENT[kind])
    content = campus.world.media_content(kind, upload)[kind]
    sent = content[-1] if isinstance(content, list) else content
    path = f"ab/{kind}{number}.{ENDING[kind]}"
    place = campus.files.folder / path
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(upload.content)
    return Evidence(
        f"piece-{kind}-{number}", author.person or 0, None, kind, sent["file_id"],
        sent["file_unique_id"], upload.name if kind == "document" else None, None,
        len(upload.content), False, EvidenceState.FETCHING, None, path, None, campus.clock.now(),
    )  # fmt: skip


async def a_check_in_with(campus: Campus, author: Actor, *kinds: str) -> list[Evidence]:
    """A check-in with one stored file for each of these kinds, in their order."""
    pieces = [piece(campus, author, kind, number) for number, kind in enumerate(kinds)]
    ids = tuple(one.id for one in pieces)
    content = CheckInContent("fine-course", (), "备好一堂课", "", date(2008, 6, 20), evidence=ids)
    person = await person_of(campus, author)
    assert person is not None
    now = campus.clock.now()
    async with campus.database.write() as session:
        for one in pieces:
            add_evidence(session, one)
        for one in pieces:
            await mark_stored(
                session, one.id, sha256=one.id, path=one.path or "", size=one.size or 0, mime=None
            )
        await add_check_in(session, "checkincheckin00", person=person, content=content, at=now)
    return pieces


async def opens(campus: Campus, actor: Actor) -> list[Message]:
    """Open the check-in and press its one button; the messages with files that come."""
    await campus.hands_button(actor, go="show_check_in", id="checkincheckin00")
    await actor.presses("试一试")
    await actor.presses("📎 看附件")
    return shown(actor)


def shown(actor: Actor) -> list[Message]:
    return [message for message in actor.messages if media_of(message) is not None]


def media_of(message: Message) -> str | None:
    return next((kind for kind in KINDS if kind in message.content), None)


def file_ids(messages: list[Message]) -> list[str]:
    found: list[str] = []
    for message in messages:
        content: Any = message.content[media_of(message) or ""]
        found.append((content[-1] if isinstance(content, list) else content)["file_id"])
    return found


def forget(campus: Campus, pieces: list[Evidence]) -> None:
    """Telegram no longer knows these files, as after the bot was given a new token."""
    for one in pieces:
        del campus.world.files._by_id[one.file_id.removesuffix("s")]


async def test_every_record_says_whose_it_is_and_on_which_day(campus: Campus) -> None:
    li, wang = await campus.secretary("李娜"), await campus.member("王芳")
    await a_check_in_with(campus, wang, "photo")
    for actor in (wang, li):
        await campus.hands_button(actor, go="show_check_in", id="checkincheckin00")
        await actor.presses("试一试")
        actor.sees("record.by", name="王芳", branch=FIRST_BRANCH, day=date(2008, 6, 23))


async def test_files_come_as_they_were_sent_with_the_record_below(campus: Campus) -> None:
    wang = await campus.member("王芳")
    pieces = await a_check_in_with(campus, wang, "photo", "voice", "document", "photo", "audio")
    messages = await opens(campus, wang)
    assert [media_of(one) for one in messages] == ["photo", "photo", "document", "audio", "voice"]
    assert sorted(file_ids(messages)) == sorted(one.file_id for one in pieces)
    by = wang.reads("record.by", name="王芳", branch=FIRST_BRANCH, day=date(2008, 6, 23))
    assert messages[0].content["caption"] == f"{by}\n📎 1–2 / 5"
    assert wang.reads("check_in.shown_done", text="备好一堂课") in wang.messages[-1].text
    assert wang.live_cards == 1


async def test_twelve_pictures_are_two_albums(campus: Campus) -> None:
    wang = await campus.member("王芳")
    pieces = await a_check_in_with(campus, wang, *["photo"] * 12)
    messages = await opens(campus, wang)
    assert file_ids(messages) == [one.file_id for one in pieces]
    albums = [one.frame["media_group_id"] for one in messages]
    assert [albums.count(one) for one in dict.fromkeys(albums)] == [10, 2]


@pytest.mark.parametrize("known", [0, 11])
async def test_what_telegram_has_no_longer_is_sent_from_the_kept_copy(
    campus: Campus, known: int
) -> None:
    """As albums again, though only one of ten ids is bad."""
    wang = await campus.member("王芳")
    pieces = await a_check_in_with(campus, wang, *["photo"] * 12)
    forget(campus, pieces[known:])
    messages = await opens(campus, wang)
    assert len(messages) == 12
    albums = [one.frame["media_group_id"] for one in messages]
    assert [albums.count(one) for one in dict.fromkeys(albums)] == [10, 2]
    sent = [campus.world.files.by_id(one) for one in file_ids(messages)]
    assert {one.content for one in sent if one is not None} == {CONTENT["photo"]}


@pytest.mark.parametrize("kind", KINDS)
async def test_each_kind_is_sent_from_its_copy(campus: Campus, kind: str) -> None:
    wang = await campus.member("王芳")
    forget(campus, await a_check_in_with(campus, wang, kind))
    (message,) = await opens(campus, wang)
    assert media_of(message) == kind
    (sent,) = [campus.world.files.by_id(one) for one in file_ids([message])]
    assert sent is not None
    assert sent.content == CONTENT[kind]


async def test_a_document_keeps_its_name(campus: Campus) -> None:
    wang = await campus.member("王芳")
    forget(campus, await a_check_in_with(campus, wang, "document"))
    (message,) = await opens(campus, wang)
    assert message.content["document"]["file_name"] == "document0.pdf"


async def test_a_missing_copy_is_told_though_telegram_still_has_it(campus: Campus) -> None:
    """And from then on the record itself says so, until the copy is back."""
    wang = await campus.member("王芳")
    pieces = await a_check_in_with(campus, wang, "photo", "photo")
    place = campus.files.place_of(pieces[1].path or "")
    content = place.read_bytes()
    place.unlink()
    assert len(await opens(campus, wang)) == 2
    wang.sees("evidence.copy_lost", n=1)
    await wang.presses("📎 看附件")
    assert wang.reads("evidence.copy_lost", n=1) in wang.card.text
    place.write_bytes(content)
    await wang.presses("📎 看附件")
    await wang.presses("📎 看附件")
    assert wang.reads("evidence.copy_lost", n=1) not in wang.card.text


async def test_what_is_nowhere_any_more_is_told_and_the_rest_is_shown(campus: Campus) -> None:
    wang = await campus.member("王芳")
    pieces = await a_check_in_with(campus, wang, "photo", "photo", "photo")
    forget(campus, pieces)
    campus.files.place_of(pieces[1].path or "").unlink()
    assert len(await opens(campus, wang)) == 2
    wang.sees("evidence.cannot_be_shown", n=1)
    assert wang.reads("evidence.copy_lost", n=1) not in wang.messages[-1].text


async def test_a_picture_that_cannot_be_a_photo_comes_as_a_document(campus: Campus) -> None:
    wang = await campus.member("王芳")
    pieces = await a_check_in_with(campus, wang, "photo")
    forget(campus, pieces)
    campus.files.place_of(pieces[0].path or "").write_bytes(b"no picture")
    (message,) = await opens(campus, wang)
    assert media_of(message) == "document"


async def test_refused_files_are_not_sent(campus: Campus) -> None:
    wang = await campus.member("王芳")
    await a_check_in_with(campus, wang, "photo")
    async with campus.database.write() as session:
        await session.change(evidence.update().values(state=EvidenceState.REFUSED.value))
    assert await opens(campus, wang) == []
    wang.is_toasted("record.no_files")


async def test_a_double_tap_sends_them_once(campus: Campus) -> None:
    wang = await campus.member("王芳")
    await a_check_in_with(campus, wang, "photo", "photo")
    await campus.hands_button(wang, go="show_check_in", id="checkincheckin00")
    await wang.presses("试一试")
    await wang.presses_twice("📎 看附件")
    assert len(shown(wang)) == 2


@pytest.mark.parametrize("who", list(ACTORS))
async def test_files_are_shown_to_whoever_may_read_the_record(campus: Campus, who: str) -> None:
    wang = await campus.member("王芳")
    await a_check_in_with(campus, wang, "photo")
    actor = await ACTORS[who](campus)
    await actor.says("/help")
    await campus.hands_button(actor, go="check_in_files", id="checkincheckin00")
    await actor.presses("试一试")
    assert bool(shown(actor)) == (who in READERS)


async def test_in_a_group_no_file_is_shown(campus: Campus) -> None:
    wang = await campus.secretary("王芳")
    await a_check_in_with(campus, wang, "photo")
    group = campus.world.add_group("群", wang.user, supergroup=True, bot=True)
    await campus.hands_button(wang, where=group, go="check_in_files", id="checkincheckin00")
    await wang.presses("试一试", on=campus.world.last(group))
    assert [one for one in campus.world.messages(group) if media_of(one)] == []


async def test_from_a_conversation_to_the_copy_and_back(campus: Campus) -> None:
    """What a person sent is what the secretary sees, by the list, for stories as well."""
    wang = await campus.member("王芳")
    li = await campus.secretary("李娜")
    await STORY.up_to(wang, "pictures")
    await wang.sends_photo(png(8, 6))
    await wang.presses("✓ 发完了")
    await STORY.on(wang, "consent")
    await CHECK_IN.up_to(wang, "evidence")
    await wang.does(lambda w: w.speech.send_document(wang.user, None, "计划.pdf", PDF))
    await wang.presses("✓ 发完了")
    await CHECK_IN.on(wang, "confirm")
    async with campus.reading() as session:
        rows = await session.rows(select(evidence.c.path))
    assert all(campus.files.place_of(row.path).is_file() for row in rows)
    for number, title in (("打卡 1", "王芳"), ("故事 1", "雪夜")):
        await li.says("/progress")
        await li.presses("支部")
        await li.presses(number)
        await li.presses(title)
        await li.presses("📎 看附件（1 个）")
    assert [media_of(one) for one in shown(li)] == ["document", "photo"]


def test_no_album_is_more_than_one_upload() -> None:
    """Ten large films would be more than the messenger takes at once."""
    one = Evidence(
        "a", 1, None, MediaKind.VIDEO, "f", "u", None, None, 20 * 1024 * 1024, False,
        EvidenceState.STORED, "s", "p", None, None,  # type: ignore[arg-type]
    )  # fmt: skip
    albums = albums_of([replace(one, id=f"{n}") for n in range(5)])
    assert [len(album) for album in albums] == [2, 2, 1]


async def test_the_secretary_of_another_branch_loses_the_button(campus: Campus) -> None:
    """The right is read anew: a secretary who is relieved opens nothing by an old card."""
    wang = await campus.member("王芳")
    li = await campus.member("李娜", roles=(Role.OFFICE,))
    await a_check_in_with(campus, wang, "photo")
    await campus.hands_button(li, go="show_check_in", id="checkincheckin00")
    await li.presses("试一试")
    await campus.takes_role(li, Role.OFFICE)
    await li.presses("📎 看附件")
    li.sees("check_in.is_gone")
    assert shown(li) == []
