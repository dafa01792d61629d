"""The kinds of question a conversation can ask. Each knows how it asks and what it takes."""

from handlers.conversation.steps.base import (
    NOT_THIS,
    Answers,
    Held,
    Outcome,
    Problem,
    Refused,
    Scene,
    Step,
    Taken,
    own,
    unfinished,
)
from handlers.conversation.steps.choices import Choose, ChooseMany, Confirm, Option
from handlers.conversation.steps.texts import AskDay, AskLongText, AskText, shortened

__all__ = [
    "NOT_THIS",
    "Answers",
    "AskDay",
    "AskLongText",
    "AskText",
    "Choose",
    "ChooseMany",
    "Confirm",
    "Held",
    "Option",
    "Outcome",
    "Problem",
    "Refused",
    "Scene",
    "Step",
    "Taken",
    "own",
    "shortened",
    "unfinished",
]
