"""Who sees what: the table, what the pages open, and what people are told, compared."""

from pathlib import Path

import pytest

from campaign.privacy.access import WHO_SEES, Matter, Reader, who_sees
from campaign.texts import Language, Text
from handlers.routes import ROUTES
from tests.campus import FIRST_BRANCH, TEXTS, Actor, Campus
from tests.handlers.account.test_join import invited
from tests.handlers.foreign import (
    ACTORS,
    IN_CHECK_IN,
    IN_DRAFT,
    IN_STORY,
    Owned,
    given_buttons,
    owned_by_wang,
    parked,
)
from tests.handlers.test_roles import press_all

PRIVACY = Path(__file__).parents[2] / "PRIVACY.md"
MISSING = "还没有打过卡的人"
JUNE = "2008年6月"
# What a list or a page of figures can be of.
OF = ("check_ins", "stories", "branch", "school")
# What each of them is to Wang and to her branch, in the words of the table.
RELATIONS: dict[str, set[Reader]] = {
    "visitor": set(),
    "somebody who left": set(),
    "member": {Reader.BRANCH},
    "member of another branch": set(),
    "secretary": {Reader.BRANCH, Reader.BRANCH_LEADERS},
    "deputy": {Reader.BRANCH, Reader.BRANCH_LEADERS},
    "secretary of another branch": set(),
    "office": {Reader.OFFICE},
    "leader": {Reader.LEADERS},
    "office and member": {Reader.OFFICE},
    "leader and member": {Reader.LEADERS},
}
# No page opens these by a record or a branch. Notices: tests/handlers/notices; the roster is
# written by the command line; the trace and what is published have no page yet.
WITHOUT_PAGE = {
    *(Matter.ROSTER, Matter.DELIVERIES, Matter.COVERAGE),
    *(Matter.PUBLISHED, Matter.TRACE, Matter.ACCOUNT),
}


def probes(actor: Actor) -> dict[Matter, list[str]]:
    """What is read of each matter by whoever can open it."""
    figures = actor.reads("progress.of_branch", branch=FIRST_BRANCH, month=JUNE)
    return {
        Matter.RECORDS: [IN_CHECK_IN, IN_STORY],
        Matter.DRAFTS: [IN_DRAFT],
        Matter.WITHOUT_TRACE: [MISSING],
        Matter.FIGURES: [figures],
    }


async def everything_opened(campus: Campus, actor: Actor, owned: Owned) -> str:
    """All that the actor reads when every button is pressed that could name what is Wang's."""
    await actor.says("/help")
    for route in ROUTES.table:
        offers = owned.offers(route.opens.name)
        offers += [{**offer, "of": of} for offer in offers[:1] for of in OF]
        await press_all(campus, actor, await given_buttons(campus, actor, offers))
    await press_all(
        campus,
        actor,
        await given_buttons(campus, actor, [{"go": "resume", "talk": owned.draft.id}]),
    )
    return " ".join([message.text for message in actor.messages] + actor.toasts)


@pytest.mark.parametrize("who", list(ACTORS))
async def test_what_can_be_opened_is_what_the_table_says(campus: Campus, who: str) -> None:
    owned = await owned_by_wang(campus)
    await campus.member(MISSING)
    actor = await ACTORS[who](campus)
    read = await everything_opened(campus, actor, owned)
    for matter, texts in probes(actor).items():
        may = bool(RELATIONS[who] & set(WHO_SEES[matter]))
        assert {text for text in texts if text in read} == (set(texts) if may else set()), matter
    assert await parked(campus) == 0


async def test_everybody_opens_their_own(campus: Campus) -> None:
    owned = await owned_by_wang(campus)
    wang = owned.owner
    await wang.says("/help")
    offers = [
        {"go": "show_check_in", "id": owned.check_in.id},
        {"go": "show_story", "id": owned.story.id},
        {"go": "resume", "talk": owned.draft.id},
    ]
    await press_all(campus, wang, await given_buttons(campus, wang, offers))
    for _ in range(2):
        await wang.presses("跳过")
    read = " ".join(message.text for message in wang.messages)
    for matter in (Matter.RECORDS, Matter.DRAFTS):
        assert Reader.SELF in WHO_SEES[matter]
        assert [text for text in probes(wang)[matter] if text not in read] == []


async def test_every_matter_is_opened_by_these_tests_or_has_no_page(campus: Campus) -> None:
    assert set(probes(campus.visitor("赵强"))) | WITHOUT_PAGE == set(Matter)


def lines(language: Language) -> list[str]:
    return [TEXTS.say(line, language).plain() for line in who_sees()]


def reads(actor: Actor) -> str:
    return actor.messages[-1].text


@pytest.mark.parametrize("language", list(Language))
async def test_privacy_tells_the_whole_table(campus: Campus, language: Language) -> None:
    wang = await campus.member("王芳", language=language)
    await wang.says("/privacy")
    assert [line for line in lines(language) if line not in reads(wang)] == []


@pytest.mark.parametrize(("language", "button"), [(Language.ZH, "中文"), (Language.EN, "English")])
async def test_joining_tells_the_whole_table(
    campus: Campus, language: Language, button: str
) -> None:
    _, code = await invited(campus, "王芳")
    wang = campus.visitor("小芳")
    await wang.starts(code)
    await wang.presses(button)
    assert [line for line in lines(language) if line not in reads(wang)] == []


def test_the_document_tells_the_whole_table_and_no_more() -> None:
    """One row for each matter: 什么 · what | 谁能看 · who sees it."""
    rows = [line for line in PRIVACY.read_text("utf-8").splitlines() if line.startswith("| ")]
    wanted = [
        "| "
        + " | ".join(
            " · ".join(TEXTS.say(text(matter), one).plain() for one in (Language.ZH, Language.EN))
            for text in (_matter, _readers)
        )
        + " |"
        for matter in WHO_SEES
    ]
    assert rows[1:] == wanted


def _matter(matter: Matter) -> Text:
    return Text(f"privacy.matter_{matter}")


def _readers(matter: Matter) -> Text:
    readers = [Text(f"privacy.reader_{reader}") for reader in WHO_SEES[matter]]
    # Any wording of a placeholder alone joins a list as its language does.
    return Text("flow.day", {"day": readers})
