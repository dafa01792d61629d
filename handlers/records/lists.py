"""A list of records: a month of a person, a branch or the school, page by page.

It is narrowed by branch, kind, author and word, and led to other months, by its own buttons.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from campaign.calendar import month_name
from campaign.definition import Month
from campaign.people import BranchId, PersonId
from campaign.progress import CHECK_IN, branches_led, months_until, reading_refusal
from campaign.texts import Text, literal
from handlers.conversation.steps import shortened
from handlers.paging import BY_TIME, IN_ORDER, beside, pager, whole
from handlers.progress.months import months_around
from handlers.records.kind import NAME_IN_LIST, RecordKind
from handlers.routing import Asked
from handlers.turn import Turn
from handlers.views import Button, Line, Offer, View, page
from storage.duties import branches_by_name
from storage.membership.branches import branch_name
from storage.membership.people import name_of
from storage.record_lists import (
    Listed,
    RecordPage,
    Wanted,
    list_records,
    people_beginning_with,
    read_key,
    written_key,
)
from storage.tallies import SCHOOL, branch_scope, person_scope, tallies_by_month

AnyKind = RecordKind[Any, Any]
Kinds = Sequence[tuple[Line, Offer]]

# Branches on a page of those to choose from, people that are offered for a name, months in a row.
BRANCHES, PEOPLE, MONTHS_IN_A_ROW = 8, 5, 2
# The most characters of a branch's name in a line, and on a button of its own.
BRANCH_IN_LINE, BRANCH_ON_BUTTON = 8, 18
# The most pages that the way back remembers; before them, it leads to the beginning.
LONGEST_TRAIL = 50
# The same, from a record: each of its lines carries them.
TRAIL_OF_A_RECORD = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordList:
    """What a page lists, and how. `name`: of the page; `of`: what all its offers carry.

    `title` says what is listed, or that nothing is; `kinds`: what else may be listed; `by`: rows
    on a page. `named`: its lines name the authors.
    """

    name: str
    kind: AnyKind
    wanted: Wanted
    by: int
    back: Button
    title: Callable[[bool], Line]
    of: Asked
    kinds: Kinds = ()
    named: bool = False

    def offer(self, **changes: Any) -> Offer:
        """The offer that opens the list from its beginning, narrowed in another way."""
        wanted = self.wanted
        now = {"month": wanted.month, "author": wanted.author, "sort": wanted.sort}
        asked = {**self.of, **now, "word": wanted.word, **changes}
        return page(self.name, **{key: one for key, one in asked.items() if one})

    @property
    def is_narrowed(self) -> bool:
        """Whether only some of the records are listed."""
        return self.wanted.is_searched or (self.named and self.wanted.author is not None)


def wanted_in(
    asked: Asked, month: Month, *, branch: BranchId | None, author: PersonId | None
) -> Wanted:
    """What a button asks for, within what the speaker may see."""
    sort, word = asked.get("sort"), asked.get("word")
    return Wanted(
        month=month,
        branch=branch,
        author=author,
        sort=sort if isinstance(sort, str) else "",
        word=word if isinstance(word, str) else "",
    )


def sorts_of(turn: Turn, listed: RecordList) -> Kinds:
    """All records of the list's kind, or those of one sort; nothing where there are no sorts."""
    sorts = listed.kind.sorts(turn)
    every = [(Text("record.every_kind"), listed.offer(sort=""))] if sorts else []
    return [*every, *((name, listed.offer(sort=sort)) for sort, name in sorts)]


async def list_view(turn: Turn, listed: RecordList, asked: Asked) -> View:
    """The page of the list that a button asks for, or the choice by which it is narrowed."""
    match asked.get("pick"):
        case "month":
            return await _months(turn, listed)
        case "kind":
            rows = [[Button(label, offer)] for label, offer in listed.kinds]
            return View([Text("record.which_kind")], [*rows, _back_to(listed)])
        case "branch" if listed.named:
            return await _branches(turn, listed, whole(asked.get("skip")))
        case _:
            return await _page(turn, listed, asked)


