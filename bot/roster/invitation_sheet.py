"""The joining links on paper: one HTML file with a QR code for each person, and the same as CSV.

The page needs no network: codes are drawn into it. A page per branch, to be cut apart.
"""

import csv
import io
from collections.abc import Sequence
from datetime import datetime
from importlib.resources import files
from itertools import groupby

import segno
from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from bot.roster.personal_link import PersonalLink, SheetWording
from campaign.texts import Language, Text, text

# What a spreadsheet would take for a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def sheet_of(links: Sequence[PersonalLink], wording: SheetWording, *, until: datetime) -> str:
    """The whole HTML file. The links of a branch stand together already."""
    environment = Environment(autoescape=True, undefined=StrictUndefined)
    template = files("bot.roster").joinpath("invitation_sheet.html").read_text("utf-8")
    nowhere = wording.say(text("inviting.no_branch_name"))
    pages = [
        {"branch": branch or nowhere, "links": [_drawn(link, wording) for link in of_branch]}
        for branch, of_branch in groupby(links, key=lambda link: link.branch)
    ]
    local = until.astimezone(wording.campaign.zone).date()
    return environment.from_string(template).render(
        lang="zh-CN" if wording.language is Language.ZH else "en",
        title=wording.say(text("inviting.sheet_title", campaign=wording.campaign.title)),
        note=wording.say(text("inviting.sheet_note", day=local)),
        how=wording.say(text("inviting.how")),
        in_app=wording.say(text("inviting.in_app")),
        pages=pages,
    )


def csv_of(links: Sequence[PersonalLink], wording: SheetWording) -> str:
    """The same as CSV, for a mail merge; no cell can be taken for a formula."""
    rows = io.StringIO(newline="")
    writer = csv.writer(rows)
    columns = ("branch", "name", "number", "link", "app_link", "bot", "typed")
    writer.writerow([wording.say(Text(f"inviting.csv_{column}")) for column in columns])
    for link in links:
        way = link.way
        ways = (way.link, way.app_link, way.bot_name, way.typed)
        cells = (link.branch or "", link.name, link.number or "", *ways)
        writer.writerow([_harmless(cell) for cell in cells])
    return rows.getvalue()


def _drawn(link: PersonalLink, wording: SheetWording) -> dict[str, object]:
    code = segno.make(link.way.link, error="m", micro=False)
    drawing = code.svg_inline(border=2, omitsize=True, svgclass=None, lineclass=None)
    return {
        "name": link.name,
        "number": link.number,
        "way": link.way,
        "by_hand": wording.say(text("inviting.by_hand", bot=link.way.bot_name)),
        # Drawn from the link alone; it holds nothing but a path.
        "svg": Markup(drawing),  # noqa: S704 - see above
    }


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(FORMULA) else cell
