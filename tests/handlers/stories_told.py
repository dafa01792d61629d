"""What is stored of stories, read back through a fresh session."""

from campaign.definition import Month
from campaign.stories import Story
from storage.records import records_of
from storage.stories import STORIES
from storage.tallies import SCHOOL, branch_scope, person_scope, tallies_of
from tests.campus import Actor, Campus

JUNE = Month(2008, 6)


async def stories(campus: Campus, author: Actor, month: Month = JUNE) -> list[Story]:
    assert author.person is not None
    async with campus.reading() as session:
        return await records_of(session, STORIES, author.person, month=month, limit=99)


async def counted(campus: Campus, author: Actor, month: Month = JUNE) -> dict[str, int]:
    """What is counted by kind; person, branch and school agree where one person writes."""
    assert author.person is not None
    branch_id = await campus.branch_of(author)
    assert branch_id is not None
    scopes = (person_scope(author.person), branch_scope(branch_id), SCHOOL)
    async with campus.reading() as session:
        mine, branch, school = [await tallies_of(session, one, month=month) for one in scopes]
    assert mine == branch == school
    return mine
