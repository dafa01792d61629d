"""The commands `import` and `invite`, as the command line mounts them.

Each imports what it needs, so that help and a start are quick.
"""

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, NoReturn

import typer

if TYPE_CHECKING:
    from campaign.roster.questions import Answers

Spoken = Literal["zh", "en"]
SpokenIn = Annotated[Spoken, typer.Option(help="zh / en")]


RosterFile = Annotated[
    Path | None, typer.Argument(help="名册（Excel、WPS 或 CSV）/ the roster, of Excel, WPS or CSV")
]
Template = Annotated[Path | None, typer.Option(help="写一张空表 / write an empty sheet to fill in")]
Apply = Annotated[
    bool, typer.Option("--apply", help="真正导入；不加只预演 / import; a dry run without")
]
RemoveMissing = Annotated[
    bool, typer.Option("--remove-missing", help="名册里没有的人移出 / who is missing has left")
]
Removing = Annotated[
    int | None, typer.Option(help="移出的人多时写明几人 / how many leave, where they are many")
]
Renames = Annotated[
    bool, typer.Option("--renames", help="同一编号换了姓名是改名 / another name is a new name")
]
SamePeople = Annotated[
    bool | None,
    typer.Option(
        "--same-people/--new-people",
        help="同名而编号不同：同一人 / 新来的 / namesakes with other numbers: the same, or new",
    ),
]
SameBranches = Annotated[
    bool | None,
    typer.Option(
        "--same-branches/--new-branches",
        help="名称相像：同一支部 / 新支部 / branches that look alike: the same, or new",
    ),
]


def import_roster(  # noqa: PLR0913, PLR0917 - each is a flag of the command line
    file: RosterFile = None,
    template: Template = None,
    apply: Apply = False,
    remove_missing: RemoveMissing = False,
    removing: Removing = None,
    renames: Renames = False,
    same_people: SamePeople = None,
    same_branches: SameBranches = None,
    language: SpokenIn = "zh",
) -> None:
    """导入名册，默认只预演 / Import the roster; a dry run unless --apply is given."""
    if template is not None:
        _write_template(template, language)
    elif file is None:
        _refuse("importing.no_file", language)
    else:
        from campaign.roster.questions import Answers  # noqa: PLC0415 - see above

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
    sheet: Annotated[
        Path | None, typer.Option(help="二维码页（HTML，可打印）/ the sheet of QR codes")
    ] = None,
    csv: Annotated[Path | None, typer.Option(help="同样内容的 CSV / the same as CSV")] = None,
    branch: Annotated[
        str | None, typer.Option(help="只限一个支部，写全名 / one branch only, by its full name")
    ] = None,
    bot: Annotated[
        str | None, typer.Option(help="机器人用户名 / the bot's username, if not known yet")
    ] = None,
    language: SpokenIn = "zh",
) -> None:
    """给还没加入的人发一次性链接 / Make one-use links for those who have not joined."""
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