async def _page(turn: Turn, listed: RecordList, asked: Asked) -> View:
    table = listed.kind.table
    after = read_key(table, asked.get("after"))
    found = await list_records(turn.session, table, listed.wanted, after=after, limit=listed.by)
    people = await _people(turn, listed) if after is None else []
    empty = not found.found and after is None and found.then is None
    lines = [listed.title(empty), *await _narrowed(turn, listed, found)]
    if len(people) > PEOPLE:
        lines.append(Text("record.more_people"))
    back = _here(listed, asked)
    rows = [
        [Button(_line(turn, listed, one), listed.kind.link(one.record, back=back))]
        for one in found.found
    ]
    around = _around(listed, asked, found)
    tools = _tools(turn, listed) if listed.named or around or listed.is_narrowed else []
    months = _other_months(turn, listed)
    return View(lines, [*people[:PEOPLE], *rows, around, months, *tools, [listed.back]])


def _line(turn: Turn, listed: RecordList, one: Listed[Any]) -> Text:
    if not listed.named:
        return listed.kind.line(turn, one.record)
    who: Line = literal(shortened(one.author, NAME_IN_LIST))
    if listed.wanted.branch is None and one.branch:
        who = Text("record.who", {"name": who, "branch": shortened(one.branch, BRANCH_IN_LINE)})
    return listed.kind.named_line(turn, one.record, who)


async def _narrowed(turn: Turn, listed: RecordList, found: RecordPage[Any]) -> list[Line]:
    """What the list is narrowed to, and whether there is more to look through."""
    wanted, lines = listed.wanted, list[Line]()
    if listed.named and wanted.author is not None:
        name = await name_of(turn.session, wanted.author)
        lines.append(Text("record.only_person", {"name": name or ""}))
    if wanted.sort:
        label = next((name for sort, name in listed.kind.sorts(turn) if sort == wanted.sort), "")
        lines.append(Text("record.only_kind", {"kind": label}))
    if wanted.word:
        lines.append(Text("record.searched", {"word": wanted.word}))
    if wanted.is_searched and not found.found:
        lines.append(Text("record.none_in_part" if found.then else "record.none_further"))
    return lines


def _here(listed: RecordList, asked: Asked) -> Offer:
    """The way back to this page from a record; of the pages before it, only the last few."""
    trail = asked["trail"] if isinstance(asked.get("trail"), list) else []
    after = asked.get("after")
    return listed.offer(after=after, trail=trail[-TRAIL_OF_A_RECORD:] if after else None)


def _around(listed: RecordList, asked: Asked, found: RecordPage[Any]) -> list[Button]:
    """The way back that one came, and on; where something is looked for, that says so."""
    trail = asked["trail"] if isinstance(asked.get("trail"), list) else []
    here = asked.get("after")
    before: Asked | None = None
    if here:
        before = {"after": trail[-1], "trail": trail[:-1]} if trail else {}
    after: Asked | None = None
    if found.then is not None:
        passed = [*trail, here][-LONGEST_TRAIL:] if here else trail
        after = {"after": written_key(found.then), "trail": passed}
    older = Button(Text("record.look_further")) if listed.wanted.is_searched else BY_TIME[1]
    which = {key: one for key, one in listed.offer().items() if key != "go"}
    return beside(listed.name, before, after, (BY_TIME[0], older), **which)


def _other_months(turn: Turn, listed: RecordList) -> list[Button]:
    if listed.wanted.month not in months_until(turn.calendar, turn.today):
        return []
    which = {key: one for key, one in listed.offer().items() if key not in ("go", "month")}
    return months_around(turn, listed.wanted.month, listed.name, **which)


