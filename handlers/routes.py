"""The table of contents: every command and button target, who may use it, and what it opens."""

from campaign.links import GROUP_CODE
from campaign.people import joined
from handlers.account.help import help_page
from handlers.account.home import home_page
from handlers.account.join import join
from handlers.account.language import language_page
from handlers.account.privacy import consent_page, privacy_page
from handlers.account.start import start_page
from handlers.check_ins.pages import check_in_pages
from handlers.check_ins.submit import change_of_check_in, new_check_in
from handlers.drafts import cancel_page, drafts_page, drop_draft_page
from handlers.duties.board import duty_board_page
from handlers.duties.page import duty_page
from handlers.duties.todo import todo_page
from handlers.evidence.receipt import note_fetched
from handlers.evidence.resend import note_shown
from handlers.flood_notice import note_flooded
from handlers.groups.closed import note_closed, note_reopened, note_written
from handlers.groups.closed_page import closed_groups_page
from handlers.groups.link import link_page, may_link
from handlers.groups.membership import (
    answer_join_request,
    note_gone,
    note_membership,
    note_migrated,
    note_migration,
)
from handlers.incoming import BotMembership, JoinRequest, Migrated, TopicReopened
from handlers.just_send import offer_check_in
from handlers.notices.broadcast import new_broadcast
from handlers.notices.launch import go_on
from handlers.notices.pages import (
    notice_act_page,
    notice_consent_page,
    notice_page,
    notice_report_page,
)
from handlers.notices.preview import note_called
from handlers.progress.branch_board import branch_board_page, silent_branches_page
from handlers.progress.missing import missing_page
from handlers.progress.nudge import new_link_page, nudge_page
from handlers.progress.pages import progress_page
from handlers.progress.records import records_page
from handlers.progress.search import search_records
from handlers.roster.invitations import branch_invitations_page, roster_invitations_page
from handlers.roster.pages import (
    roster_act_page,
    roster_consent_page,
    roster_page,
    roster_template_page,
)
from handlers.roster.removal import roster_removal
from handlers.roster.sheet import note_progress, note_sheet, take_sheet
from handlers.routing import Route, Routes, Where, by_subject
from handlers.stories.change import change_of_story
from handlers.stories.pages import story_pages
from handlers.stories.submit import new_story

TABLE: tuple[Route, ...] = (
    Route(new_check_in, "checkin", home=10),
    Route(new_story, "story", home=20),
    Route(drafts_page, "drafts", home=40),
    Route(progress_page, "progress", home=30),
    Route(todo_page, "todo", home=50),
    Route(cancel_page, "cancel", listed=joined),
    Route(branch_board_page),
    Route(silent_branches_page),
    Route(records_page),
    Route(search_records),
    Route(missing_page),
    Route(nudge_page),
    Route(new_link_page),
    Route(change_of_check_in),
    *map(Route, check_in_pages),
    Route(change_of_story),
    *map(Route, story_pages),
    Route(drop_draft_page),
    Route(duty_page),
    Route(duty_board_page),
    Route(closed_groups_page),
    Route(new_broadcast, "broadcast", home=70),
    Route(notice_page),
    Route(notice_consent_page),
    Route(notice_act_page),
    Route(notice_report_page),
    Route(roster_page, "people", home=75),
    Route(roster_act_page),
    Route(roster_consent_page),
    Route(roster_invitations_page),
    Route(branch_invitations_page),
    Route(roster_template_page),
    Route(roster_removal),
    Route(start_page, "start", in_group=GROUP_CODE),
    Route(link_page, "link", where=Where.BOTH, listed=may_link, home=60),
    Route(language_page, "language", where=Where.BOTH),
    Route(privacy_page, "privacy"),
    Route(consent_page),
    Route(help_page, "help", home=80),
    Route(join),
    Route(home_page),
)

ROUTES = Routes(
    TABLE,
    events={
        "called": note_called,
        "closed": note_closed,
        "fetched": by_subject(evidence=note_fetched, roster=note_sheet),
        "flooded": note_flooded,
        "migrated": note_migrated,
        "shown": note_shown,
        "notice": go_on,
        "roster": note_progress,
        "gone": note_gone,
        "written": note_written,
    },
    happenings={
        BotMembership: note_membership,
        Migrated: note_migration,
        TopicReopened: note_reopened,
        JoinRequest: answer_join_request,
    },
    unasked=(take_sheet, offer_check_in),
)
