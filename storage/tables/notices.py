"""Notices of the office, and one delivery for each recipient: kept when the outbox forgets."""

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    Index,
    Integer,
    SmallInteger,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from storage.database.columns import TOKEN, WORD, Json, RowNumber, UtcMoment, metadata

notices = Table(
    "notices",
    metadata,
    Column("id", TOKEN, primary_key=True),
    Column("author_id", ForeignKey("people.id"), nullable=False),
    Column("parts", Json, nullable=False),
    Column("audience", Json, nullable=False),
    Column("state", WORD, nullable=False),
    Column("send_at", UtcMoment),
    Column("created_at", UtcMoment, nullable=False),
    Column("consented_by", ForeignKey("people.id")),
    Column("opened_at", UtcMoment),
    Column("ended_at", UtcMoment),
    Column("total", Integer, nullable=False, server_default="0"),
    Column("filled_up_to", BigInteger, nullable=False, server_default="0"),
    Column("card_id", TOKEN),
    Column("asked_cards", Json, nullable=False),
    Column("shown", String(255), nullable=False, server_default=""),
    Column("shown_at", UtcMoment),
    Column("rounds", Integer, nullable=False, server_default="0"),
)
Index("ix_notices_state", notices.c.state, notices.c.created_at)

deliveries = Table(
    "deliveries",
    metadata,
    Column("id", RowNumber, primary_key=True),
    Column("notice_id", ForeignKey("notices.id"), nullable=False),
    Column("whom", String(48), nullable=False),
    Column("person_id", ForeignKey("people.id")),
    Column("chat_id", BigInteger),
    Column("state", WORD, nullable=False),
    # Messages of the notice that are not sent yet.
    Column("unsent", SmallInteger, nullable=False),
    Column("trouble", Text),
    Column("ended_at", UtcMoment),
    UniqueConstraint("notice_id", "whom"),
)
Index("ix_deliveries_notice_id", deliveries.c.notice_id, deliveries.c.state, deliveries.c.id)
Index("ix_deliveries_person_id", deliveries.c.person_id)
