"""What becomes of a file after its receipt: its copy is stored, refused, or was seen before."""

from typing import Any

from campaign.texts import Text
from handlers.turn import Turn
from storage.evidence import Evidence, find_evidence, mark_refused, mark_stored, used_before

REFUSALS = frozenset({"too_big", "not_allowed", "gone", "too_many_pixels"})


async def note_fetched(turn: Turn, facts: dict[str, Any]) -> None:
    """The courier has fetched a file, or could not: the author hears only of what matters."""
    evidence_id = facts["subject"].partition(":")[2]
    found = await find_evidence(turn.session, [evidence_id])
    if not found:
        return
    told = facts["facts"]
    if trouble := told.get("trouble"):
        await mark_refused(turn.session, evidence_id, trouble=trouble)
        reason = trouble if trouble in REFUSALS else "gone"
        turn.say(Text(f"evidence.refused_{reason}", {"name": found[0].name or ""}))
        return
    await mark_stored(
        turn.session, evidence_id, sha256=told["sha256"], path=told["path"], size=told["size"],
        mime=told.get("mime"),
    )  # fmt: skip
    stored = (await find_evidence(turn.session, [evidence_id]))[0]
    await _point_out_reuse(turn, stored)


async def _point_out_reuse(turn: Turn, stored: Evidence) -> None:
    earlier = await used_before(turn.session, stored)
    if earlier:
        own = earlier[0].person_id == stored.person_id
        day = turn.local(earlier[0].created_at).date()
        turn.say(Text("evidence.seen_before_own" if own else "evidence.seen_before", {"day": day}))
