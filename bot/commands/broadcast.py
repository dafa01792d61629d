"""The command `broadcast`, as the command line mounts it; imports what it needs when called."""

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from campaign.locale.plain_texts import both

if TYPE_CHECKING:
    from datetime import datetime

    from bot.settings import Settings
    from campaign.texts import Text


def broadcast(
    author: Annotated[str, typer.Option("--as", help=both("command_line.broadcast_author"))],
    to: Annotated[
        list[str],
        typer.Option(
            help="all, branch:…, category:…, role:…, no-check-in, no-story, groups, channel"
        ),
    ],
    text: Annotated[str | None, typer.Option(help=both("command_line.broadcast_text"))] = None,
    file: Annotated[
        list[Path] | None, typer.Option(help=both("command_line.broadcast_file"))
    ] = None,
    at: Annotated[str | None, typer.Option(help=both("command_line.broadcast_at"))] = None,
    send: Annotated[bool, typer.Option("--send", help=both("command_line.broadcast_send"))] = False,
    disturb: Annotated[
        bool, typer.Option("--disturb", help=both("command_line.broadcast_disturb"))
    ] = False,
    language: Annotated[Literal["zh", "en"], typer.Option(help="zh / en")] = "zh",
) -> None:
    """Send a notice; the running bot sends it."""
    from bot.commands.notice import NoticeOrder, order_notice  # noqa: PLC0415 - help and a start are quick
    from bot.settings import read_settings  # noqa: PLC0415 - as above

    settings = read_settings()
    files = tuple(file or ())
    order = NoticeOrder(text, files, tuple(to), at, author, send=send, disturb=disturb)
    handed = asyncio.run(order_notice(settings, order))
    for line in handed.lines:
        typer.echo(_said(line, language, handed.now), err=not handed.good)
    if not handed.good:
        raise typer.Exit(1)
    if handed.notice is not None:
        _watch(settings, handed.notice, language)


def _watch(settings: "Settings", notice: str, language: str) -> None:
    """Until it is over; Ctrl-C ends the watching, not the sending."""
    from campaign.texts import Text  # noqa: PLC0415 - as above

    try:
        asyncio.run(_show(settings, notice, language))
    except KeyboardInterrupt:
        typer.echo(_said(Text("broadcasting.goes_on"), language))


async def _show(settings: "Settings", notice: str, language: str) -> None:
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn  # noqa: PLC0415

    from bot.commands.notice import follow  # noqa: PLC0415 - as above
    from handlers.notices.cards import STATES  # noqa: PLC0415 - as above

    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn()
    with Progress(*columns) as progress:
        bar = progress.add_task("", total=None)
        async for now in follow(settings, notice):
            state = _said(STATES[now.state], language)
            progress.update(bar, description=state, completed=now.ended, total=now.total or None)
    from campaign.texts import text  # noqa: PLC0415 - as above

    typer.echo(_said(text("broadcasting.over", state=state, n=now.sent, of=now.total), language))


def _said(line: "Text", language: str, now: "datetime | None" = None) -> str:
    from campaign.texts import Language, read_texts  # noqa: PLC0415 - as above

    return read_texts().say(line, Language(language), now).plain()
