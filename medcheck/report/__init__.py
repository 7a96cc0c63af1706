"""Review to output: one outline, and a writer for each format."""

from collections.abc import Callable
from importlib import import_module

from medcheck.records import Reading

# A writer takes the reading, whether to list everything, the width in columns, and whether colour is welcome.
Writer = Callable[[Reading, bool, int, bool], str]

# Format -> the module whose ``write`` makes it; only the one that is asked for is loaded.
WRITERS = {
    "text": "medcheck.report.text",
    "json": "medcheck.report.json",
    "csv": "medcheck.report.csv",
    "markdown": "medcheck.report.markdown",
    "html": "medcheck.report.html",
}


def writer(format_: str) -> Writer:
    """The writer of a format of ``WRITERS``."""
    write: Writer = import_module(WRITERS[format_]).write
    return write
