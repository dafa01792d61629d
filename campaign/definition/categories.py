"""Posts of members, and what a member does on such a post for the campaign."""

from pydantic import Field

from campaign.definition.values import Both, Named


class ActivityForm(Named):
    """A kind of activity that a check-in can be about."""


class Category(Named):
    """A post category: the example its members should set, and the words that guide them."""

    model: Both
    scope: Both
    forms: tuple[ActivityForm, ...] = Field(min_length=1)
    check_in_prompts: tuple[Both, ...] = Field(min_length=1)
    story_prompts: tuple[Both, ...] = Field(min_length=1)
