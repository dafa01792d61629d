"""How much can be handed in at once."""

from typing import Annotated

from pydantic import Field

from campaign.definition.values import Part

Characters = Annotated[int, Field(ge=1, le=100_000)]


class Lengths(Part):
    """The least and the most characters of a text."""

    least: Characters
    most: Characters


class Limits(Part):
    """The limits; every one has a default.

    A file of evidence cannot be larger than 20 MB: bots are not given more.
    """

    evidence_files: Annotated[int, Field(ge=0, le=50)] = 10
    evidence_megabytes: Annotated[int, Field(ge=1, le=20)] = 20
    check_in_text: Lengths = Lengths(least=5, most=1000)
    check_in_effect: Lengths = Lengths(least=2, most=500)
    story_title: Lengths = Lengths(least=2, most=60)
    story_text: Lengths = Lengths(least=50, most=20_000)
    story_pictures: Annotated[int, Field(ge=0, le=50)] = 9
    late_check_in_days: Annotated[int, Field(ge=0, le=366)] = 7
