"""What all commands share: options, and how they speak on standard error."""

from collections.abc import Iterator
from contextlib import contextmanager

import click

from medcheck.printable import visible

# A path that shells complete; whether it can be read or written is said by who does it, with an exit status of its own.
FILE = click.Path(readable=False)

names_option = click.option(
    "--names",
    metavar="PATH",
    type=FILE,
    help="A CSV of your own names (columns name, ingredients); they win over ours.",
)
tables_option = click.option(
    "--tables",
    "folder",
    metavar="FOLDER",
    type=FILE,
    help="Tables about another side effect; the names, codes and language it has not are ours.",
)


def tell(message: str) -> None:
    """One line on standard error; a name in it, of a file or a column, cannot do anything to the terminal."""
    click.echo(visible(message), err=True)


@contextmanager
def usage_errors_visible() -> "Iterator[None]":
    """Usage errors repeat what was typed, which must not do anything to the terminal either."""
    try:
        yield
    except click.UsageError as error:
        error.message = visible(error.message)  # type: ignore[misc]  # another error would lose click's suggestions
        raise
