"""What is wrong between the texts that the code says and those that there are."""

from collections.abc import Iterable

from campaign.texts import Language, Texts
from tests.text_keys import Use
from tests.wordings import placeholders, too_long


def missing_keys(uses: Iterable[Use], texts: Texts) -> list[str]:
    return sorted({f"{use.place}: no text {use.key}" for use in uses if not texts.has(use.key)})


def unused_keys(uses: Iterable[Use], texts: Texts) -> list[str]:
    return sorted(texts.keys - {use.key for use in uses})


def missing_parameters(uses: Iterable[Use], texts: Texts) -> list[str]:
    return sorted(
        f"{use.place}: {use.key} wants {', '.join(sorted(lacking))}"
        for use in uses
        if use.given is not None and texts.has(use.key)
        if (lacking := placeholders(texts.template(use.key, Language.ZH)) - use.given)
    )


def oversized(uses: Iterable[Use], texts: Texts) -> list[str]:
    return sorted(
        f"{use.place}: {use.key} is too long for a {use.shown_on} in {language}"
        for use in uses
        for language in Language
        if texts.has(use.key) and too_long(texts.template(use.key, language), use.shown_on)
    )
