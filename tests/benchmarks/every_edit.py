"""The program as it was: every edit of a card is sent in its turn. For tests.benchmarks.tapper."""

from collections.abc import Sequence
from datetime import datetime

import bot.workers.courier
from bot.cli import main
from storage.database.session import Session
from storage.delivery.outbox import Claimed


async def keep_all(session: Session, claimed: Sequence[Claimed], *, at: datetime) -> list[Claimed]:
    """In place of storage.delivery.outbox_cards.keep_newest."""
    return list(claimed)


if __name__ == "__main__":
    setattr(bot.workers.courier, "keep_newest", keep_all)  # noqa: B010 - it is no part of that module
    main()
