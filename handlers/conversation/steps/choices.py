"""Steps that are answered by a press: one of several, any of several, the preview."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from campaign.texts import Html, Text
from handlers.conversation.steps.base import (
    NOT_THIS,
    Partial,
    Refused,
    Scene,
    Step,
    StepOutcome,
    Taken,
    own,
)
from handlers.incoming import Content, Said
from handlers.views import Button, Line, Offer, View


@dataclass(frozen=True, slots=True)
class Option:
    """One option; `written` is its name in lists, if the label says more than that."""

    value: str
    label: Line
    written: Line | None = None


Options = Callable[[Scene], Awaitable[Sequence[Option]]]


@dataclass(frozen=True, kw_only=True)
class Choose(Step):
    """One of several options, by a press or by writing its label."""

    options: Options
    columns: int = 1
    wants = "press"

    async def ask(self, scene: Scene) -> View:
        """One button for each option."""
        options = await self.options(scene)
        buttons = [Button(option.label, own("choose", option.value)) for option in options]
        return View(self._question(scene), _in_rows(buttons, self.columns) + self._skip())

    async def hear(self, scene: Scene, content: Content) -> StepOutcome:
        """A label written out counts as a press."""
        if isinstance(content, Said):
            wanted = content.text.strip()
            for option in await self.options(scene):
                names = (option.label, option.written or option.label)
                if wanted in {scene.turn.html(name).plain().strip() for name in names}:
                    return Taken(option.value)
        return NOT_THIS

    async def press(self, scene: Scene, offer: Offer) -> StepOutcome:
        """Takes only what is offered now."""
        values = {option.value for option in await self.options(scene)}
        return Taken(offer["value"]) if offer["value"] in values else NOT_THIS


@dataclass(frozen=True, kw_only=True)
class ChooseMany(Step):
    """Any number of options, those of `proposal` ticked beforehand; ended by Done."""

    options: Options
    at_least: int = 1
    columns: int = 1
    proposal: Callable[[Scene], Awaitable[Sequence[str]]] | None = None
    wants = "press"

    async def ask(self, scene: Scene) -> View:
        """One button for each option, ticked or not, and Done."""
        chosen = await self._chosen(scene)
        buttons = [
            Button(
                Text(
                    "flow.ticked" if option.value in chosen else "flow.unticked",
                    {"label": option.label},
                ),
                own("toggle", option.value),
            )
            for option in await self.options(scene)
        ]
        done = [Button(Text("flow.done_choosing", {"n": len(chosen)}), own("done"))]
        return View(self._question(scene), [*_in_rows(buttons, self.columns), done])

    async def hear(self, scene: Scene, content: Content) -> StepOutcome:
        """Only presses are taken."""
        return NOT_THIS

    async def press(self, scene: Scene, offer: Offer) -> StepOutcome:
        """Tick, untick, or be done."""
        chosen = await self._chosen(scene)
        if offer["do"] == "done":
            if len(chosen) < self.at_least:
                return Refused(Text("flow.choose_at_least", {"n": self.at_least}))
            return Taken(chosen)
        value = offer["value"]
        if value in chosen:
            return Partial([other for other in chosen if other != value])
        order = [option.value for option in await self.options(scene)]
        return Partial([other for other in order if other in chosen or other == value])

    async def _chosen(self, scene: Scene) -> list[str]:
        chosen = scene.so_far(self.name)
        if chosen is not None:
            return list(chosen)
        return list(await self.proposal(scene)) if self.proposal else []


@dataclass(frozen=True, kw_only=True)
class Confirm(Step):
    """The preview: what will be saved, to confirm or to change."""

    name: str = "confirm"
    summary: Callable[[Scene], Awaitable[Sequence[Line]]]
    wants = "press"

    async def ask(self, scene: Scene) -> View:
        """The summary with one large button."""
        lines = [*await self.summary(scene), Html(""), *self._question(scene)]
        submit = Button(scene.text("confirm.button"), own("confirm"))
        return View(lines, [[submit]])

    async def hear(self, scene: Scene, content: Content) -> StepOutcome:
        """Only presses are taken."""
        return NOT_THIS

    async def press(self, scene: Scene, offer: Offer) -> StepOutcome:
        """The one button."""
        return Taken(True) if offer["do"] == "confirm" else NOT_THIS


def _in_rows(buttons: list[Button], columns: int) -> list[list[Button]]:
    return [buttons[at : at + columns] for at in range(0, len(buttons), columns)]
