"""The names by which databases, chats and operators know the program: they may grow, not change."""

import re
from pathlib import Path

from handlers.routes import ROUTES
from handlers.routing import Page
from storage.database.columns import metadata
from tests.upgrades.before import old_database

# As at commit 7a78a84: what a route opens, and the command that opens it.
ROUTES_BEFORE = {
    "check_in": "checkin", "submit_story": "story", "drafts": "drafts", "progress": "progress",
    "todo": "todo", "cancel": "cancel", "branch_board": None, "silent_branches": None,
    "records": None, "missing": None, "change_check_in": None, "check_ins": None,
    "show_check_in": None, "check_in_versions": None, "withdraw_check_in": None,
    "change_story": None, "stories": None, "show_story": None, "story_versions": None,
    "story_consent": None, "withdraw_story": None, "drop_draft": None, "duty": None,
    "duty_board": None, "broadcast": "broadcast", "notice": None, "notice_consent": None,
    "notice_act": None, "notice_report": None, "start": "start", "link": "link",
    "language": "language", "privacy": "privacy", "help": "help", "join": None, "home": None,
}  # fmt: skip
CHECK_IN = (
    "activity",
    "themes",
    "done",
    "effect",
    "evidence",
    "happened_on",
    "work",
    "late_reason",
    "confirm",
)
STORY = ("kind", "about", "title", "body", "pictures", "consent", "confirm")
STEPS_BEFORE = {
    "check_in": CHECK_IN,
    "change_check_in": CHECK_IN,
    "submit_story": STORY,
    "change_story": STORY,
    "broadcast": ("content", "to", "branches", "categories", "roles", "at", "confirm"),
    "join": ("language", "consent", "name", "me"),
}
EVENTS_BEFORE = {"called", "fetched", "flooded", "gone", "migrated", "notice"}
SETTINGS_BEFORE = {
    "API_URL", "CAMPAIGN", "CHANNEL", "DATABASE", "DATA", "FLOOD", "LISTEN", "LOG", "NOW",
    "OFFICE_CODE", "PROXY", "RATE", "TOKEN", "WEBHOOK_SECRET", "WEBHOOK_URL",
}  # fmt: skip
# `tests/test_env_example.py` holds it to the settings that there are.
EXAMPLE = Path(__file__).parents[2] / ".env.example"


def test_flows_pages_and_commands() -> None:
    now = {route.opens.name: route.command for route in ROUTES.table}
    assert {name: now.get(name, "gone") for name in ROUTES_BEFORE} == ROUTES_BEFORE


def test_steps() -> None:
    """A talk that stands at a step, and the answers under the steps' names."""
    flows = [route.opens for route in ROUTES.table if not isinstance(route.opens, Page)]
    now = {flow.name: {step.name for step in flow.steps} for flow in flows}
    gone = {name: set(steps) - now[name] for name, steps in STEPS_BEFORE.items()}
    assert gone == {name: set() for name in STEPS_BEFORE}


def test_events() -> None:
    """What waits in the inbox without being an update."""
    assert set(ROUTES.events) >= EVENTS_BEFORE


def test_tables() -> None:
    found = old_database().execute("SELECT name FROM sqlite_master WHERE type = 'table'")
    assert {name for (name,) in found} - {"alembic_version"} <= set(metadata.tables)


def test_settings() -> None:
    named = re.findall(r"^# FLAGBEARER_([A-Z_]+)=", EXAMPLE.read_text("utf-8"), re.MULTILINE)
    assert set(named) >= SETTINGS_BEFORE
