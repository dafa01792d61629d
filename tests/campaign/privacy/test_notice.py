"""A change of who sees what is a new version of the notice: everybody is then asked again."""

import hashlib

from campaign.definition.campaign import Privacy
from campaign.privacy.access import WHO_SEES
from campaign.privacy.notice import WORDING, notice_version
from campaign.reading import shipped_campaign

# The table of each version. When it changes, raise WORDING and add a line.
TABLES = {2: "3ebdbc447a5e73c1"}


def fingerprint() -> str:
    told = [f"{matter}: {', '.join(readers)}" for matter, readers in WHO_SEES.items()]
    return hashlib.sha256("\n".join(told).encode()).hexdigest()[:16]


def test_the_version_goes_with_the_table() -> None:
    assert TABLES[WORDING] == fingerprint()
    assert len(set(TABLES.values())) == len(TABLES)


def test_either_part_makes_a_new_version() -> None:
    campaign = shipped_campaign()
    new = campaign.model_copy(update={"privacy": Privacy(version="2")})
    assert notice_version(campaign) == f"{campaign.privacy.version}.{WORDING}"
    assert notice_version(new) != notice_version(campaign)
