"""The rows of an export as numbers: which line, day and supply each has, and by which number it is answered.

To count from numbers is cheaper than from texts, and with the number of its answer a row of a bare file is written as
the line that it is. A table of them is made once, in the order of the rows.
"""

from medcheck.export.engines.duckdb.cells import as_in_file
from medcheck.export.engines.duckdb.connection import Connection
from medcheck.export.engines.duckdb.times import START, Kind, Timed, kinds_of_times
from medcheck.export.engines.duckdb.writer import answer_columns, same_cells
from medcheck.export.job import Job
from medcheck.export.times.spans import TIMES

NUMBERED = "(SELECT *, rowid AS place FROM numbered_rows)"


def kinds_of_cells(job: Job) -> list[Kind]:
    """The cells looked up together: those that settle the answer of a row, and those that say when it counts."""
    return [{f"r{place}": as_in_file(place) for place in answer_columns(job)}, *kinds_of_times(job.export.used)]


def number_rows(job: Job, connection: Connection, source: str) -> None:
    """The table ``numbered_rows``, with the patients as they stand in the file."""
    cells = {name: cell for kind in kinds_of_cells(job) for name, cell in kind.items()}
    for name in cells:
        connection.run("create_cell_type", cell=name)
    used = job.export.used
    # A cell that is one of the type as it stands in the file is spared what else would be done with it.
    in_file = {f"r{place}": f"c{place}" for place in answer_columns(job)}
    in_file |= {START: f"c{used.date}"} if used.date is not None else {}
    columns = []
    for name, cell in cells.items():
        kind = f"cell_of_{name}"
        as_is = f"try_cast({in_file[name]} AS {kind}), " if name in in_file else ""
        columns.append(f"coalesce({as_is}CAST({cell} AS {kind})) AS {name}_cell")
    columns += [f"c{used.patient}"] if used.patient is not None else []
    connection.run("numbered_rows", cells=", ".join(columns), source=source)


def times_of_numbers(job: Job, timed: Timed) -> str:
    """The SQL of the rows by what says when they count, and how many each stands for."""
    cells = [f"{name}_cell" for kind in kinds_of_times(job.export.used) for name in kind]
    if timed.by_person or not cells:
        return "(SELECT *, 1 AS rows FROM numbered_rows)"
    return f"(SELECT {', '.join(cells)}, count(*) AS rows FROM numbered_rows GROUP BY ALL)"


def number_answers(job: Job, connection: Connection, timed: Timed) -> bool:
    """The tables ``row_numbers`` and ``numbered_answers``; False where DuckDB did not keep the order of the rows."""
    times = TIMES if job.export.used.has_times else ("",)
    cases = " ".join(f"WHEN '{time}' THEN {number}" for number, time in enumerate(times))
    with connection.single_threaded():  # a join in several threads mixes the rows
        connection.run(
            "row_numbers",
            times=str(len(times)),
            time=f"CASE row_time {cases} END",
            source=timed.source(NUMBERED),
            same_cells=same_cells(job, numbered=True),
        )
    names = ", ".join(f"'{time}'" for time in times)
    connection.run("numbered_answers", times=str(len(times)), names=f"[{names}]")
    connection.run("drop_numbered_rows")
    return not connection.number("rows_out_of_place")
