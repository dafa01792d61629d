"""The commands `import` and `invite`, as the command line mounts them.

Each imports what it needs, so that help and a start are quick.
"""

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, NoReturn

import typer

from campaign.locale.plain_texts import both

if TYPE_CHECKING:
    from campaign.roster.planning.questions import Answers

Spoken = Literal["zh", "en"]
SpokenIn = Annotated[Spoken, typer.Option(help="zh / en")]
RosterFile = Annotated[Path | None, typer.Argument(help=both("command_line.import_file"))]
Template = Annotated[Path | None, typer.Option(help=both("command_line.import_template"))]
Apply = Annotated[bool, typer.Option("--apply", help=both("command_line.import_apply"))]
RemoveMissing = Annotated[
    bool, typer.Option("--remove-missing", help=both("command_line.import_remove_missing"))
]
Renames = Annotated[bool, typer.Option("--renames", help=both("command_line.import_renames"))]
SamePeople = Annotated[
    bool | None,
    typer.Option("--same-people/--new-people", help=both("command_line.import_same_people")),
]
SameBranches = Annotated[
    bool | None,
    typer.Option("--same-branches/--new-branches", help=both("command_line.import_same_branches")),
]
Removing = Annotated[int | None, typer.Option(help=both("command_line.import_removing"))]


def import_roster(  # noqa: PLR0913, PLR0917 - each is a flag of the command line
    file: RosterFile = None,
    template: Template = None,
    apply: Apply = False,
    remove_missing: RemoveMissing = False,
    renames: Renames = False,
    same_people: SamePeople = None,
    same_branches: SameBranches = None,
    removing: Removing = None,
    language: SpokenIn = "zh",
) -> None:
    """Import the roster; a dry run unless --apply is given."""
    if template is not None:
        _write_template(template, language)
    elif file is None:
        _refuse("importing.no_file", language)
    else:
        from campaign.roster.planning.questions import Answers  # noqa: PLC0415 - see above

        answers = Answers(
            same_people=same_people,
            same_branches=same_branches,
            removing=removing,
            renames=renames,
            remove_missing=remove_missing,
        )
        _import(file, answers, apply=apply, language=language)


def _import(file: Path, answers: "Answers", *, apply: bool, language: Spoken) -> None:
    from bot.roster.importer import ImportOptions, import_roster  # noqa: PLC0415 - see above
    from bot.settings import read_settings  # noqa: PLC0415
    from campaign.texts import Language  # noqa: PLC0415

    wish = ImportOptions(file, apply=apply, answers=answers, language=Language(language))
    good, lines = asyncio.run(import_roster(read_settings(), wish))
    typer.echo("\n".join(lines), err=not good)
    if not good:
        raise typer.Exit(1)


def invite(
    sheet: Annotated[Path | None, typer.Option(help=both("command_line.invite_sheet"))] = None,
    csv: Annotated[Path | None, typer.Option(help=both("command_line.invite_csv"))] = None,
    branch: Annotated[str | None, typer.Option(help=both("command_line.invite_branch"))] = None,
    bot: Annotated[str | None, typer.Option(help=both("command_line.invite_bot"))] = None,
    language: SpokenIn = "zh",
) -> None:
    """Make one-use links for those who have not joined."""
    from bot.roster.invitations import InvitationOptions  # noqa: PLC0415 - see above
    from bot.roster.invitations import invite as carry_out  # noqa: PLC0415
    from bot.settings import read_settings  # noqa: PLC0415
    from campaign.texts import Language  # noqa: PLC0415

    wish = InvitationOptions(
        sheet=sheet, csv=csv, branch=branch, bot=bot, language=Language(language)
    )
    good, told = asyncio.run(carry_out(read_settings(), wish))
    typer.echo(told, err=not good)
    if not good:
        raise typer.Exit(1)


def _write_template(path: Path, language: Spoken) -> None:
    from bot.program import chosen_campaign  # noqa: PLC0415 - see above
    from bot.roster.template import write_template  # noqa: PLC0415
    from bot.settings import read_settings  # noqa: PLC0415
    from campaign.texts import Language, read_texts, text  # noqa: PLC0415

    texts, spoken = read_texts(), Language(language)
    try:
        write_template(path, chosen_campaign(read_settings()), texts, spoken)
    except FileExistsError:
        _refuse("roster_file.exists", language, file=str(path))
    except OSError:
        _refuse("roster_file.not_written", language, file=str(path))
    typer.echo(texts.say(text("importing.template", file=str(path)), spoken).plain())


def _refuse(key: str, language: Spoken, **words: str) -> NoReturn:
    from campaign.texts import Language, Text, read_texts  # noqa: PLC0415 - see above

    typer.echo(read_texts().say(Text(key, words), Language(language)).plain(), err=True)
    raise typer.Exit(1)
