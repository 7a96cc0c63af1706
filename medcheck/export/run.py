"""A review from its files to its folder: choose the engine, run it, check the counts, put the folder in place."""

import os
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from medcheck.checker import Checker
from medcheck.counted import counted
from medcheck.exceptions import EngineUnavailable, UsageError
from medcheck.export import ENGINES, FORMATS, EngineName, RowsFormat
from medcheck.export.inputs.profiles import Columns
from medcheck.export.inputs.rows import ROLES
from medcheck.export.inputs.source import Export
from medcheck.export.job import Engine, Job, Tally
from medcheck.export.lines.pool import ResolverPool
from medcheck.export.lines.unread_lines import UnreadLine, unread_lines
from medcheck.export.outputs.cells import table
from medcheck.export.outputs.folder import Output
from medcheck.export.outputs.page import page
from medcheck.export.outputs.summary import ExportSummary
from medcheck.export.patients.medicine_counts import LineRows, MedicineCount, medicine_counts
from medcheck.export.progress import Progress
from medcheck.export.time_notices import LAST, time_notices
from medcheck.export.times.spans import ENDED_BY
from medcheck.naming.local import CODE_DISAGREES
from medcheck.printable import storable


def review_export(
    paths: "Sequence[str | os.PathLike[str]] | str | os.PathLike[str]",
    *,
    output: "str | os.PathLike[str]",
    engine: EngineName = "auto",
    map: "Mapping[str, str | Sequence[str]] | None" = None,
    sheet: str | None = None,
    header_row: int | None = None,
    names: "str | os.PathLike[str] | None" = None,
    as_of: date | str | None = None,
    assume_days: int | None = None,
    force: bool = False,
    skip_bad_rows: bool = False,
    raw: bool = False,
    shared: bool = False,
    format: RowsFormat = "csv",
    tables: "str | os.PathLike[str] | None" = None,
    workers: int | None = None,
    progress: Progress | None = None,
    say: Callable[[str], None] = lambda _: None,
) -> ExportSummary:
    """Review the files of an export together and write the folder ``output``, whole or not at all.

    ``map`` says which column is what (``{"drug": "COLUMN"}``) where the header does not. ``sheet`` is the title or
    number of the one sheet of a workbook that is read, ``header_row`` the line of the header, counted from 1.

    ``as_of`` is the day of the review, by default today, or "last" for each person's own last day: a row counts for its
    patient that has begun by then and has not ended. A row that nothing ends counts for ``assume_days``; by default
    that is a quarter, and without end where the layout leaves out the stop of what is still taken.

    ``say`` is told which profile and columns are used and what is odd about the files. Only the owner may read what is
    written, unless ``shared`` leaves that to the umask. Any error of ours is a MedcheckError and leaves no folder.
    """
    check_engine(engine, workers)
    if assume_days is not None and assume_days < 1:
        raise UsageError("a row counts for at least one day; set --assume-days to 1 or more")
    check_header_row(header_row)
    if format not in FORMATS:
        raise UsageError(f"there is no format '{format}'; choose one of {', '.join(FORMATS)}")
    folder = Output(Path(output), force=force, shared=shared)
    with opened(
        paths, folder, map=map, sheet=sheet, header_row=header_row, names=names, as_of=as_of, assume_days=assume_days,
        raw=raw, format=format, skip_bad_rows=skip_bad_rows, tables=tables, workers=workers,
        progress=progress or Progress(), say=say,
    ) as job:  # fmt: skip
        return _finish(job, _engine(engine)(job), say)


def check_engine(engine: str, workers: int | None) -> None:
    """Raise UsageError for an engine that is none, or workers where a cluster decides."""
    if engine not in ENGINES:
        raise UsageError(f"there is no engine '{engine}'; choose one of {', '.join(ENGINES)}")
    if engine == "spark" and workers is not None:
        raise UsageError("with the engine 'spark' the cluster's own settings decide; leave --workers out")


def check_header_row(header_row: int | None) -> None:
    """Raise UsageError for what is no line."""
    if header_row is not None and header_row < 1:
        raise UsageError("the lines of a file are counted from 1; set --header-row to 1 or more")


@contextmanager
def opened(
    paths: "Sequence[str | os.PathLike[str]] | str | os.PathLike[str]",
    folder: Output,
    *,
    map: "Mapping[str, str | Sequence[str]] | None",
    sheet: str | None,
    header_row: int | None,
    names: "str | os.PathLike[str] | None",
    as_of: date | str | None = None,
    assume_days: int | None = None,
    raw: bool = False,
    format: RowsFormat = "csv",
    skip_bad_rows: bool,
    tables: "str | os.PathLike[str] | None",
    workers: int | None,
    progress: Progress,
    say: Callable[[str], None],
) -> Iterator[Job]:
    """The job of an export and a folder, which is put in place at the end; where that fails nothing is left."""
    export: Export | None = None
    try:
        folder.open()
        listed = [paths] if isinstance(paths, (str, os.PathLike)) else list(paths)
        export = Export(listed, _options(map), sheet, header_row)
        say(described(export))
        for notice in export.notices:
            say(f"Notice: {notice}.")
        checker = Checker(names, tables=tables)
        for collision in checker.collisions:
            say(f"Notice: {collision}.")
        pool = ResolverPool(checker, os.fspath(names) if names is not None else None, tables, workers, export.read_all)
        yield Job(
            export, pool, _day(as_of), folder, progress, raw, format, skip_bad_rows, assume_days, as_of is not None
        )
        progress.stop_if_asked()
        folder.commit()
    except OSError as error:
        if export:
            export.check_unchanged()  # an input that went away meanwhile is no trouble with the output
        raise folder.error(error) from None
    finally:
        progress.finish()
        folder.discard()


