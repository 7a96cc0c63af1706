"""Review to output: one outline, and a writer for each format."""

from collections.abc import Callable
from importlib import import_module

from medcheck.records import ReviewRecord
from medcheck.report.layout import Layout
from medcheck.side_effect import SideEffect

# A writer takes the review, the words for the side effect it was read for, and how to lay it out.
Writer = Callable[[ReviewRecord, SideEffect, Layout], str]

# Format -> the module whose ``write`` makes it; only the one that is asked for is loaded.
WRITERS = {
    "text": "medcheck.report.text",
    "json": "medcheck.report.json",
    "csv": "medcheck.report.csv",
    "markdown": "medcheck.report.markdown",
    "html": "medcheck.report.html",
    "fhir": "medcheck.report.fhir",
}


def writer(format_: str) -> Writer:
    """The writer of a format of ``WRITERS``."""
    write: Writer = import_module(WRITERS[format_]).write
    return write
