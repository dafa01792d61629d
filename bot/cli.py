"""The command line. Each command imports what it needs, so that help and a start are quick."""

import asyncio
import sys
from datetime import datetime
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from bot.commands.broadcast import broadcast
from bot.commands.roster import import_roster, invite
from campaign.locale.plain_texts import both

app = typer.Typer(
    help=f"flagbearer：{both('command_line.flagbearer')}",
    no_args_is_help=True,
    add_completion=False,
    # Tracebacks that show local variables would show secrets.
    pretty_exceptions_enable=False,
)
parked = typer.Typer(help=both("command_line.parked"), no_args_is_help=True)
app.add_typer(parked, name="parked")
app.command("import", help=both("command_line.import"))(import_roster)
app.command("invite", help=both("command_line.invite"))(invite)
app.command("broadcast", help=both("command_line.broadcast"))(broadcast)

# The exit code of a start that failed.
BROKEN_START = 2


def main() -> None:
    """Carry out the command line; a broken start is one line on stderr and exit code 2."""
    from bot.settings import BrokenStart  # noqa: PLC0415 - see above

    try:
        app()
    except BrokenStart as fault:
        _end(str(fault))
    except _of_the_machine() as fault:
        _end(_in_one_line(fault))


def _end(told: str) -> NoReturn:
    typer.echo(f"flagbearer: {told}", err=True)
    sys.exit(BROKEN_START)


def _of_the_machine() -> tuple[type[Exception], ...]:
    """Disks, files and databases that fail in the middle of a command; no fault of the program."""
    from sqlalchemy.exc import InterfaceError, OperationalError  # noqa: PLC0415 - see above

    return (OSError, OperationalError, InterfaceError)


def _in_one_line(fault: Exception) -> str:
    from bot.process.logs import in_one_line, veil  # noqa: PLC0415 - see above
    from bot.process.start_faults import reason  # noqa: PLC0415 - see above

    if isinstance(fault, OSError):
        return f"{fault.filename or type(fault).__name__}：{reason(fault)}"
    return f"{both('start_up.database')}: {veil(in_one_line(fault))}"


@app.command(help=both("command_line.run"))
def run() -> None:
    """Run the bot on Telegram."""
    from bot.commands.run import run_bot  # noqa: PLC0415 - see above
    from bot.settings import read_settings  # noqa: PLC0415 - see above

    run_bot(read_settings())


@app.command(help=both("command_line.demo"))
def demo() -> None:
    """Try it out: no token, no account, no network."""
    from bot.commands.demo import run_demo  # noqa: PLC0415 - see above
    from bot.settings import read_settings  # noqa: PLC0415 - see above

    run_demo(read_settings())


@app.command(help=both("command_line.migrate"))
def migrate() -> None:
    """Bring the database to the newest step; `run` does so by itself."""
    from bot.program import open_database  # noqa: PLC0415 - see above
    from bot.settings import read_settings  # noqa: PLC0415 - see above
    from storage.database.migrate import newest_step  # noqa: PLC0415 - see above

    async def bring(url: str) -> None:
        async with open_database(url):
            typer.echo(f"{both('command_line.migrated')} {newest_step()}")

    asyncio.run(bring(read_settings().database_url))


@app.command(help=both("command_line.check"))
def check(
    file: Annotated[Path, typer.Argument(help=both("command_line.check_file"))],
    language: Annotated[str, typer.Option(help="zh / en")] = "zh",
) -> None:
    """Check a campaign file: every fault at once."""
    from campaign.calendar import Calendar  # noqa: PLC0415 - see above
    from campaign.open_points import open_points  # noqa: PLC0415 - see above
    from campaign.reading import (  # noqa: PLC0415 - see above
        CampaignFaults,
        load_campaign_file,
        render_faults,
    )
    from campaign.texts import Language, read_texts  # noqa: PLC0415 - see above
    from schedules.forecast import days_off  # noqa: PLC0415 - see above

    try:
        campaign = load_campaign_file(file)
    except CampaignFaults as faults:
        typer.echo(render_faults(faults, language), err=True)
        raise typer.Exit(1) from None
    typer.echo(f"{file}：{both('command_line.no_faults')} ({campaign.opens} – {campaign.closes})")
    points = open_points(campaign)
    if points:
        typer.echo(f"{both('command_line.open_points')}:")
    for point in points:
        typer.echo(f"  · {point.in_language(language)}")
    texts, spoken = read_texts(), Language.nearest(language)
    for line in days_off(Calendar(campaign)):
        typer.echo(texts.say(line, spoken).plain())


