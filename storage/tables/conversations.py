"""Open and kept conversations, and the cards that people see them on."""

from sqlalchemy import BigInteger, Column, Index, Integer, String, Table

from storage.database.columns import TOKEN, WORD, Json, UtcMoment, metadata

talks = Table(
    "talks",
    metadata,
    Column("id", TOKEN, primary_key=True),
    Column("telegram_id", BigInteger, nullable=False),
    Column("flow", String(48), nullable=False),
    Column("version", Integer, nullable=False),
    Column("step", String(48), nullable=False),
    Column("answers", Json, nullable=False),
    # What it notes of itself: storage.delivery.marks. None: nothing yet.
    Column("marks", Json),
    Column("state", WORD, nullable=False),
    Column("card_id", TOKEN),
    Column("started_at", UtcMoment, nullable=False),
    Column("updated_at", UtcMoment, nullable=False),
)
Index("ix_talks_telegram_id", talks.c.telegram_id, talks.c.state)

cards = Table(
    "cards",
    metadata,
    Column("id", TOKEN, primary_key=True),
    Column("chat_id", BigInteger, nullable=False),
    Column("telegram_id", BigInteger),
    Column("version", Integer, nullable=False),
    Column("offers", Json, nullable=False),
    Column("message_id", BigInteger),
    Column("made_at", UtcMoment, nullable=False),
    # The message that showed it before, as long as that has its buttons.
    Column("worn_id", BigInteger),
)
Index("ix_cards_made_at", cards.c.made_at)
Index(
    "ix_cards_worn_id",
    cards.c.worn_id,
    sqlite_where=cards.c.worn_id.is_not(None),
    postgresql_where=cards.c.worn_id.is_not(None),
)
