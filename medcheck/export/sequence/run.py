"""A sequence symmetry analysis from its files to its folder."""

import os
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path

from medcheck.counted import counted
from medcheck.exceptions import EngineUnavailable, UsageError
from medcheck.export import EngineName
from medcheck.export.job import Job
from medcheck.export.lines.unread_lines import UnreadLine, unread_lines
from medcheck.export.outputs.cells import table
from medcheck.export.outputs.folder import SYMMETRY, Output
from medcheck.export.progress import Progress
from medcheck.export.run import check_engine, check_header_row, named, opened
from medcheck.export.sequence.analysis import Settings, numbers_of, results_of
from medcheck.export.sequence.groups import Groups
from medcheck.export.sequence.names import Names, named_groups
from medcheck.export.sequence.page import page
from medcheck.export.sequence.ratio import crude_ratio
from medcheck.export.sequence.results import SequencePair, SequenceRatio, SymmetrySummary
from medcheck.export.sequence.uses import CountsUses, Uses, count_uses
from medcheck.printable import storable

_RATIO_COLUMNS = tuple(name for name in SequenceRatio.model_fields if name != "warnings")
_PAIR_COLUMNS = ("index", "marker", "control", "source")


def symmetry(
    paths: "Sequence[str | os.PathLike[str]] | str | os.PathLike[str]",
    *,
    output: "str | os.PathLike[str]",
    marker: Names = (),
    index: Names = (),
    windows: Sequence[int] = Settings.windows,
    average: int | None = Settings.average,
    run_in: int = Settings.run_in,
    level: float = Settings.level,
    fewest_people: int = Settings.fewest_people,
    fewest_pairs: int = Settings.fewest_pairs,
    engine: EngineName = "auto",
    map: "Mapping[str, str | Sequence[str]] | None" = None,
    sheet: str | None = None,
    header_row: int | None = None,
    names: "str | os.PathLike[str] | None" = None,
    force: bool = False,
    skip_bad_rows: bool = False,
    shared: bool = False,
    tables: "str | os.PathLike[str] | None" = None,
    workers: int | None = None,
    progress: Progress | None = None,
    say: Callable[[str], None] = lambda _: None,
) -> SymmetrySummary:
    """Whether people begin a ``marker`` more often after an ``index`` medicine than before; writes ``output``.

    ``marker`` and ``index`` are names of ingredients, brands or classes; several parted by ";" count as one, and so do
    those of a file with one name a line, given by its path. Without ``marker`` it is that of the tables, without
    ``index`` each ingredient and class that they associate with the side effect. The first use of a person counts if it
    comes at least ``run_in`` days after the export's first day. ``windows`` are the most days between the two;
    ``average`` is the reach of the moving average of the null effect, None for the whole time. Counts below
    ``fewest_people`` are suppressed, ratios of fewer than ``fewest_pairs`` people marked as too few.

    A signal about a population, never about one patient. Any error of ours is a MedcheckError and leaves no folder.
    """
    settings = Settings(tuple(sorted(set(windows))), average, run_in, level, fewest_people, fewest_pairs)
    _check(settings)
    check_header_row(header_row)
    check_engine(engine, workers)
    crude_ratio(1, 1)  # says at once what is not installed, not after the files are read
    folder = Output(Path(output), SYMMETRY, force=force, shared=shared)
    with opened(
        paths, folder, map=map, sheet=sheet, header_row=header_row, names=names, skip_bad_rows=skip_bad_rows,
        tables=tables, workers=workers, progress=progress or Progress(), say=say,
    ) as job:  # fmt: skip
        for role in ("patient", "date"):
            if getattr(job.export.used, role) is None:
                raise UsageError(f"which column holds the {role}? Set it with --map {role}=COLUMN")
        markers = named_groups(marker) or named_groups(job.pool.checker.clinical.side_effect.marker)
        groups = Groups(job.pool.checker, named_groups(index), markers)
        uses = _engine(engine)(job, groups.of, numbers_of(groups.pairs), settings.run_in)
        job.export.check_unchanged()
        summary = _summary(job, uses, results_of(uses, groups, settings), settings)
        _write(job, uses, summary)
        for notice in summary.notices:
            say(f"Notice: {notice}.")
        return summary