def described(export: Export) -> str:
    """Which files, profile and columns are used, in one line."""
    columns = "; ".join(f"{role} = {' + '.join(columns)}" for role, columns in named(export).items())
    files = export.paths[0].name if len(export.paths) == 1 else f"{len(export.paths)} files"
    names = f"; names from {export.dictionary.table.path.name}" if export.dictionary else ""
    return f"{files}: {export.used.profile}; {columns}{names}."


def named(export: Export) -> dict[str, tuple[str, ...]]:
    """The columns in use by role."""
    found: dict[str, tuple[str, ...]] = {}
    used: Columns = export.used
    for role in ROLES:
        value = getattr(used, role)
        places = value if isinstance(value, tuple) else () if value is None else (value,)
        if places:
            found[role] = tuple(export.columns[place] for place in places)
    return found


def _finish(job: Job, tally: Tally, say: Callable[[str], None]) -> ExportSummary:
    job.export.check_unchanged()
    notices = [storable(notice) for notice in job.export.notices]
    for notice in _noticed(job, tally):
        notices.append(notice)
        say(f"Notice: {notice}.")
    if job.rejected:
        say(f"Notice: {counted(len(job.rejected), 'row')} could not be read; see rejected.csv.")
    rejected = len(job.rejected)
    kinds: dict[str, Any] = {
        str(kind): number + rejected * (kind == "unrecognised") for kind, number in tally.kinds.items()
    }
    summary = ExportSummary(
        rows=tally.rows_in + rejected,
        **kinds,
        patients=tally.patients,
        distinct_lines=len(tally.lines.counts),
        tables_version=job.pool.checker.database.version,
        rejected=rejected,
        people=tally.people,
        **_times(job, tally),
        unrecognised_with_finding=sum(
            count.rows
            for count, answer in zip(tally.lines.counts, tally.lines.answers, strict=True)
            if answer.kind == "unrecognised" and answer.findings
        ),
        rows_without_patient=tally.without_patient,
        profile=job.export.used.profile,
        columns=named(job.export),
        as_of=job.as_of.isoformat() if job.as_of else LAST,
        notices=tuple(notices),
        folder=job.output.folder,
    )
    summary.check(tally.rows_in, tally.rows_out, sum(count.rows for count in tally.lines.counts))
    if rejected:
        aside = ((storable(bad.file), bad.line, bad.reason) for bad in job.rejected)
        job.output.write("rejected.csv", table(("file", "line", "reason"), aside, job.raw))
    unread = unread_lines(tally.lines, job.export.read)
    lines = zip(tally.lines.counts, tally.lines.answers, strict=True)
    of_lines = (LineRows(count.rows, count.items, answer.kind != "unrecognised") for count, answer in lines)
    medicines = medicine_counts(tally.sets, of_lines, tally.reviews)
    job.output.write("unrecognised.csv", table(UnreadLine._fields, unread, job.raw))
    job.output.write("medicines.csv", table(MedicineCount._fields, medicines, job.raw))
    job.output.write("summary.json", summary.model_dump_json(indent=2, exclude={"folder"}) + "\n")
    job.output.write("report.html", page(job, tally, unread, medicines, summary))
    return summary


def _times(job: Job, tally: Tally) -> dict[str, Any]:
    """The counts of the summary that say when rows count; nothing where the export does not say it."""
    if not job.export.used.has_times:
        return {}
    rows: Counter[str] = Counter()
    for (time, by), number in tally.times.items():
        rows.update({time: number, by: number})
    return {
        "past_rows": rows["past"],
        "current_rows": rows["current"],
        "rows_to_come": rows["to come"],
        "undated_rows": tally.rows_in - tally.dated,
        "ended_by": {by: rows[by] for by in ENDED_BY if rows[by]},
        "assumed_days": job.rules.assumed,
    }


def _noticed(job: Job, tally: Tally) -> Iterator[str]:
    """What a reader of the review should know of the rows as a whole."""
    if not tally.rows_in and not job.rejected:
        yield job.export.without_rows
    if tally.damaged_codes:
        damage = "damaged by a spreadsheet (E+17, .0 or rounded to 00)"
        yield counted(tally.damaged_codes, f"code looks {damage}", f"codes look {damage}")
    lines = zip(tally.lines.counts, tally.lines.answers, strict=True)
    contradicted = sum(count.rows for count, answer in lines if answer.reason == CODE_DISAGREES)
    if contradicted:
        rows = "row has a code that contradicts its text", "rows have a code that contradicts their text"
        yield f"{counted(contradicted, *rows)}; see unrecognised.csv"
    yield from time_notices(job, tally)
    yield from job.export.notices_of_rows(tally.lines.counts)


def _engine(name: EngineName) -> Engine:
    if name == "python":
        from medcheck.export.engines.python import review

        return review
    if name == "spark":
        from medcheck.export.engines.spark.engine import review as on_spark

        return on_spark
    try:
        from medcheck.export.engines.duckdb.engine import review as in_duckdb
    except ImportError:
        if name == "auto":
            from medcheck.export.engines.python import review

            return review
        raise EngineUnavailable("the engine 'duckdb' needs DuckDB: in a checkout of medcheck, pip install .") from None
    return in_duckdb


def _options(map: "Mapping[str, str | Sequence[str]] | None") -> dict[str, list[str]]:
    return {role: [names] if isinstance(names, str) else list(names) for role, names in (map or {}).items()}


def _day(day: date | str | None) -> date | None:
    if day is None:
        return date.today()
    if day == LAST:
        return None
    if isinstance(day, date):
        return day
    try:
        return date.fromisoformat(day)
    except ValueError:
        raise UsageError(f"{day[:20]!r} is not a day; write it as 2026-11-30, or {LAST}") from None
