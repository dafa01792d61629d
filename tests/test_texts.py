"""Every text that the code says exists in both languages, and every text there is is said."""

import inspect
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from string import Formatter
from typing import Any

import pytest

from bot.demo.fake_telegram.formatting import parse_html
from campaign.messages import NotTaken
from campaign.people import Role, Standing
from campaign.privacy.access import Matter, Reader
from campaign.roster.words import Column
from campaign.texts import LOCALE, Language, Text, read_texts
from handlers.check_ins.pages import ACCOUNTS
from handlers.conversation.flow import AnyFlow
from handlers.conversation.steps import Confirm
from handlers.incoming import MediaKind
from handlers.progress.records import KINDS
from handlers.records.kind import RecordKind
from handlers.roster.cards import QUESTIONS, UNDER_WAY
from handlers.routes import ROUTES
from handlers.routing import Page
from storage.evidence.file_refusals import FileTrouble
from tests.campaign import test_faults
from tests.campaign.odd_texts import HOSTILE, INVISIBLE, VISIBLE
from tests.text_faults import missing_keys, missing_parameters, oversized, unused_keys
from tests.text_keys import Found, Use, answers_in, chinese_in, read_source, role_words
from tests.wordings import doubled_keys, faults_of

ROOT = Path(__file__).parent.parent
ROOMS = ("campaign", "handlers", "schedules", "storage", "bot")
TEXTS = read_texts()
CATALOGUES = {
    language: {key: TEXTS.template(key, language) for key in TEXTS.keys} for language in Language
}
PREFIXES = frozenset(key.partition(".")[0] for key in TEXTS.keys if "." in key)


def sources() -> dict[str, str]:
    """Every module that may speak to people."""
    found = (path for room in ROOMS for path in sorted((ROOT / room).rglob("*.py")))
    return {path.relative_to(ROOT).as_posix(): path.read_text("utf-8") for path in found}


def said(modules: dict[str, str], prefixes: frozenset[str] = PREFIXES) -> Found:
    """What all the modules say together. In storage, `people.id` is a column and no text."""
    told = Found()
    for name, source in modules.items():
        nothing = name.startswith("storage/")
        found = read_source(name, source, prefixes=frozenset({"-"}) if nothing else prefixes)
        told.uses.extend(found.uses)
        told.forms.update(found.forms)
    return told


def flows() -> list[AnyFlow]:
    return [route.opens for route in ROUTES.table if not isinstance(route.opens, Page)]


def uses_of_flow(flow: AnyFlow) -> Iterable[Use]:
    """The texts that a conversation has by its declaration, and its endings."""
    place, wording = f"the flow {flow.name}", flow.wording or flow.name
    yield Use(place, f"{flow.name}.title")
    for step in flow.steps:
        yield Use(place, f"{wording}.{step.name}.ask")
        yield Use(place, f"flow.wants_{step.wants}")
        last = "confirm.button" if isinstance(step, Confirm) else f"{step.name}.label"
        yield Use(place, f"{wording}.{last}", "button")
    for ending, given in endings(flow).items():
        yield Use(place, f"{wording}.{ending}", given=given)


def uses_of_record(kind: RecordKind[Any, Any]) -> Iterable[Use]:
    """The texts that a kind of record has by its declaration."""
    place, about = f"the record {kind.name}", ABOUT[kind.name]
    for word, (shown_on, given) in RECORD_WORDS.items():
        yield Use(place, f"{kind.name}.{word}", shown_on, given)
    for word in ("no_versions", "withdrawn", *(("versions_of",) if kind.is_long else ())):
        yield Use(place, f"{kind.name}.{word}", given=about)
    if kind.is_long:
        yield Use(place, f"{kind.name}.version_shown", given=frozenset({"n"}))
    at_version = "button" if kind.is_long else "message"
    yield Use(place, f"{kind.name}.version", at_version, frozenset({"n", "at"}))


def endings(flow: AnyFlow) -> dict[str, frozenset[str] | None]:
    module = inspect.getmodule(flow.done)
    assert module is not None
    return answers_in(inspect.getsource(module))


def each(words: Iterable[str]) -> Callable[[str], list[str]]:
    return lambda form: [form.replace("{}", word) for word in words]


# The texts of every kind of record, on what they are shown, and what they are given.
RECORD_WORDS = {
    "is_gone": ("message", frozenset[str]()),
    "changed_elsewhere": ("message", frozenset[str]()),
    "label_withdrawn": ("message", frozenset[str]()),
    "withdraw_ask": ("message", frozenset[str]()),
    "list": ("message", frozenset({"month"})),
    "list_empty": ("message", frozenset({"month"})),
    "change": ("button", frozenset[str]()),
    "withdraw": ("button", frozenset[str]()),
    "withdraw_yes": ("button", frozenset[str]()),
    "versions": ("button", frozenset({"n"})),
    "to_list": ("button", frozenset[str]()),
    "look": ("button", frozenset[str]()),
}
# What a text that tells of a record is given.
ABOUT = {"check_in": frozenset[str](), "story": frozenset({"title"})}

