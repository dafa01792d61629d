"""Months are Months in rows and questions, and plain text in the file."""

from datetime import date

import pytest
from sqlalchemy import String, cast, insert, select, type_coerce
from sqlalchemy.exc import StatementError

from campaign.definition import Month
from storage.database.engine import Database
from storage.tables import check_ins, tallies
from storage.tallies import ALWAYS

JUNE = Month(2008, 6)


async def test_a_months_text_in_the_table_is_as_it_always_was(database: Database) -> None:
    month = tallies.c.month
    async with database.write() as session:
        for one in (JUNE, ALWAYS):
            session.add(tallies, scope="school", month=one, kind="essay", n=1)
        question = select(month, type_coerce(cast(month, String), String)).order_by(month)
        rows = await session.rows(question)
        found = await session.value(select(tallies.c.n).where(month == JUNE))
    assert [tuple(row) for row in rows] == [(ALWAYS, ""), (JUNE, "2008-06")]
    assert found == 1


async def test_text_is_no_month(database: Database) -> None:
    """A string that was not read yet is refused where it is compared, not silently missed."""
    async with database.read() as session:
        with pytest.raises(StatementError, match="Month"):
            await session.rows(select(tallies.c.n).where(tallies.c.month == "2008-06"))
        with pytest.raises(StatementError, match="not a Month"):
            await session.rows(select(check_ins.c.id).where(check_ins.c.month == "2008-06"))


async def test_a_record_has_a_month_of_its_own(database: Database) -> None:
    """`ALWAYS` stands for the month of counters only."""
    async with database.write() as session:
        with pytest.raises(StatementError, match="not a Month"):
            await session.change(
                insert(check_ins).values(id="c", month=ALWAYS, happened_on=date(2008, 6, 1))
            )
