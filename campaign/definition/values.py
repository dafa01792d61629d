"""The small values that every part of a campaign file is made of."""

import calendar
import re
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, PlainValidator
from pydantic_core import PydanticCustomError

ID_FORM = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
MONTH_FORM = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")
# In characters.
LONGEST_ID = 32


class Section(BaseModel):
    """A part of the campaign file: frozen, strict about types, without unknown keys."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")


def _id_in_form(text: str) -> str:
    if not ID_FORM.fullmatch(text) or len(text) > LONGEST_ID:
        raise PydanticCustomError("id_form", "not an id")
    return text


def _wording_in_form(text: str) -> str:
    if not text or text != text.strip():
        raise PydanticCustomError("wording_form", "blank, or blank at an end")
    return text


Id = Annotated[str, AfterValidator(_id_in_form)]
Wording = Annotated[str, AfterValidator(_wording_in_form)]
DutyOf = Literal["member", "branch", "office"]


class Both(Section):
    """One wording in both languages."""

    zh: Wording
    en: Wording

    def in_language(self, language: str) -> str:
        """The English wording for `en`, the Chinese one for everything else."""
        return self.en if language == "en" else self.zh


class Named(Section):
    """Something to choose from or to point at: an id for the records, a name for people."""

    id: Id
    name: Both


class Stretch(Section):
    """Some days in a row, the first and the last included."""

    opens: date
    closes: date

    def covers(self, day: date) -> bool:
        """Whether the day, in the campaign's time zone, lies inside."""
        return self.opens <= day <= self.closes


@dataclass(frozen=True, order=True, slots=True)
class Month:
    """A calendar month; in the file `"2008-04"`."""

    year: int
    month: int

    @classmethod
    def of(cls, day: date) -> "Month":
        """The month that the day lies in."""
        return cls(day.year, day.month)

    @property
    def first_day(self) -> date:
        """The 1st."""
        return date(self.year, self.month, 1)

    @property
    def last_day(self) -> date:
        """The 28th to the 31st."""
        return date(self.year, self.month, calendar.monthrange(self.year, self.month)[1])

    def following(self) -> "Month":
        """The month after this one."""
        return Month(self.year + 1, 1) if self.month == 12 else Month(self.year, self.month + 1)

    def __str__(self) -> str:
        return f"{self.year:04}-{self.month:02}"


def read_month(text: object) -> Month:
    """`"2008-04"` as a month.

    Raises PydanticCustomError of type `month_form` for anything else.
    """
    if isinstance(text, Month):
        return text
    found = MONTH_FORM.fullmatch(text) if isinstance(text, str) else None
    if found is None or int(found[1]) == 0:
        raise PydanticCustomError("month_form", "not a month")
    return Month(int(found[1]), int(found[2]))


MonthInFile = Annotated[Month, PlainValidator(read_month)]
