"""An option that several commands have."""

import click

tables_option = click.option(
    "--tables",
    "folder",
    metavar="FOLDER",
    help="Tables about another side effect; the names, codes and language it has not are ours.",
)
