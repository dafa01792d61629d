"""Joining by a personal link: language, privacy notice and consent, and "this is me".

The first of the office joins the same way, by the operator's code, and gives a name.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from campaign.invitations import (
    WRONG_GUESSES,
    Invitation,
    Purpose,
    hashed,
    refusal_to_join,
)
from campaign.people import Person, Refusal, Role, anyone
from campaign.privacy.notice import notice_version
from campaign.text_input import group_title, length_problem
from campaign.texts import Language, Text
from handlers.account.consent import told_who_sees
from handlers.account.home import home_buttons, main_role, what_next
from handlers.account.language import language_name
from handlers.account.menus import set_menu
from handlers.conversation.flow import Answer, Flow, answer
from handlers.conversation.steps import Answers, AskText, Choose, Option, Problem, Scene
from handlers.turn import Turn
from handlers.views import Line, View
from storage.groups import group_of_branch
from storage.invitations import (
    WRONG_CODE,
    account_subject,
    find_invitation,
    use_invitation,
    wrong_guesses,
)
from storage.membership.branches import branch_name
from storage.membership.people import add_person, find_person, take_up_account
from storage.membership.roles import give_role

AGREE, DECLINE = "agree", "decline"
YES, NO = "yes", "no"


@dataclass(frozen=True, slots=True)
class JoinDraft:
    """The answers. `code_hash` is the link's; `name` is only asked of the first of the office."""

    code_hash: str
    purpose: Purpose
    language: Language
    consent: str
    name: str = ""
    me: str = NO


def _chosen_language(answers: Answers) -> Language | None:
    """A visitor has no language of their own yet: it is the answer to the first question."""
    return Language(answers["language"]) if "language" in answers else None


@dataclass(frozen=True, kw_only=True)
class IsThisYou(Choose):
    """Shows whom the link is for."""

    async def ask(self, scene: Scene) -> View:
        """The name with post and branch, and yes or no."""
        view = await super().ask(scene)
        return View([await _card_of(scene)], view.buttons)


@dataclass(frozen=True, kw_only=True)
class AskConsent(Choose):
    """Shows the privacy notice."""

    async def ask(self, scene: Scene) -> View:
        """What is kept, who sees it in the words of `/privacy`, where it goes; and the choice."""
        view = await super().ask(scene)
        return View([*view.lines, *told_who_sees(), Text("join.consent.rest")], view.buttons)


async def _card_of(scene: Scene) -> Text:
    turn = scene.turn
    if scene.answers["purpose"] == Purpose.OFFICE:
        return Text("join.me.ask_office", {"name": scene.answers["name"]})
    invitation = await find_invitation(turn.session, scene.answers["code_hash"])
    person = await _invited(turn, invitation)
    if person is None:
        return Text("join.used_link")
    facts: list[object] = []
    if person.category is not None:
        facts.append(turn.campaign.category(person.category).name)
    if branch := await branch_name(turn.session, person.branch):
        facts.append(branch)
    return Text(
        "join.me.ask", {"name": person.name, "facts": facts or [Text("join.of_the_school")]}
    )


async def _languages(scene: Scene) -> Sequence[Option]:
    return [Option(language, language_name(language)) for language in Language]


async def _consents(scene: Scene) -> Sequence[Option]:
    return [Option(AGREE, Text("join.agree")), Option(DECLINE, Text("join.decline"))]


async def _yes_or_no(scene: Scene) -> Sequence[Option]:
    return [Option(YES, Text("join.yes")), Option(NO, Text("join.no"))]


def _agreed(scene: Scene) -> bool:
    return scene.answers.get("consent") == AGREE


def _first_of_the_office(scene: Scene) -> bool:
    return _agreed(scene) and scene.answers.get("purpose") == Purpose.OFFICE


def _name_problem(scene: Scene, text: str) -> Problem | None:
    return length_problem(text, least=2, most=40)


