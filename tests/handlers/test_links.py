"""Whatever schedules and handlers lead to is there: by an offer on a card, and by a link."""

from datetime import date

import pytest

from campaign.links import (
    Target,
    duty_in,
    to_duty,
    to_duty_board,
    to_group_code,
    to_new_check_in,
    to_new_story,
    to_todo,
)
from handlers.routes import ROUTES
from handlers.routing import Where

TARGETS = [
    to_duty("plan", 3),
    to_duty_board("activity", date(2008, 6, 30)),
    to_group_code(),
    to_new_check_in(),
    to_new_story(),
    to_todo(None),
]


@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.name)
def test_an_offer_names_a_route(target: Target) -> None:
    assert target.offer["go"] in ROUTES.by_name


@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.name)
def test_a_link_names_a_duty_or_a_command_that_is_answered_in_private(target: Target) -> None:
    route = ROUTES.commands.get(target.name)
    assert duty_in(target.name) or (route is not None and route.where is not Where.GROUP)
