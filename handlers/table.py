"""The table of contents: every command and button target, who may use it, and what it opens."""

from handlers.check_in import change_of_check_in, new_check_in
from handlers.check_in_pages import (
    check_in_versions_page,
    check_ins_page,
    show_check_in_page,
    withdraw_check_in_page,
)
from handlers.drafts import cancel_page, drafts_page, drop_draft_page
from handlers.evidence import note_fetched
from handlers.progress import progress_page
from handlers.routes import Route, Routes

TABLE: tuple[Route, ...] = (
    Route(new_check_in, "checkin"),
    Route(drafts_page, "drafts"),
    Route(progress_page, "progress"),
    Route(cancel_page, "cancel"),
    Route(change_of_check_in),
    Route(check_ins_page),
    Route(show_check_in_page),
    Route(check_in_versions_page),
    Route(withdraw_check_in_page),
    Route(drop_draft_page),
)

ROUTES = Routes(TABLE, events={"fetched": note_fetched})
