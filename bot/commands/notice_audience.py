"""`--to` of the command line: all, branch:…, category:…, role:…, no-check-in, no-story, …"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from campaign.definition import Campaign
from campaign.notice_audiences import Audience, Lack
from campaign.people import Role
from campaign.texts import Language, Text, text
from storage.database.session import Session
from storage.membership.branches import branch_names

LACKS = {"no-check-in": Lack.CHECK_IN, "no-story": Lack.STORY}
CHATS = ("groups", "channel")
KINDS = ("branch", "category", "role")
FORMS = ("all", *(f"{kind}:…" for kind in KINDS), *LACKS, *CHATS)


@dataclass
class _Read:
    branches: list[int] = field(default_factory=list)
    categories: list[str] = field(default_factory=list)
    roles: list[Role] = field(default_factory=list)
    plain: set[str] = field(default_factory=set)


async def read_targets(
    session: Session, campaign: Campaign, targets: Sequence[str]
) -> Audience | Text:
    """The audience; or what is wrong with the first target that means nothing."""
    read = _Read()
    names = {name: branch for branch, name in (await branch_names(session)).items()}
    for target in targets:
        kind, _, value = target.partition(":")
        if not _take(read, kind, value.strip(), names, campaign):
            return text("broadcasting.no_such_target", target=target, forms=list(FORMS))
    some = any((read.branches, read.categories, read.roles, read.plain & set(LACKS)))
    if "all" in read.plain and some:
        return Text("broadcasting.all_or_some")
    return Audience(
        people=some or "all" in read.plain,
        branches=tuple(read.branches),
        categories=tuple(read.categories),
        roles=tuple(read.roles),
        lacking=tuple(lack for key, lack in LACKS.items() if key in read.plain),
        groups="groups" in read.plain,
        channel="channel" in read.plain,
    )


def _take(read: _Read, kind: str, value: str, names: dict[str, int], campaign: Campaign) -> bool:
    match kind:
        case "branch" if value in names:
            read.branches.append(names[value])
        case "category" if (found := _category(campaign, value)) is not None:
            read.categories.append(found)
        case "role" if value in set(Role):
            read.roles.append(Role(value))
        case "all" | "groups" | "channel" | "no-check-in" | "no-story" if not value:
            read.plain.add(kind)
        case _:
            return False
    return True


def _category(campaign: Campaign, value: str) -> str | None:
    """By its id or its name in either language."""
    for one in campaign.categories:
        if value in (one.id, *(one.name.in_language(language) for language in Language)):
            return one.id
    return None
