"""Campaign files for the tests: the shipped one with changes, and a small one of another kind."""

from functools import cache

from campaign.definition import Campaign
from campaign.reading import CampaignFaults, Fault, load_campaign, shipped_campaign, shipped_text

# A reading year, without awards, inspections or monthly items: nothing of the shipped campaign.
READING_YEAR = """\
format = 1
id = "reading"
title = { zh = "读书年", en = "Reading year" }
slogan = { zh = "多读书", en = "Read more" }
issuer = { zh = "图书馆", en = "The library" }
zone = "America/New_York"
opens = 2030-01-10
closes = 2030-12-20
themes = [{ id = "history", name = { zh = "历史", en = "History" } }]
activity_forms = [{ id = "reading", name = { zh = "读书", en = "Reading" } }]
notice.title = { zh = "通知", en = "Notice" }
notice.issued = 2030-01-05
notice.addressees = { zh = "全体同学", en = "All students" }

[[categories]]
id = "readers"
name = { zh = "读者", en = "Readers" }
model = { zh = "爱书", en = "Fond of books" }
scope = { zh = "读书", en = "Reading" }
forms = [{ id = "novel", name = { zh = "小说", en = "Novel" } }]
check_in_prompts = [{ zh = "读了什么？", en = "What did you read?" }]
story_prompts = [{ zh = "哪本书？", en = "Which book?" }]

[[phases]]
id = "all-year"
name = { zh = "全年", en = "All year" }
emphasis = { zh = "读书", en = "Reading" }
opens = 2030-01-10
closes = 2030-12-20

[[story_kinds]]
id = "review"
name = { zh = "书评", en = "Review" }
prompt = { zh = "写书评", en = "Write a review" }
about = false
"""


@cache
def shipped() -> Campaign:
    """The shipped campaign, read once for all tests."""
    return shipped_campaign()


def shipped_with(*changes: tuple[str, str]) -> str:
    """The shipped file with each old text, which must stand there once, replaced by the new."""
    text = shipped_text()
    for old, new in changes:
        assert text.count(old) == 1, f"{text.count(old)} times in the file: {old}"
        text = text.replace(old, new)
    return text


def faults_of(text: str) -> tuple[Fault, ...]:
    """The faults of a campaign file; none where it loads."""
    try:
        load_campaign(text, "campaign.toml")
    except CampaignFaults as refused:
        return refused.faults
    return ()


def line_with(text: str, words: str) -> int:
    """The number of the one line that holds the words."""
    lines = [number for number, line in enumerate(text.split("\n"), 1) if words in line]
    assert len(lines) == 1, f"in lines {lines}: {words}"
    return lines[0]
