"""The command ``medcheck symmetry``: options to arguments; its last words to standard output, others to error."""

from collections.abc import Callable
from pathlib import Path

import click

from medcheck.commands import tell
from medcheck.exceptions import MemoryExhausted
from medcheck.export import ENGINES, EngineName
from medcheck.export.command import ending_with_130
from medcheck.export.options import over_exports
from medcheck.export.sequence.analysis import Settings
from medcheck.printable import visible

_EPILOG = """\b
Examples:
  medcheck symmetry export.csv --output symmetry
  medcheck symmetry export.csv --output amlodipine --index amlodipine --marker furosemide
  medcheck symmetry 'scripts-*.csv.gz' --output two --marker quinine --marker "magnesium;potassium"
  medcheck symmetry export.csv --output falls --index @sedatives.txt --marker "loop diuretic"
"""
_WHOLE_TIME = "none"
_FILE = "@"


def _groups(ctx: click.Context, param: click.Parameter, values: tuple[str, ...]) -> list[str | Path]:  # noqa: ARG001
    """Names as they are, and paths of files of names from ``@PATH``."""
    return [Path(value[1:]) if value.startswith(_FILE) else value for value in values]


def _average(ctx: click.Context, param: click.Parameter, value: str) -> int | None:  # noqa: ARG001
    if value == _WHOLE_TIME:
        return None
    if not value.isdecimal():
        raise click.BadParameter(f"write a number of days, or {_WHOLE_TIME}")
    return int(value)


@click.command(epilog=_EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
@over_exports(ENGINES)
@click.option(
    "--marker",
    "markers",
    multiple=True,
    metavar="NAME",
    callback=_groups,
    help="Medicine whose begin is the sign: an ingredient, brand or class, or several as one, parted by ';' or one a "
    "line in @FILE. Default: that of the tables.",
)
@click.option(
    "--index",
    "indexes",
    multiple=True,
    metavar="NAME",
    callback=_groups,
    help="Medicine that may lead to it, named alike. Default: every ingredient and class that the tables associate.",
)
@click.option(
    "--window",
    "windows",
    multiple=True,
    type=click.IntRange(1),
    default=Settings.windows,
    show_default=True,
    metavar="DAYS",
    help="Most days between the two.",
)
@click.option(
    "--average",
    default=str(Settings.average),
    show_default=True,
    metavar="DAYS",
    callback=_average,
    help=f"Reach of the moving average of the null effect, or {_WHOLE_TIME} for the whole time.",
)
@click.option(
    "--run-in",
    type=click.IntRange(0),
    default=Settings.run_in,
    show_default=True,
    metavar="DAYS",
    help="Who has a medicine so soon after the export's first day is no new user of it.",
)
@click.option(
    "--level", type=click.FloatRange(0, 1, min_open=True, max_open=True), default=Settings.level, show_default=True,
    help="Of the intervals.",
)  # fmt: skip
@click.option(
    "--fewest-people",
    type=click.IntRange(0),
    default=Settings.fewest_people,
    show_default=True,
    help="Smaller counts are suppressed.",
)
@click.option(
    "--fewest-pairs",
    type=click.IntRange(0),
    default=Settings.fewest_pairs,
    show_default=True,
    help="Ratios of fewer people are marked as too few.",
)
@ending_with_130
def symmetry(
    export: tuple[str, ...],
    output: str,
    markers: list[str | Path],
    indexes: list[str | Path],
    windows: tuple[int, ...],
    average: int | None,
    run_in: int,
    level: float,
    fewest_people: int,
    fewest_pairs: int,
    engine: EngineName,
    columns: dict[str, list[str]],
    sheet: str | None,
    header_row: int | None,
    names: str | None,
    folder: str | None,
    force: bool,
    skip_bad_rows: bool,
    shared: bool,
    workers: int | None,
    stopped: Callable[[], bool],
) -> None:
    """Whether people of an export begin a medicine more often after another one than before it.

    Prescription sequence symmetry: for each pair the ratio of those who began the index medicine first to those who
    began the marker first, crude and adjusted for trends of prescribing. A signal about a population, never about one
    patient. EXPORT are files as for a review; they need a patient and a date in each row.
    """
    from medcheck.counted import counted
    from medcheck.export.progress import to_terminal
    from medcheck.export.sequence import run

    progress = to_terminal(stopped)

    def say(line: str) -> None:
        progress.finish()
        tell(line)

    try:
        summary = run.symmetry(
            list(export), output=output, marker=markers, index=indexes, windows=windows, average=average,
            run_in=run_in, level=level, fewest_people=fewest_people, fewest_pairs=fewest_pairs, engine=engine,
            map=columns, sheet=sheet, header_row=header_row, names=names, force=force, skip_bad_rows=skip_bad_rows,
            shared=shared, tables=folder, workers=workers, progress=progress, say=say,
        )  # fmt: skip
    except MemoryError:
        fewer = "" if engine == "spark" else ", or set --workers 1"
        raise MemoryExhausted(f"not enough memory; nothing was written. Free some{fewer}") from None
    asked = sum(not pair.control for pair in summary.pairs)
    click.echo(f"{counted(summary.people, 'person', 'people')}, {counted(asked, 'pair')} of index medicine and marker")
    click.echo(visible(f"Read {Path(output) / 'symmetry.html'}"))
