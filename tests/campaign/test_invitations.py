"""When a code opens something, and with which reason it does not."""

from datetime import UTC, datetime, timedelta

import pytest

from campaign.invitations import (
    Invitation,
    Purpose,
    hashed,
    refusal_to_bind,
    refusal_to_join,
)

NOW = datetime(2008, 6, 23, 1, tzinfo=UTC)
ACCOUNT = 7001


def invitation(
    purpose: Purpose, *, ends: timedelta = timedelta(days=1), used_by: int | None = None
) -> Invitation:
    used_at = None if used_by is None else NOW
    return Invitation("0" * 64, purpose, 1, 1, NOW, NOW + ends, used_at, used_by)


def key(refusal: object) -> str | None:
    return None if refusal is None else refusal.text.key  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("found", "reason"),
    [
        (None, "join.unknown_link"),
        (invitation(Purpose.GROUP), "join.unknown_link"),
        (invitation(Purpose.PERSON), None),
        (invitation(Purpose.OFFICE), None),
        (invitation(Purpose.PERSON, used_by=9), "join.used_link"),
        (invitation(Purpose.PERSON, used_by=ACCOUNT), "join.own_used_link"),
        (invitation(Purpose.PERSON, ends=timedelta()), "join.expired_link"),
        (invitation(Purpose.OFFICE, ends=-timedelta(days=1)), "join.expired_link"),
        (invitation(Purpose.PERSON, ends=-timedelta(days=1), used_by=9), "join.used_link"),
    ],
)
def test_joining(found: Invitation | None, reason: str | None) -> None:
    assert key(refusal_to_join(found, account=ACCOUNT, now=NOW)) == reason


@pytest.mark.parametrize(
    ("found", "reason"),
    [
        (None, "link.unknown_code"),
        (invitation(Purpose.PERSON), "link.unknown_code"),
        (invitation(Purpose.OFFICE), "link.unknown_code"),
        (invitation(Purpose.GROUP), None),
        (invitation(Purpose.GROUP, used_by=9), "link.used_code"),
        (invitation(Purpose.GROUP, ends=timedelta()), "link.expired_code"),
    ],
)
def test_binding(found: Invitation | None, reason: str | None) -> None:
    assert key(refusal_to_bind(found, now=NOW)) == reason


def test_a_hash_tells_nothing_and_blanks_around_a_code_do_not_matter() -> None:
    assert hashed("abc") == hashed(" abc\n")
    assert hashed("abc") != hashed("Abc")
    assert len(hashed("\ud800")) == 64
