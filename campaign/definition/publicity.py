"""Where results are shown, and how soon."""

from typing import Annotated

from pydantic import Field

from campaign.definition.values import Both, Named, Part

Characters = Annotated[int, Field(ge=1, le=100_000)]


class Medium(Named):
    """A medium; `characters_a_minute` is how fast a spoken one is read."""

    most_characters: Characters | None = None
    characters_a_minute: Annotated[int, Field(ge=60, le=600)] | None = None


class Publicity(Part):
    """Results are shown through `shows`, within so many days of being chosen."""

    shows: Both
    within_days: Annotated[int, Field(ge=1, le=60)] = 7
    media: tuple[Medium, ...] = Field(min_length=1)