def _check(settings: Settings) -> None:
    if not settings.windows or min(settings.windows) < 1:
        raise UsageError("a window is at least one day")
    if settings.average is not None and settings.average < 1:
        raise UsageError("the moving average reaches at least one day; None (--average none) is the whole time")
    if min(settings.run_in, settings.fewest_people, settings.fewest_pairs) < 0:
        raise UsageError("days and counts cannot be below 0")
    if not 0 < settings.level < 1:
        raise UsageError("the level of the interval lies between 0 and 1, as 0.95")


def _engine(name: EngineName) -> CountsUses:
    if name == "python":
        return count_uses
    if name == "spark":
        from medcheck.export.engines.spark.sequence import count_uses_on_spark

        return count_uses_on_spark
    try:
        from medcheck.export.engines.duckdb.sequence import count_uses_in_duckdb
    except ImportError:
        if name == "auto":
            return count_uses
        raise EngineUnavailable("the engine 'duckdb' needs DuckDB: in a checkout of medcheck, pip install .") from None
    return count_uses_in_duckdb


def _summary(job: Job, uses: Uses, pairs: tuple[SequencePair, ...], settings: Settings) -> SymmetrySummary:
    unread = sum(
        count.rows
        for count, answer in zip(uses.lines.counts, uses.lines.answers, strict=True)
        if answer.kind == "unrecognised"
    )
    notices = [storable(notice) for notice in job.export.notices]
    if not uses.rows:
        notices.append(job.export.without_rows)
    if uses.undated_rows:
        notices.append(
            f"{counted(uses.undated_rows, 'row has', 'rows have')} no date that can be read, and does not count"
        )
    if unread:
        notices.append(f"{counted(unread, 'row was', 'rows were')} not recognised; see unrecognised.csv")
    if job.rejected:
        notices.append(f"{counted(len(job.rejected), 'row')} could not be read; see rejected.csv")
    days = [date.fromordinal(day).isoformat() if day else "" for day in (uses.first_day, uses.last_day)]
    return SymmetrySummary(
        tables_version=job.pool.checker.database.version,
        profile=job.export.used.profile,
        columns=named(job.export),
        rows=uses.rows + len(job.rejected),
        undated_rows=uses.undated_rows,
        rows_without_patient=uses.rows_without_patient,
        unrecognised_rows=unread + len(job.rejected),
        people=uses.people,
        first_day=days[0],
        last_day=days[1],
        run_in=settings.run_in,
        windows=settings.windows,
        average=settings.average,
        level=settings.level,
        fewest_people=settings.fewest_people,
        fewest_pairs=settings.fewest_pairs,
        notices=tuple(notices),
        pairs=pairs,
        folder=job.output.folder,
    )


def _write(job: Job, uses: Uses, summary: SymmetrySummary) -> None:
    rows = (
        (
            *(getattr(pair, name) for name in _PAIR_COLUMNS),
            *(_cell(getattr(ratio, name)) for name in _RATIO_COLUMNS),
            *(_cell(number) for number in pair.attrition.model_dump().values()),
            "; ".join(ratio.warnings),
        )
        for pair in summary.pairs
        for ratio in pair.ratios
    )
    columns = (*_PAIR_COLUMNS, *_RATIO_COLUMNS, *type(summary.pairs[0].attrition).model_fields, "warnings")
    job.output.write("symmetry.csv", table(columns, rows, job.raw))
    job.output.write("symmetry.json", summary.model_dump_json(indent=2, exclude={"folder"}) + "\n")
    unread = unread_lines(uses.lines, job.export.read)
    job.output.write("unrecognised.csv", table(UnreadLine._fields, unread, job.raw))
    if job.rejected:
        aside = ((storable(bad.file), bad.line, bad.reason) for bad in job.rejected)
        job.output.write("rejected.csv", table(("file", "line", "reason"), aside, job.raw))
    names = ", ".join(path.name for path in job.export.paths[:3])
    job.output.write("symmetry.html", page(summary, names, job.pool.checker.clinical))


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else ""
    return f"{value:.6g}" if isinstance(value, float) else str(value)
