"""The table of contents: every command and button target, who may use it, and what it opens."""

from handlers.branch_board import branch_board_page, silent_branches_page
from handlers.broadcast import new_broadcast
from handlers.change_story import change_of_story
from handlers.check_in import change_of_check_in, new_check_in
from handlers.check_in_pages import (
    check_in_versions_page,
    check_ins_page,
    show_check_in_page,
    withdraw_check_in_page,
)
from handlers.closed_groups import note_closed, note_reopened, note_written
from handlers.closed_groups_page import closed_groups_page
from handlers.drafts import cancel_page, drafts_page, drop_draft_page
from handlers.duty import duty_page
from handlers.duty_board import duty_board_page
from handlers.evidence import note_fetched
from handlers.floods import note_flooded
from handlers.groups import (
    answer_join_request,
    note_gone,
    note_membership,
    note_migrated,
    note_migration,
)
from handlers.help import help_page
from handlers.home import home_page
from handlers.incoming import BotMembership, JoinRequest, Migrated, TopicReopened
from handlers.join import join
from handlers.language import language_page
from handlers.link import link_page, may_link
from handlers.missing import missing_page
from handlers.notice_launch import go_on, note_uploaded
from handlers.notice_pages import (
    notice_act_page,
    notice_consent_page,
    notice_page,
    notice_report_page,
)
from handlers.privacy import privacy_page
from handlers.progress import progress_page
from handlers.records import records_page
from handlers.routes import Route, Routes, Where
from handlers.start import start_page
from handlers.story_pages import (
    show_story_page,
    stories_page,
    story_consent_page,
    story_versions_page,
    withdraw_story_page,
)
from handlers.submit_story import new_story
from handlers.todo import todo_page

TABLE: tuple[Route, ...] = (
    Route(new_check_in, "checkin"),
    Route(new_story, "story"),
    Route(drafts_page, "drafts"),
    Route(progress_page, "progress"),
    Route(todo_page, "todo"),
    Route(cancel_page, "cancel"),
    Route(branch_board_page),
    Route(silent_branches_page),
    Route(records_page),
    Route(missing_page),
    Route(change_of_check_in),
    Route(check_ins_page),
    Route(show_check_in_page),
    Route(check_in_versions_page),
    Route(withdraw_check_in_page),
    Route(change_of_story),
    Route(stories_page),
    Route(show_story_page),
    Route(story_versions_page),
    Route(story_consent_page),
    Route(withdraw_story_page),
    Route(drop_draft_page),
    Route(duty_page),
    Route(duty_board_page),
    Route(closed_groups_page),
    Route(new_broadcast, "broadcast"),
    Route(notice_page),
    Route(notice_consent_page),
    Route(notice_act_page),
    Route(notice_report_page),
    Route(start_page, "start", menu=False),
    Route(link_page, "link", where=Where.BOTH, listed=may_link),
    Route(language_page, "language"),
    Route(privacy_page, "privacy"),
    Route(help_page, "help"),
    Route(join),
    Route(home_page),
)

ROUTES = Routes(
    TABLE,
    events={
        "called": note_uploaded,
        "closed": note_closed,
        "fetched": note_fetched,
        "flooded": note_flooded,
        "migrated": note_migrated,
        "notice": go_on,
        "gone": note_gone,
        "written": note_written,
    },
    happenings={
        BotMembership: note_membership,
        Migrated: note_migration,
        TopicReopened: note_reopened,
        JoinRequest: answer_join_request,
    },
)
