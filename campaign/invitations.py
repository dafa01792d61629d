"""One-use codes that let somebody in: each expires, and belongs to a person, branch or the office.

A code is only ever kept as its hash. What a code grants stands in the database, never in the code.
"""

import base64
import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from campaign.people import BranchId, PersonId, Refusal
from campaign.texts import Text

# How long a code for a person or the office, and one for a group, can be used.
LIFE = timedelta(days=30)
GROUP_CODE_LIFE = timedelta(days=1)
# After this many wrong codes WITHIN this time, an account's codes are ignored for a while.
WRONG_GUESSES = 5
WITHIN = timedelta(hours=1)


class Purpose(StrEnum):
    """What a code is for: joining as somebody, as the first of the office, binding a group."""

    PERSON = "person"
    OFFICE = "office"
    GROUP = "group"


@dataclass(frozen=True, slots=True)
class Invitation:
    """A code's record. `used_by` is the Telegram account that used it."""

    code_hash: str
    purpose: Purpose
    person: PersonId | None
    branch: BranchId | None
    made_at: datetime
    expires_at: datetime
    used_at: datetime | None = None
    used_by: int | None = None


def hashed(code: str) -> str:
    """What is kept of a code: SHA-256, 64 hexadecimal digits."""
    return hashlib.sha256(code.strip().encode("utf-8", "surrogatepass")).hexdigest()


def derived_code(secret: bytes, batch: str, person: PersonId) -> str:
    """A code of 128 bits that a batch of invitations gives somebody, whenever it is made.

    It has the form of a code made by chance, 22 characters that a link may carry, and tells
    nothing of the secret.
    """
    digest = hmac.new(secret, f"invitation/{batch}/{person}".encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest[:16]).decode().rstrip("=")


def refusal_to_join(
    invitation: Invitation | None, *, account: int, now: datetime
) -> Refusal | None:
    """Why nobody can join by this code now, or None."""
    if invitation is None or invitation.purpose is Purpose.GROUP:
        return Refusal(Text("join.unknown_link"))
    if invitation.used_by == account:
        return Refusal(Text("join.own_used_link"))
    return _refusal(invitation, now, "join.used_link", "join.expired_link")


def refusal_to_bind(invitation: Invitation | None, *, now: datetime) -> Refusal | None:
    """Why no group can be bound with this code now, or None."""
    if invitation is None or invitation.purpose is not Purpose.GROUP:
        return Refusal(Text("link.unknown_code"))
    return _refusal(invitation, now, "link.used_code", "link.expired_code")


def _refusal(invitation: Invitation, now: datetime, used: str, expired: str) -> Refusal | None:
    if invitation.used_at is not None:
        return Refusal(Text(used))
    if invitation.expires_at <= now:
        return Refusal(Text(expired))
    return None
