"""The joining link of one person, and the words that a sheet of them is written with."""

from dataclasses import dataclass
from datetime import datetime

from campaign.definition import Campaign
from campaign.links import WayIn
from campaign.texts import Language, Text, Texts


@dataclass(frozen=True, slots=True)
class PersonalLink:
    """Whose invitation it is, and the ways in."""

    branch: str | None
    name: str
    number: str | None
    way: WayIn


@dataclass(frozen=True, slots=True)
class SheetWording:
    """What the sheet is written with."""

    texts: Texts
    language: Language
    campaign: Campaign
    now: datetime | None = None

    def say(self, said: Text) -> str:
        """A text without tags."""
        now = None if self.now is None else self.now.astimezone(self.campaign.zone)
        return self.texts.say(said, self.language, now).plain()
