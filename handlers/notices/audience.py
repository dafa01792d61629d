"""Whom a notice goes to: what there is to choose, what was chosen, and how many that are."""

from collections.abc import Mapping, Sequence
from functools import reduce
from typing import Any

from campaign.definition import Month
from campaign.notice_audiences import Audience, Count, Lack, needs_second
from campaign.people import Role
from campaign.texts import Text
from handlers.conversation.steps import Option, Scene, shortened
from handlers.turn import Turn
from handlers.views import Line
from storage.membership.branches import branch_names
from storage.notice_audiences import count_audience

# The most characters of a branch's name on a button.
ON_A_BUTTON = 28
LACKS = {"no_check_in": Lack.CHECK_IN, "no_story": Lack.STORY}
PEOPLE = ("all", "branch", "category", "role", *LACKS)
SOME = frozenset(PEOPLE) - {"all"}
# The step in which it is chosen what a condition stands for.
CHOSEN_IN = {"branch": "branches", "category": "categories", "role": "roles"}
LABELS = {
    "branch": Text("broadcast.branches.label"),
    "category": Text("broadcast.categories.label"),
    "role": Text("broadcast.roles.label"),
}
TO = {
    "all": Text("broadcast.to_all"),
    "branch": Text("broadcast.to_branch"),
    "category": Text("broadcast.to_category"),
    "role": Text("broadcast.to_role"),
    "no_check_in": Text("broadcast.to_no_check_in"),
    "no_story": Text("broadcast.to_no_story"),
    "groups": Text("broadcast.to_groups"),
    "channel": Text("broadcast.to_channel"),
}


async def kinds_of_audience(scene: Scene) -> Sequence[Option]:
    """What can be combined; the channel only where there is one."""
    has_channel = scene.turn.setting.channel is not None
    return [Option(key, label) for key, label in TO.items() if key != "channel" or has_channel]


async def branches(scene: Scene) -> Sequence[Option]:
    """Every branch."""
    names = await branch_names(scene.turn.session)
    return [
        Option(str(branch), Text("named", {"name": shortened(name, ON_A_BUTTON)}))
        for branch, name in names.items()
    ]


async def categories(scene: Scene) -> Sequence[Option]:
    """Every category of the campaign."""
    return [
        Option(one.id, Text("named", {"name": one.name})) for one in scene.turn.campaign.categories
    ]


async def roles(scene: Scene) -> Sequence[Option]:
    """Every role."""
    return [Option(role.value, Text(f"people.role_{role}")) for role in Role]


def chosen(key: str) -> Any:
    """A condition for a step: asked if that was ticked."""

    def asked(scene: Scene) -> bool:
        return key in (scene.so_far("to") or ())

    return asked


def all_or_some(scene: Scene, ticked: Sequence[str]) -> Text | None:
    """Refuse everybody together with only some of them."""
    some = [TO[key] for key in ticked if key in SOME]
    return Text("broadcast.all_or_some", {"some": some}) if "all" in ticked and some else None


def audience_of(answers: Mapping[str, Any]) -> Audience:
    """The audience that the answers tell."""

    def given(name: str) -> list[str]:
        return list(answers.get(name) or ())

    to = given("to")
    return Audience(
        people=any(key in to for key in PEOPLE),
        branches=tuple(int(one) for one in given("branches")) if "branch" in to else (),
        categories=tuple(given("categories")) if "category" in to else (),
        roles=tuple(Role(one) for one in given("roles")) if "role" in to else (),
        lacking=tuple(lack for key, lack in LACKS.items() if key in to),
        groups="groups" in to,
        channel="channel" in to,
    )


def chosen_for(audience: Audience) -> dict[str, Any]:
    """The answers that tell this audience: `audience_of` the other way round."""
    some = {
        "branch": [str(one) for one in audience.branches],
        "category": list(audience.categories),
        "role": [role.value for role in audience.roles],
    }
    to = [kind for kind, ticked in some.items() if ticked]
    to += [key for key, lack in LACKS.items() if lack in audience.lacking]
    to += ["all"] if audience.people and not to else []
    to += [kind for kind in ("groups", "channel") if getattr(audience, kind)]
    return {"to": to, **{CHOSEN_IN[kind]: ticked for kind, ticked in some.items() if ticked}}


