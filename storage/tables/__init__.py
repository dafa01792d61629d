"""Every table. A table is written to only by the module that bears its noun."""

from storage.tables.boxes import inbox, outbox, settings
from storage.tables.chain import trace
from storage.tables.conversations import cards, talks
from storage.tables.due import duties, reminders
from storage.tables.imports import roster_imports
from storage.tables.membership import branches, groups, invitations, people, roles
from storage.tables.notices import deliveries, notices
from storage.tables.records import check_ins, evidence, stories, tallies, versions

__all__ = [
    "branches",
    "cards",
    "check_ins",
    "deliveries",
    "duties",
    "evidence",
    "groups",
    "inbox",
    "invitations",
    "notices",
    "outbox",
    "people",
    "reminders",
    "roles",
    "roster_imports",
    "settings",
    "stories",
    "talks",
    "tallies",
    "trace",
    "versions",
]
