"""Joining links as files: of everybody for the office, of a branch for those who lead it."""

from campaign.messages import ReportOrder
from campaign.people import BranchId, office
from campaign.progress import naming_refusal, sees_progress
from campaign.texts import Text
from handlers.paging import whole
from handlers.routing import Asked, Page
from handlers.turn import Turn
from storage.delivery.outbox import Priority
from storage.invitations import anybody_to_invite

SHEET, TABLE = ("invitation_sheet", "html"), ("invitation_table", "csv")


async def invite_all(turn: Turn, asked: Asked) -> None:
    """Links for everybody who has not joined, as a page to print and as a table."""
    await _order(turn, None, SHEET, TABLE)


async def invite_branch(turn: Turn, asked: Asked) -> None:
    """A page to print for those of one branch who have not joined."""
    branch = whole(asked.get("branch"))
    if refusal := naming_refusal(turn.member, branch):
        turn.say(refusal.text)
    else:
        await _order(turn, branch, SHEET)


async def _order(turn: Turn, branch: BranchId | None, *files: tuple[str, str]) -> None:
    if not await anybody_to_invite(turn.session, branch=branch):
        turn.toast(Text("roster_import.nobody_to_invite"), alert=True)
        return
    batch = turn.token()
    for what, ending in files:
        order = ReportOrder(
            turn.chat.id,
            what,
            name=f"{turn.today:%Y-%m-%d}-invitations.{ending}",
            caption=turn.html(Text(f"roster_import.{what}")),
            words={"batch": batch, "branch": branch, "language": turn.language.value},
        )
        # Who knows the batch can make its codes: it is blanked once the file is sent.
        turn.put_out(order, priority=Priority.FILE, secret=True)
    turn.trace("invitations taken", None if branch is None else f"branch:{branch}")
    turn.toast(Text("roster_import.invitations_come"))


roster_invitations_page = Page("roster_invitations", office, invite_all)
branch_invitations_page = Page("branch_invitations", sees_progress, invite_branch)
