"""The command ``medcheck review``: options to arguments; counts to standard output, all else to standard error."""

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import Any

import click

from medcheck.commands import tell
from medcheck.exceptions import MemoryExhausted
from medcheck.export import ENGINES, FORMATS, EngineName, RowsFormat
from medcheck.export.options import over_exports
from medcheck.export.times.assumed import ASSUMED_DAYS
from medcheck.printable import visible

_STOPPED = "Stopped; nothing was written."

_EPILOG = """\b
Examples:
  medcheck review export.csv --output review
  medcheck review 'scripts-2026-*.csv.gz' --output review --as-of 2026-06-30
  medcheck review list.xlsx --output review --map drug="Item issued" --map patient=Ref
  medcheck review export.csv --output again --names review/unrecognised.csv
  medcheck review drug_exposure.csv CONCEPT.csv --output review
"""


class _CtrlC:
    """The first Ctrl-C stops the review; later ones do not disturb its tidying up.

    ``came`` tells a stop from an error: from the middle of a query it may come out as any exception.
    """

    came = False

    def __call__(self, *_: object) -> None:
        if not self.came:
            self.came = True
            raise KeyboardInterrupt


@contextmanager
def _stopping_with_130(output: str) -> "Iterator[_CtrlC]":
    """End with 130 when Ctrl-C comes, and say whether the folder is there already."""
    before, ctrl_c = _identity(output), _CtrlC()
    usual = None
    try:
        if threading.current_thread() is threading.main_thread():
            usual = signal.signal(signal.SIGINT, ctrl_c)
        yield ctrl_c
    except BaseException as error:
        if not (ctrl_c.came or isinstance(error, KeyboardInterrupt)):
            raise
        written = _identity(output) not in (before, None)
        tell(f"Stopped; the review in {output} is complete." if written else _STOPPED)
        sys.exit(130)
    finally:
        if usual is not None:
            signal.signal(signal.SIGINT, usual)


def ending_with_130(command: Callable[..., None]) -> Callable[..., None]:
    """A command that writes ``--output`` and that Ctrl-C ends with 130 and a word on what is there.

    The command is given ``stopped``, which says whether Ctrl-C came.
    """

    @wraps(command)
    def run(**options: Any) -> None:
        with _stopping_with_130(options["output"]) as ctrl_c:
            command(**options, stopped=lambda: ctrl_c.came)

    return run


def _identity(path: str) -> tuple[int, int] | None:
    try:
        found = os.stat(path)  # noqa: PTH116 - the path as it was given
    except OSError:
        return None
    return found.st_dev, found.st_ino


@click.command(epilog=_EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
@over_exports(ENGINES)
@click.option(
    "--as-of",
    metavar="DAY",
    help="Day of the review, as 2026-11-30, or last for each person's own last day; what has ended before or begins "
    "after it does not count. Default: today.",
)
@click.option(
    "--assume-days",
    type=click.IntRange(1),
    metavar="N",
    help=f"A row that nothing ends (no stop, no days of supply) counts for so many days. Default: {ASSUMED_DAYS}, and "
    "without end where the layout leaves out the stop of what is still taken.",
)
@click.option(
    "--format", "format_", type=click.Choice(FORMATS), default="csv", show_default=True, help="How to write the rows."
)
@click.option(
    "--raw", is_flag=True, help="For machines: leave cells that a spreadsheet takes for formulas as they are."
)
@ending_with_130
def review(
    export: tuple[str, ...],
    output: str,
    engine: EngineName,
    columns: dict[str, list[str]],
    sheet: str | None,
    header_row: int | None,
    names: str | None,
    as_of: str | None,
    assume_days: int | None,
    folder: str | None,
    format_: RowsFormat,
    force: bool,
    skip_bad_rows: bool,
    raw: bool,
    shared: bool,
    workers: int | None,
    stopped: Callable[[], bool],
) -> None:
    """Review prescription exports: CSV and its relatives, Parquet, XLSX, FHIR; gz and zip, too.

    EXPORT are files, folders or patterns of one layout, and the file that names its codes (OMOP's CONCEPT.csv). DIR
    gets rows, patients, unrecognised names, medicines, a summary and a page to read.
    """
    from medcheck.checker import Checker
    from medcheck.counted import counted, plural
    from medcheck.export.progress import to_terminal
    from medcheck.export.run import review_export

    progress = to_terminal(stopped)

    def say(line: str) -> None:
        progress.finish()
        tell(line)

    try:
        summary = review_export(
            list(export), output=output, engine=engine, map=columns, sheet=sheet, header_row=header_row, names=names,
            as_of=as_of, assume_days=assume_days, force=force, tables=folder, skip_bad_rows=skip_bad_rows, raw=raw,
            shared=shared, format=format_, workers=workers, progress=progress, say=say,
        )  # fmt: skip
    except MemoryError:
        fewer = "" if engine == "spark" else ", or set --workers 1"
        raise MemoryExhausted(f"not enough memory; nothing was written. Free some{fewer}") from None
    associated = Checker(tables=folder).clinical.side_effect.associated
    where = Path(output) / "report.html"
    counts = [
        (summary.rows, plural(summary.rows, "row")),
        (summary.associated, f"with a medicine {associated}"),
        (summary.not_listed, "with other medicines only"),
        (summary.unrecognised, "NOT RECOGNISED, see unrecognised.csv" if summary.unrecognised else "not recognised"),
        (summary.not_a_medicine, plural(summary.not_a_medicine, "that is no medicine", "that are no medicine")),
    ]
    if summary.people:
        counts.append((summary.patients, f"of {counted(summary.people, 'patient')} with a finding, see patients.csv"))
    width = max(len(f"{number:,}") for number, _ in counts)
    for number, words in counts:
        click.echo(f"{number:>{width},}  {words}")
    click.echo(visible(f"Read {where}"))
