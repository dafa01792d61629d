"""What the activities of a campaign turn around."""

from campaign.definition.values import Named, Stretch


class Theme(Named):
    """A theme of the activity phase, with the days that suit it best, if there are such."""

    window: Stretch | None = None