async def counted_now(turn: Turn, audience: Audience) -> Count:
    """How many would get it if it were sent now."""
    return await count_audience(
        turn.session,
        audience,
        month=this_month(turn),
        has_channel=turn.setting.channel is not None,
    )


def this_month(turn: Turn) -> Month:
    """The month in which check-ins or stories lack."""
    return Month.of(turn.local(turn.now).date())


def left_empty(answers: Mapping[str, Any]) -> list[Text]:
    """The kinds of condition that were ticked, and in which nothing is chosen: `categories` …"""
    ticked = answers.get("to") or ()
    return [
        LABELS[kind] for kind, step in CHOSEN_IN.items() if kind in ticked and not answers.get(step)
    ]


def empty_choice(answers: Mapping[str, Any]) -> Text | None:
    """What is wrong with a condition in which nothing is chosen: it must not mean everybody."""
    empty = left_empty(answers)
    return Text("broadcast.nothing_chosen", {"what": empty}) if empty else None


async def count_so_far(scene: Scene) -> Line:
    """The line that tells how many it would be by what is ticked so far."""
    if empty := left_empty(scene.latest):
        return Text("broadcast.still_to_choose", {"what": empty})
    count = await counted_now(scene.turn, audience_of(scene.latest))
    return count_line(count)


def count_line(count: Count) -> Text:
    """So many people, groups, and the channel."""
    told: list[object] = [Text("broadcast.count_people", {"n": count.people})]
    if count.groups:
        told.append(Text("broadcast.count_groups", {"n": count.groups}))
    if count.channel:
        told.append(Text("broadcast.count_channel"))
    return Text("broadcast.count", {"told": told})


async def audience_lines(turn: Turn, audience: Audience, count: Count) -> list[Line]:
    """The audience and its count, for the preview and the cards."""
    lines: list[Line] = [
        Text("broadcast.goes_to", {"to": await audience_named(turn, audience)}),
        count_line(count),
    ]
    if count.out_of_reach:
        lines.append(Text("broadcast.out_of_reach", {"n": count.out_of_reach}))
    if needs_second(count):
        lines.append(Text("broadcast.second_needed"))
    return lines


async def audience_named(turn: Turn, audience: Audience) -> list[object]:
    """The audience in words."""
    told: list[object] = []
    if audience.people:
        told.append(await _people_named(turn, audience))
    if audience.groups:
        told.append(TO["groups"])
    if audience.channel:
        told.append(TO["channel"])
    return told


async def _people_named(turn: Turn, audience: Audience) -> object:
    parts: list[object] = []
    if audience.branches:
        names = await branch_names(turn.session)
        parts.append(_some([names.get(one, "?") for one in audience.branches]))
    if audience.categories:
        known = {one.id: one.name for one in turn.campaign.categories}
        parts.append(_some([known.get(one, one) for one in audience.categories]))
    if audience.roles:
        parts.append(_some([Text(f"people.role_{role}") for role in audience.roles]))
    parts += [TO[key] for key, lack in LACKS.items() if lack in audience.lacking]
    if not parts:
        return TO["all"]
    return Text("broadcast.people_with", {"parts": reduce(_both, parts)})


def _both(one: object, other: object) -> object:
    return Text("broadcast.both", {"one": one, "other": other})


# The most branches, categories or roles that are named.
MOST_NAMED = 5


def _some(names: Sequence[object]) -> Text:
    if len(names) <= MOST_NAMED:
        return Text("broadcast.some", {"names": reduce(_either, names)})
    named = {"names": list(names[:MOST_NAMED]), "n": len(names)}
    return Text("broadcast.some_of_many", named)


def _either(one: object, other: object) -> object:
    return Text("broadcast.either", {"one": one, "other": other})
