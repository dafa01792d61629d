"""Which version of the privacy notice is in force; who agreed to an earlier one is asked again."""

from campaign.definition import Campaign

# The version of the program's own words, and of the table of who sees what. Raise it when either
# changes in meaning.
WORDING = 2


def notice_version(campaign: Campaign) -> str:
    """What people agree to today: the version of the campaign file, and that of our own words."""
    return f"{campaign.privacy.version}.{WORDING}"
