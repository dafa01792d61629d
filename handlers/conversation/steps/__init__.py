"""The kinds of question a conversation can ask. Each knows how it asks and what it takes."""

from handlers.conversation.steps.base import (
    NOT_THIS,
    Answers,
    Partial,
    Problem,
    Refused,
    Scene,
    Step,
    StepOutcome,
    Taken,
    own,
)
from handlers.conversation.steps.choices import Choose, ChooseMany, Confirm, Option
from handlers.conversation.steps.texts import AskDay, AskLongText, AskText, TextStep, shortened

__all__ = [
    "NOT_THIS",
    "Answers",
    "AskDay",
    "AskLongText",
    "AskText",
    "Choose",
    "ChooseMany",
    "Confirm",
    "Option",
    "Partial",
    "Problem",
    "Refused",
    "Scene",
    "Step",
    "StepOutcome",
    "Taken",
    "TextStep",
    "own",
    "shortened",
]