@app.command(help=both("command_line.new"))
def new(
    start: Annotated[
        datetime, typer.Argument(formats=["%Y-%m-%d"], help=both("command_line.new_start"))
    ],
    file: Annotated[Path, typer.Argument(help=both("command_line.new_file"))],
    template: Annotated[Path | None, typer.Option(help=both("command_line.new_template"))] = None,
) -> None:
    """Write a campaign file for another year, its dates moved."""
    from campaign.reading import CampaignFaults, render_faults, shipped_text  # noqa: PLC0415
    from campaign.renewal import new_campaign  # noqa: PLC0415 - see above

    if file.exists():
        typer.echo(f"{file} {both('command_line.new_exists')}", err=True)
        raise typer.Exit(1)
    try:
        text = shipped_text() if template is None else template.read_text("utf-8")
        file.write_text(new_campaign(text, start.date()), "utf-8")
    except CampaignFaults as faults:
        typer.echo(render_faults(faults, "zh"), err=True)
        raise typer.Exit(1) from None
    except (OSError, UnicodeDecodeError) as fault:
        typer.echo(f"flagbearer: {fault}", err=True)
        raise typer.Exit(1) from None
    typer.echo(f"{file}：{both('command_line.new_written')}")


@app.command(help=both("command_line.calendar"))
def calendar(
    days: Annotated[
        int, typer.Option(min=1, max=1000, help=both("command_line.calendar_days"))
    ] = 30,
    language: Annotated[str, typer.Option(help="zh / en")] = "zh",
) -> None:
    """What will be sent when, to whom and why."""
    from bot.commands.calendar import upcoming_lines  # noqa: PLC0415 - see above
    from bot.settings import read_settings  # noqa: PLC0415 - see above
    from campaign.texts import Language  # noqa: PLC0415 - see above

    spoken = Language.nearest(language)
    lines = asyncio.run(upcoming_lines(read_settings(), days=days, language=spoken))
    typer.echo("\n".join(lines))


@app.command(help=both("command_line.recount"))
def recount(
    mend: Annotated[bool, typer.Option("--mend", help=both("command_line.recount_mend"))] = False,
) -> None:
    """Compare the counters with the records, and mend them if asked."""
    from bot.commands.recount import recount as carry_out  # noqa: PLC0415 - see above
    from bot.settings import read_settings  # noqa: PLC0415 - see above

    good, lines = asyncio.run(carry_out(read_settings(), mend=mend))
    typer.echo("\n".join(lines), err=not good)
    if not good:
        raise typer.Exit(1)


@parked.command("list", help=both("command_line.parked_list"))
def parked_list() -> None:
    """List them: number, when, chat, tries, trouble."""
    from bot.commands.parked import list_parked  # noqa: PLC0415 - see above
    from bot.settings import read_settings  # noqa: PLC0415 - see above

    lines = asyncio.run(list_parked(read_settings()))
    typer.echo("\n".join(lines) if lines else both("command_line.parked_none"))


@parked.command("retry", help=both("command_line.parked_retry"))
def parked_retry(
    number: Annotated[int | None, typer.Argument(help=both("command_line.parked_number"))] = None,
) -> None:
    """Give them another turn: the running bot takes them up within half a minute."""
    from bot.commands.parked import retry  # noqa: PLC0415 - see above
    from bot.settings import read_settings  # noqa: PLC0415 - see above

    count = asyncio.run(retry(read_settings(), number))
    typer.echo(both("command_line.parked_retried", count=count))
    if count == 0 and number is not None:
        raise typer.Exit(1)
