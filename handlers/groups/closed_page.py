"""The page of groups out of reach, for the office: why, since when, and that the branch knows."""

from campaign.people import Role, holding
from campaign.text_input import group_title
from campaign.texts import Text
from handlers.paging import IN_ORDER, pager, whole
from handlers.routing import Asked, Page
from handlers.turn import Turn
from handlers.views import Button, View, page
from storage.groups import Closed, Group, count_out_of_reach, groups_out_of_reach

# Groups on a page.
A_PAGE = 8


async def closed_groups_button(turn: Turn) -> list[Button]:
    """The button to the page below, if it would list anything."""
    n = await count_out_of_reach(turn.session)
    return [Button(Text("groups.list_button", {"n": n}), page("closed_groups"))] if n else []


async def show_closed_groups(turn: Turn, asked: Asked) -> None:
    """The groups of branches that do not hear what they should: since when, and why."""
    skip = whole(asked.get("skip"))
    found = await groups_out_of_reach(turn.session, limit=A_PAGE + 1, skip=skip)
    lines = [_line(turn, group, branch) for group, branch in found[:A_PAGE]]
    title = Text("groups.list_title" if lines else "groups.list_empty")
    more = len(found) > A_PAGE
    around = pager("closed_groups", skip=skip, more=more, by=A_PAGE, reads=IN_ORDER)
    back = [Button(Text("flow.back"), page("duty_board"))]
    turn.show_page(View([title, *lines], [around, back]))


def _line(turn: Turn, group: Group, branch: str) -> Text:
    why = _WHY.get(group.closed, "groups.why_put_out")
    since = turn.local(group.closed_at or group.since)
    words = {"branch": branch, "group": group_title(group.title), "why": Text(why), "since": since}
    return Text("groups.list_line", words)


_WHY: dict[Closed | None, str] = {
    Closed.TOPIC: "groups.why_topic",
    Closed.TOPICS: "groups.why_topics",
    Closed.MEDIA: "groups.why_media",
    Closed.RIGHT: "groups.why_right",
}

closed_groups_page = Page("closed_groups", holding(Role.OFFICE, Role.LEADER), show_closed_groups)