# Chinese in Python is data there, not something said: each module or folder with its reason.
CHINESE_DATA = {
    "bot/demo/college/": "made-up people, and what they write",
    "bot/demo/fake_telegram/world/world.py": "the name that the operator gave the bot",
    "campaign/dates/": "days and moments as people write them",
    "campaign/numbers.py": "numbers as people write them",
    "campaign/renewal/marks.py": "the mark and the words that are looked for in a file",
    "campaign/renewal/seasons.py": "names of terms and vacations that are looked for in a file",
    "campaign/roster/": "headings and values as people write them",
    "campaign/texts.py": "the form of a day, as Babel takes it",
    "storage/sheets/": "formats of cells, and days as cells show them",
}

MODULES = sources()
# What a key that is put together can become.
RECORDS = [kind.name for kind in KINDS.values()]
FORMS: dict[str, Callable[[str], list[str]]] = {
    "{}.is_withdrawn": each(RECORDS),
    "{}.not_yours": each(RECORDS),
    "campaign_fault.{}": each(test_faults.KINDS),
    "campaign_fault.{}_remedy": each(test_faults.KINDS),
    "check_in.shown_{}": each(ACCOUNTS),
    "{}.in_menu": each(route.words for route in ROUTES.table if route.command),
    "broadcast.not_taken_{}": each(NotTaken),
    "evidence.a_{}": each(MediaKind),
    "evidence.refused_{}": each(FileTrouble),
    "home.next_{}": each(Role),
    "inviting.csv_{}": each(("branch", "name", "number", "link", "app_link", "bot", "typed")),
    "language.{}": each(Language),
    "privacy.matter_{}": each(Matter),
    "privacy.reader_{}": each(Reader),
    "people.only_{}": each(
        role_words("\n".join(text for text in MODULES.values() if "holding(" in text))
    ),
    "people.role_{}": each(Role),
    "people.standing_{}": each(Standing),
    "roster.column_{}": each(Column),
    "roster_import.{}": each([*UNDER_WAY, "invitation_sheet", "invitation_table"]),
    "roster_import.{}_no": each(QUESTIONS),
    "roster_import.{}_yes": each(QUESTIONS),
    "roster_template.{}": each((Column.CATEGORY, Column.STANDING, Column.ROLE)),
}
# These a flow's declaration makes; see uses_of_flow.
OF_FLOWS = {"flow.wants_{}", "{}.title", "{}.{}"}


@dataclass(frozen=True)
class Told:
    """All uses in the code, those of flows and of put-together keys among them."""

    uses: list[Use]
    unknown_forms: dict[str, str]


def told(found: Found) -> Told:
    uses = [*found.uses, *(use for flow in flows() for use in uses_of_flow(flow))]
    uses += [use for kind in KINDS.values() for use in uses_of_record(kind)]
    for form, place in found.forms.items():
        uses += [Use(place, key) for key in FORMS.get(form, each(()))(form)]
    known = FORMS.keys() | OF_FLOWS
    return Told(uses, {form: at for form, at in found.forms.items() if form not in known})


TOLD = told(said(MODULES))


def test_every_key_used_exists_in_both_languages() -> None:
    assert missing_keys(TOLD.uses, TEXTS) == []


def test_every_key_is_used() -> None:
    assert unused_keys(TOLD.uses, TEXTS) == []


def test_what_people_read_stands_in_the_catalogues() -> None:
    """Start-up, settings and the command line too: no wording in code."""
    found = [
        f"{name}:{line}"
        for name, source in MODULES.items()
        if not name.startswith(tuple(CHINESE_DATA))
        for line in chinese_in(source)
    ]
    assert found == []


@pytest.mark.parametrize("place", CHINESE_DATA)
def test_no_place_is_excused_that_has_no_chinese(place: str) -> None:
    assert any(chinese_in(text) for name, text in MODULES.items() if name.startswith(place))


def test_every_put_together_key_is_known_here() -> None:
    """A new form wants a line in FORMS that says what it can become."""
    assert TOLD.unknown_forms == {}


def test_every_text_is_given_what_it_wants() -> None:
    assert missing_parameters(TOLD.uses, TEXTS) == []


def test_labels_and_toasts_fit() -> None:
    assert oversized(TOLD.uses, TEXTS) == []


def test_the_wordings_keep_the_rules() -> None:
    assert faults_of(CATALOGUES) == []


def test_no_key_stands_twice() -> None:
    assert doubled_keys(LOCALE) == []


@pytest.mark.parametrize("odd", [*HOSTILE, *INVISIBLE, *VISIBLE])
def test_whatever_fills_a_text_is_read_as_it_was_written(odd: str) -> None:
    """Through every wording, Telegram's reader gives the parameter back, and no tag of its own."""
    for language, catalogue in CATALOGUES.items():
        for key, wording in catalogue.items():
            filled = parse_html(TEXTS.say(Text(key, filling(wording, odd)), language))
            plainly = parse_html(TEXTS.say(Text(key, filling(wording, "x")), language))
            assert len(filled[1]) <= len(plainly[1])
            assert {e["type"] for e in filled[1]} <= {e["type"] for e in plainly[1]}
            if strings := [name for name, kind in kinds(wording) if kind is str]:
                assert filled[0].count(odd) >= len(strings)


def kinds(wording: str) -> list[tuple[str, type]]:
    """The parameters of a wording; those with a format of their own are numbers."""
    parts = Formatter().parse(wording)
    return [(name, int if form else str) for _, name, form, _ in parts if name]


def filling(wording: str, text: str) -> dict[str, object]:
    return {name: 7 if kind is int else text for name, kind in kinds(wording)}
