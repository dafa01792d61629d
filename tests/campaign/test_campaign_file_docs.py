"""The pages on how to write a campaign file: complete, and their examples are true."""

import re
import typing
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from pydantic import BaseModel

from campaign.definition import Campaign
from campaign.reading import CampaignFaults, load_campaign, render_faults, shipped_text
from campaign.renewal import new_campaign

DOCS = Path(__file__).parents[2] / "docs"
PAGES = {"zh": "campaign-file.md", "en": "campaign-file.en.md"}


def page(language: str) -> str:
    return (DOCS / PAGES[language]).read_text("utf-8")


def models_in(annotation: object) -> Iterator[type[BaseModel]]:
    """The model that a field holds, and those below it."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
        for field in annotation.model_fields.values():
            yield from models_in(field.annotation)
    for inner in typing.get_args(annotation):
        yield from models_in(inner)


@pytest.mark.parametrize("language", PAGES)
def test_every_key_of_the_file_is_explained(language: str) -> None:
    """Whatever may stand in a campaign file stands in the page, as code."""
    keys = {key for model in models_in(Campaign) for key in model.model_fields}
    code = re.findall(r"`[^`]+`|```.*?```", page(language), re.DOTALL)
    said = set(re.findall(r"\w+", " ".join(code)))
    assert len(keys) > 90
    assert sorted(keys - said) == []


@pytest.mark.parametrize("language", PAGES)
def test_the_small_campaign_of_the_page_loads(language: str) -> None:
    """It can be copied as it stands."""
    (example,) = re.findall(r"```toml\n(.*?)```", page(language), re.DOTALL)
    assert load_campaign(example, "page.toml").title.zh == "读书年"


@pytest.mark.parametrize("language", PAGES)
def test_the_faults_of_the_page_are_what_the_program_says(language: str) -> None:
    """Made from the renewed file that the page makes, with two slips."""
    broken = new_campaign(shipped_text(), date(2009, 3, 19))
    broken = broken.replace(
        "opens = 2009-04-01\ncloses = 2010", "opens = 2009-04-03\ncloses = 2010"
    )
    broken = broken.replace('category = "logistics"', 'category = "logistic"')
    source = {"zh": "我的活动.toml", "en": "ours.toml"}[language]
    with pytest.raises(CampaignFaults) as refused:
        load_campaign(broken, source)
    said = f"```\n{render_faults(refused.value, language)}\n```"
    assert without_lines(said) in without_lines(page(language))


def without_lines(text: str) -> str:
    """Line numbers change with every line that the shipped file gains."""
    return re.sub(r"line \d+|第 \d+ 行", "", text)