async def begin_joining(turn: Turn, asked: Answers) -> Answers | Refusal:
    """What the code stands for, or why it opens nothing."""
    if await wrong_guesses(turn.session, turn.speaker_id, now=turn.now) >= WRONG_GUESSES:
        return Refusal(Text("join.too_many_guesses"))
    code_hash = hashed(str(asked.get("code", "")))
    invitation = await find_invitation(turn.session, code_hash)
    refusal = refusal_to_join(invitation, account=turn.speaker_id, now=turn.now)
    if refusal is not None and refusal.text.key == "join.unknown_link":
        note_wrong_code(turn)
    if turn.person is not None:
        return Refusal(Text("join.already_joined", {"name": turn.person.name}))
    if refusal is not None or invitation is None:
        return refusal or Refusal(Text("join.unknown_link"))
    if invitation.purpose is Purpose.PERSON and await _invited(turn, invitation) is None:
        return Refusal(Text("join.used_link"))
    return {"code_hash": code_hash, "purpose": invitation.purpose.value}


def note_wrong_code(turn: Turn) -> None:
    """A wrong code counts against the account that sent it."""
    turn.trace(WRONG_CODE, account_subject(turn.speaker_id))


async def take_in(turn: Turn, draft: JoinDraft) -> Answer | Refusal:
    """Give the account to the person and use the link up: both, or neither."""
    if draft.consent != AGREE:
        return answer("declined")
    invitation = await find_invitation(turn.session, draft.code_hash)
    if draft.me != YES:
        _trace_stranger(turn, invitation)
        return answer("not_me")
    refusal = refusal_to_join(invitation, account=turn.speaker_id, now=turn.now)
    if refusal is not None or invitation is None or turn.person is not None:
        return _ended(refusal)
    if not await use_invitation(turn.session, draft.code_hash, by=turn.speaker_id, at=turn.now):
        return answer("used_link")
    person_id = invitation.person or await _add_office(turn, draft.name)
    version = notice_version(turn.campaign)
    joined = await take_up_account(
        turn.session,
        person_id,
        telegram_id=turn.speaker_id,
        language=draft.language,
        consent=version,
        at=turn.now,
    )
    person = await find_person(turn.session, person_id) if joined else None
    if person is None:
        return answer("used_link")
    return _welcome(turn, person, draft).saying(*await _first_step(turn, person))


async def _first_step(turn: Turn, person: Person) -> Sequence[Line]:
    """What a member does first, and where the branch talks."""
    lines: list[Line] = []
    if main_role(person) is Role.MEMBER:
        lines.append(Text("join.first_step"))
    if person.branch is not None:
        group = await group_of_branch(turn.session, person.branch)
        words = {} if group is None else {"group": group_title(group.title)}
        lines.append(Text("join.no_group" if group is None else "join.group", words))
    return lines


def _welcome(turn: Turn, person: Person, draft: JoinDraft) -> Answer:
    turn.identify(person)
    after = {
        "consent": notice_version(turn.campaign),
        "language": draft.language,
        "purpose": draft.purpose,
    }
    turn.trace("joined", f"person:{person.id}", after=after)
    set_menu(turn)
    words = {"name": person.name, "campaign": turn.campaign.title, "next": what_next(person)}
    return Answer("joined", words, home_buttons(turn))


def _ended(refusal: Refusal | None) -> Answer:
    """The link stopped working while the questions were being answered."""
    return answer("used_link" if refusal is None else refusal.text.key.removeprefix("join."))


def _trace_stranger(turn: Turn, invitation: Invitation | None) -> None:
    if invitation is not None and invitation.person is not None:
        turn.trace("link opened by somebody else", f"person:{invitation.person}")


async def _invited(turn: Turn, invitation: Invitation | None) -> Person | None:
    """Whom the link is for, as long as they have not joined."""
    if invitation is None or invitation.person is None:
        return None
    person = await find_person(turn.session, invitation.person)
    return None if person is None or person.joined_at is not None else person


async def _add_office(turn: Turn, name: str) -> int:
    person_id = await add_person(turn.session, name=name, at=turn.now)
    await give_role(turn.session, person_id, Role.OFFICE, branch=None, at=turn.now)
    return person_id


join = Flow(
    name="join",
    version=1,
    may=anyone,
    draft=JoinDraft,
    language=_chosen_language,
    begin=begin_joining,
    steps=(
        Choose(name="language", options=_languages),
        AskConsent(name="consent", options=_consents),
        AskText(name="name", check=_name_problem, when=_first_of_the_office),
        IsThisYou(name="me", options=_yes_or_no, when=_agreed),
    ),
    done=take_in,
    kept=False,
)
