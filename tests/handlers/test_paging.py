"""Paging: a button back where there is something before, and one on where there is more."""

import pytest

from campaign.definition import Month
from campaign.texts import Text
from handlers.paging import BY_TIME, IN_ORDER, Pair, beside, month_in, pager, whole


@pytest.mark.parametrize(
    ("skip", "more", "labels"),
    [(0, False, []), (0, True, ["page.older"]), (6, False, ["page.newer"]),
     (6, True, ["page.newer", "page.older"])],
)  # fmt: skip
def test_a_list_is_paged_where_there_is_more(skip: int, more: bool, labels: list[str]) -> None:
    buttons = pager("stories", skip=skip, more=more, by=6, month=Month(2008, 6))
    assert [button.label.key for button in buttons if isinstance(button.label, Text)] == labels
    offers = [button.offer for button in buttons]
    assert all(offer is not None and offer["month"] == "2008-06" for offer in offers)


@pytest.mark.parametrize("reads", [BY_TIME, IN_ORDER])
def test_the_buttons_read_as_the_list_is_ordered(reads: Pair) -> None:
    around = pager("board", skip=8, more=True, by=8, reads=reads)
    assert [button.label for button in around] == [button.label for button in reads]
    assert [button.offer for button in around] == [
        {"go": "board", "skip": 0},
        {"go": "board", "skip": 16},
    ]


def test_beside_nothing_there_is_no_button() -> None:
    assert beside("months", None, None, IN_ORDER) == []


@pytest.mark.parametrize("odd", [None, "7", -1, 2.5, True, [3]])
def test_what_is_no_number_of_rows_is_none(odd: object) -> None:
    assert whole(odd) == 0
    assert whole(7) == 7


@pytest.mark.parametrize("odd", [None, "", "2008-6", "2008-13", "0000-01", 200806, ["2008-06"]])
def test_what_is_no_month_asks_for_none(odd: object) -> None:
    assert month_in({"month": odd}) is None
    assert month_in({}) is None
    assert month_in({"month": "2008-06"}) == Month(2008, 6)
