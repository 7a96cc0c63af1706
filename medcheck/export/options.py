"""The options that every command over exports has."""

from collections.abc import Callable, Sequence
from functools import reduce
from typing import Any

import click

from medcheck.commands import FILE, tables_option
from medcheck.export.inputs.rows import ROLES

Command = Callable[..., Any]


def mapping(ctx: click.Context, param: click.Parameter, options: tuple[str, ...]) -> dict[str, list[str]]:  # noqa: ARG001
    """The columns of each role, from options written as ``ROLE=COLUMN``."""
    found: dict[str, list[str]] = {}
    for option in options:
        role, parted, column = option.partition("=")
        if not parted or role not in ROLES or not column:
            raise click.BadParameter(f"write ROLE=COLUMN, where ROLE is one of {', '.join(ROLES)}")
        found.setdefault(role, []).append(column)
    return found


def over_exports(engines: Sequence[str]) -> Callable[[Command], Command]:
    """A command over the files EXPORT that writes the folder ``--output`` with one of these engines."""
    options = (
        click.argument("export", nargs=-1, required=True, type=FILE),
        click.option(
            "--output",
            required=True,
            metavar="DIR",
            type=FILE,
            help="Folder for the results; it appears when all is done.",
        ),
        click.option(
            "--engine",
            type=click.Choice(engines),
            default="auto",
            show_default=True,
            help="What reads and joins; the results are the same.",
        ),
        click.option(
            "--map",
            "columns",
            multiple=True,
            metavar="ROLE=COLUMN",
            callback=mapping,
            help=f"Which column is what: {', '.join(ROLES)}. Several drug columns are read together; several code "
            "columns must all agree.",
        ),
        click.option("--sheet", metavar="NAME", help="The one sheet of a workbook to read, by its title or number."),
        click.option(
            "--header-row",
            type=click.IntRange(1),
            metavar="N",
            help="The line of the header. Default: the first, or the first below titles that names the medicine.",
        ),
        click.option(
            "--names",
            metavar="PATH",
            type=FILE,
            help="A CSV of your own names (columns name, ingredients), or unrecognised.csv filled in.",
        ),
        tables_option,
        click.option("--force", is_flag=True, help="Replace the folder of an earlier run."),
        click.option(
            "--skip-bad-rows",
            is_flag=True,
            help="Set rows that cannot be read aside in rejected.csv; a review counts them as unrecognised.",
        ),
        click.option(
            "--shared", is_flag=True, help="Let others read the results, as your umask has it; else only you may."
        ),
        click.option(
            "--workers",
            type=click.IntRange(1),
            metavar="N",
            help="Cores to use. Default: all. Not with --engine spark, where the cluster's own settings decide.",
        ),
    )
    return lambda command: reduce(lambda made, option: option(made), reversed(options), command)
