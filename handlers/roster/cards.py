"""The card of a roster that was sent: what it would change, what is to be decided, what it did."""

from collections.abc import Iterator

from campaign.people import Person
from campaign.roster.planning.imports import ImportState, RosterImport
from campaign.texts import Html, Text
from handlers.cards import hand_card, redraw_card, redraw_cards
from handlers.turn import Turn
from handlers.views import Button, Line, View, page
from storage.membership.people import find_person
from storage.membership.roster_imports import note_of_import

# What the dry run may ask, by the name under which the answer is kept.
QUESTIONS = ("same_people", "same_branches", "renames")


def import_view(one: RosterImport) -> View:
    """How the import stands, with what can be done about it."""
    title = Text("roster_import.title", {"file": one.name})
    match one.state:
        case ImportState.SHOWN:
            return View(_told(one), _to_decide(one))
        case ImportState.DONE:
            return View(_told(one), _afterwards(one))
        case ImportState.REFUSED:
            again = Text("roster_import.send_again")
            return View([title, *_told(one), again], [_report(one)])
        case _:
            rows = [[_drop(one)]] if UNDER_WAY[one.state] else []
            return View([title, Text(f"roster_import.{one.state.value}")], rows)


# States that are told in a line, and whether there is still a way out.
UNDER_WAY = {
    ImportState.FETCHING: True,
    ImportState.READING: True,
    ImportState.ASKING: True,
    ImportState.APPLYING: False,
    ImportState.DROPPED: False,
}


def consent_view(one: RosterImport, author: Person) -> View:
    """What the others of the office are asked."""
    asking = Text("roster_import.consent_ask", {"name": author.name, "n": removed_by(one)})
    yes = page("roster_consent", id=one.id, yes=True)
    no = page("roster_consent", id=one.id, yes=False)
    rows = [
        [Button(Text("roster_import.consent"), yes)],
        [Button(Text("roster_import.decline"), no)],
        _report(one),
    ]
    return View([asking, *_told(one)], rows)


def removed_by(one: RosterImport) -> int:
    """How many people the import removes as it was decided so far."""
    return int(one.told.get("missing", 0)) if one.answers.get("remove_missing") else 0


async def hand_import(turn: Turn, one: RosterImport, author: Person) -> RosterImport:
    """Give the author the card on which the import is followed."""
    card = hand_card(turn, author, import_view(one))
    return await note_of_import(turn.session, one, card_id=None if card is None else card.id)


async def show_import(turn: Turn, one: RosterImport) -> None:
    """Bring the author's card up to date. What was dropped asks nobody for consent any more."""
    if one.state is ImportState.DROPPED:
        await redraw_cards(turn, one.asked_cards, import_view(one))
    author = await find_person(turn.session, one.author)
    if author is not None:
        await redraw_card(turn, one.card_id, import_view(one), author.language)


def _told(one: RosterImport) -> list[Line]:
    """What was told of it, worded by whoever read the sheet in the author's language."""
    return [Html(line) for line in one.told.get("lines", ())]


def _to_decide(one: RosterImport) -> list[list[Button]]:
    return [*_answers(one), *_removing(one), *_carry_out(one), [*_report(one), _drop(one)]]


def _answers(one: RosterImport) -> Iterator[list[Button]]:
    """A row for each question that is open: yes and no."""
    for name in one.told.get("questions", ()):
        yield [
            Button(
                Text(f"roster_import.{name}_yes"), _act(one, "answer", question=name, value=True)
            ),
            Button(
                Text(f"roster_import.{name}_no"), _act(one, "answer", question=name, value=False)
            ),
        ]


def _removing(one: RosterImport) -> Iterator[list[Button]]:
    """Whether those who are missing in the sheet leave."""
    if missing := one.told.get("missing", 0):
        removing = bool(one.answers.get("remove_missing"))
        label = Text("roster_import.keep" if removing else "roster_import.remove", {"n": missing})
        yield [Button(label, _act(one, "answer", question="remove_missing", value=not removing))]


def _carry_out(one: RosterImport) -> Iterator[list[Button]]:
    if one.told.get("ready"):
        removed = removed_by(one)
        key = "roster_import.apply_removing" if removed else "roster_import.apply"
        yield [Button(Text(key, {"n": removed}), _act(one, "apply"))]


def _afterwards(one: RosterImport) -> list[list[Button]]:
    invite = Button(Text("roster_import.invite"), page("roster_invitations"))
    return [_report(one), [invite]]


def _report(one: RosterImport) -> list[Button]:
    return [Button(Text("roster_import.report"), _act(one, "report"))] if one.report else []


def _drop(one: RosterImport) -> Button:
    return Button(Text("roster_import.drop"), _act(one, "drop"))


def _act(one: RosterImport, act: str, **more: object) -> dict[str, object]:
    return page("roster_act", id=one.id, act=act, **more)
