"""Review to output: one outline, and a writer for each format."""

from collections.abc import Callable

from medcheck.records import Reading
from medcheck.report import csv, html, json, markdown, text

Writer = Callable[[Reading, bool, int, bool], str]

# Each writer takes the reading, whether to list everything, the width in columns, and whether colour is welcome.
WRITERS: dict[str, Writer] = {
    "text": text.write,
    "json": json.write,
    "csv": csv.write,
    "markdown": markdown.write,
    "html": html.write,
}
