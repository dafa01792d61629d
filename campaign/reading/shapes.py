"""Faults of single values: keys that are missing or unknown, values of the wrong kind."""

import types
from collections.abc import Iterator, Mapping
from datetime import date, time
from difflib import get_close_matches
from typing import Any, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from campaign.definition import Both, Campaign
from campaign.reading.faults import Finding
from campaign.reading.places import Path
from campaign.texts import Text

KINDS: Mapping[str, str] = {
    "string_type": "not_text",
    "int_type": "not_number",
    "bool_type": "not_yes_no",
    "date_type": "not_day",
    "time_type": "not_time",
    "tuple_type": "not_list",
    "model_type": "not_table",
    "literal_error": "not_one_of",
    "month_form": "not_month",
    "id_form": "bad_id",
    "wording_form": "bad_wording",
    "string_pattern_mismatch": "bad_file_name",
    "zoneinfo_str": "bad_zone",
    "greater_than_equal": "too_small",
    "less_than_equal": "too_large",
    "too_short": "too_few",
}
LANGUAGES = {"zh": Text("campaign_file.chinese"), "en": Text("campaign_file.english")}


def read_shape(table: dict[str, Any]) -> Campaign | list[Finding]:
    """The campaign of a TOML table, or everything that is wrong with its keys and values."""
    try:
        return Campaign.model_validate(_with_tuples(table))
    except ValidationError as problem:
        return [finding_of(error) for error in problem.errors(include_url=False)]


def finding_of(error: ErrorDetails) -> Finding:
    """One of pydantic's errors in our own terms."""
    path: Path = error["loc"]
    if error["type"] == "missing":
        return _missing(path)
    if error["type"] == "extra_forbidden":
        return _unknown_key(path)
    if error["type"] == "model_type" and model_at(path) is Both:
        return Finding(path, "not_both", {"value": show_value(error["input"])})
    kind = KINDS.get(error["type"], "other")
    return Finding(path, kind, dict(_words(path, error)))


def model_at(path: Path) -> type[BaseModel] | None:
    """The model that the campaign file has at a path; None where it has plain values."""
    model: type[BaseModel] | None = Campaign
    for step in path:
        if isinstance(step, str):
            known = model.model_fields.get(step) if model is not None else None
            model = _model_in(known.annotation) if known is not None else None
    return model


def show_value(value: object) -> str:
    """A value as it stands in a TOML file, cut short."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date | time | int | float):
        return str(value)
    if isinstance(value, str):
        return f'"{value if len(value) <= 40 else value[:39] + "…"}"'
    return "{ … }" if isinstance(value, dict) else "[ … ]"


def _with_tuples(value: object) -> object:
    if isinstance(value, dict):
        return {key: _with_tuples(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return tuple(_with_tuples(inner) for inner in value)
    return value


def _missing(path: Path) -> Finding:
    if model_at(path[:-1]) is Both:
        return Finding(path, "missing_language", {"language": LANGUAGES[str(path[-1])]})
    return Finding(path, "missing", {"key": path[-1]})


def _unknown_key(path: Path) -> Finding:
    key = str(path[-1])
    model = model_at(path[:-1])
    known = list(model.model_fields) if model is not None else []
    close = get_close_matches(key, known, n=1)
    if close:
        return Finding(path, "unknown_key_close", {"key": key, "close": close[0]})
    return Finding(path, "unknown_key", {"key": key, "known": ", ".join(known)})


def _words(path: Path, error: ErrorDetails) -> Iterator[tuple[str, object]]:
    context = error.get("ctx", {})
    yield "value", show_value(error["input"])
    yield "key", path[-1]
    yield "problem", error["msg"]
    yield "choices", str(context.get("expected", "")).replace("'", '"').replace(" or ", ", ")
    for bound in ("ge", "le", "min_length"):
        if bound in context:
            yield "bound", context[bound]


def _model_in(annotation: object) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    if get_origin(annotation) in (tuple, Union, types.UnionType):
        return next(filter(None, map(_model_in, get_args(annotation))), None)
    return None