def _tools(turn: Turn, listed: RecordList) -> list[list[Button]]:
    """The buttons by which the list is narrowed, and widened again."""
    picks = [Button(Text("record.pick_month"), listed.offer(pick="month"))]
    if listed.kinds:
        picks.append(Button(Text("record.pick_kind"), listed.offer(pick="kind")))
    if listed.named and (listed.wanted.branch is None or len(_branches_of(turn)) != 1):
        picks.append(Button(Text("record.pick_branch"), listed.offer(pick="branch")))
    search = [Button(Text("record.search"), page("search_records", list=listed.offer(word="")))]
    if listed.is_narrowed:
        widest = {"word": "", "sort": "", **({"author": None} if listed.named else {})}
        search.append(Button(Text("record.show_all"), listed.offer(**widest)))
    return [picks, search]


async def _people(turn: Turn, listed: RecordList) -> list[list[Button]]:
    """Whose names begin with the word: a press lists what they handed in; one more than shown."""
    wanted = listed.wanted
    if not wanted.word or not listed.named or wanted.author is not None:
        return []
    found = await people_beginning_with(
        turn.session, wanted.word, branch=wanted.branch, limit=PEOPLE + 1
    )
    return [
        [Button(Text("record.person", {"name": name}), listed.offer(author=person, word=""))]
        for person, name in found
    ]


async def _months(turn: Turn, listed: RecordList) -> View:
    """The months that have begun, the latest first, each with how many there are."""
    numbers = await _numbers(turn, listed)
    buttons = [
        Button(
            Text("record.month_and_count", {"month": month_name(month), "n": numbers.get(month, 0)})
            if numbers is not None
            else month_name(month),
            listed.offer(month=month),
        )
        for month in reversed(months_until(turn.calendar, turn.today))
    ]
    rows = [buttons[at : at + MONTHS_IN_A_ROW] for at in range(0, len(buttons), MONTHS_IN_A_ROW)]
    return View([Text("record.which_month")], [*rows, _back_to(listed)])


async def _numbers(turn: Turn, listed: RecordList) -> dict[Any, int] | None:
    """How many there are by month; None where others' records elsewhere would be counted in."""
    wanted = listed.wanted
    if wanted.word or (listed.named and wanted.author is not None):
        return None
    scope = SCHOOL if wanted.branch is None else branch_scope(wanted.branch)
    if wanted.author is not None:
        scope = person_scope(wanted.author)
    sorts = [wanted.sort] if wanted.sort else [sort for sort, _ in listed.kind.sorts(turn)]
    counts = await tallies_by_month(turn.session, scope, kinds=sorts or [CHECK_IN])
    return {month: sum(by_kind.values()) for month, by_kind in counts.items()}


async def _branches(turn: Turn, listed: RecordList, skip: int) -> View:
    """The branches whose records the speaker may list: all of them for the office."""
    led = _branches_of(turn)
    if led:
        found = [(one, await branch_name(turn.session, one) or "") for one in led]
    else:
        found = await branches_by_name(turn.session, limit=BRANCHES + 1, skip=skip)
    shown = found if led else found[:BRANCHES]
    rows = [
        [Button(literal(shortened(name, BRANCH_ON_BUTTON)), listed.offer(branch=branch))]
        for branch, name in shown
    ]
    whole_school = (
        [] if led else [[Button(Text("progress.whole_school"), listed.offer(branch=None))]]
    )
    which = {key: one for key, one in listed.offer(pick="branch").items() if key != "go"}
    around = pager(
        listed.name, skip=skip, more=len(found) > len(shown), by=BRANCHES, reads=IN_ORDER, **which
    )
    return View([Text("record.which_branch")], [*whole_school, *rows, around, _back_to(listed)])


def _branches_of(turn: Turn) -> tuple[BranchId, ...]:
    """The branches that the speaker leads; none for the office, which lists every branch."""
    return () if reading_refusal(turn.member, None) is None else branches_led(turn.member)


def _back_to(listed: RecordList) -> list[Button]:
    return [Button(Text("flow.back"), listed.offer())]
