"""A whole review against DuckDB alone: python benchmarks/export_speed.py [ROWS] [--pandas].

DuckDB alone reads the same file, joins a ready-made table of answers on the text, works out when a row counts from its
date and writes the same columns, on the same cores; beside it stands what it takes if it also lists the distinct lines,
which somebody must have answered, and counts the rows of each patient and line, without which there is no review of
patients. Peak memory is that of the whole family of processes, sampled every 50 ms. Prints ratios of one run; with
``--pandas`` also pandas with rapidfuzz's extractOne on a sample of the distinct lines.
"""

import argparse
import csv
import os
import resource
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from export_generate import distinct_lines, generate

_REVIEW = """
import sys, pathlib
from medcheck.export import review_export
tables = pathlib.Path(sys.argv[3]) if sys.argv[3] else None
s = review_export([sys.argv[1]], output=sys.argv[2], engine="duckdb", tables=tables, force=True, as_of="2026-11-21")
print(s.rows, s.distinct_lines, s.unrecognised, s.patients)
"""
_ALONE = """
import sys, duckdb, os
db = duckdb.connect(config={"threads": str(len(os.sched_getaffinity(0)))})
db.execute("SET memory_limit='800MB'; SET enable_progress_bar=false")
db.execute(f"CREATE TABLE ready AS SELECT * FROM read_csv('{sys.argv[3]}', all_varchar=true, header=true)")
db.execute(f'''COPY (SELECT s.*, a, i, f, c, CASE WHEN issue_date::DATE > DATE '2026-11-21' THEN 'to come'
        WHEN issue_date::DATE + 89 < DATE '2026-11-21' THEN 'past' ELSE 'current' END AS t
    FROM read_csv('{sys.argv[1]}', all_varchar=true, header=true) s
    LEFT JOIN ready r ON s.drug_name = r.line) TO '{sys.argv[2]}' (HEADER)''')
"""
_GROUPS = """
for columns in ("drug_name", "patient_id, drug_name"):
    db.execute(f'''CREATE OR REPLACE TABLE counted AS SELECT {columns}, count(*), min(issue_date::DATE)
        FROM read_csv('{sys.argv[1]}', all_varchar=true, header=true) GROUP BY ALL''')
"""


def measured(command: list[str]) -> tuple[float, float, str]:
    """Seconds, peak memory in MB and what was printed."""
    started = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    peak = [0]

    def watch() -> None:
        while process.poll() is None:
            peak[0] = max(peak[0], sum(map(_memory, family(process.pid))))
            time.sleep(0.05)

    watcher = threading.Thread(target=watch)
    watcher.start()
    output, _ = process.communicate()
    seconds = time.perf_counter() - started
    watcher.join()
    if process.returncode:
        raise SystemExit(f"{command[1][:40]} ended with {process.returncode}")
    return seconds, peak[0] / 1024, output.strip()


def timed(command: list[str]) -> tuple[float, float, float, str]:
    """Seconds, seconds of all cores together, peak memory in MB and what was printed."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds, memory, printed = measured(command)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return seconds, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, memory, printed


def family(root: int) -> list[int]:
    found = [root]
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                if int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1]) in found:
                    found.append(int(entry.name))
            except (OSError, IndexError):
                continue
    return found


def _memory(process: int) -> int:
    try:
        status = Path(f"/proc/{process}/status").read_text()
    except OSError:
        return 0
    return int(status.split("VmRSS:")[1].split()[0]) if "VmRSS:" in status else 0


def ready_made(rows_csv: Path, target: Path) -> None:
    """A table of every line and its answer, as the review gave them."""
    lines: dict[str, list[str]] = {}
    with rows_csv.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            lines.setdefault(row["drug_name"], list(row.values())[-5:-1])
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("line", "a", "i", "f", "c"))
        writer.writerows((line, *answer) for line, answer in lines.items())


def against_pandas(tables: Path | None, lines: list[str]) -> None:
    """ResolverPool distinct lines: medcheck's resolver and rapidfuzz's extractOne over the same names, by line."""
    import pandas
    from rapidfuzz import process

    from medcheck.checker import Checker
    from medcheck.export.lines.answers import Resolver
    from medcheck.export.lines.distinct_line import DistinctLine

    names = []
    from medcheck.knowledge.folder import data_folder

    for table in ("names", "vocabulary"):
        with ((tables or data_folder()) / f"{table}.csv").open(encoding="utf-8") as rows:
            names += [row["name"] for row in csv.DictReader(rows)]
    sample = lines[:: len(lines) // 200]
    started = time.perf_counter()
    pandas.Series(sample).map(lambda line: process.extractOne(line, names))
    theirs = (time.perf_counter() - started) / len(sample)
    resolver = Resolver(Checker(tables=tables))
    started = time.perf_counter()
    for line in lines[::4]:
        resolver.resolve(DistinctLine(line))
    ours = (time.perf_counter() - started) / len(lines[::4])
    print(
        f"a distinct line: pandas + extractOne {theirs * 1e3:.2f} ms, medcheck {ours * 1e3:.3f} ms, "
        f"ratio {theirs / ours:.0f} (wanted: 50)"
    )


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("rows", type=int, nargs="?", default=1_000_000)
    parser.add_argument("--tables", type=Path)
    parser.add_argument("--pandas", action="store_true")
    parser.add_argument("--rounds", type=int, default=1)
    options = parser.parse_args()
    if options.pandas:
        against_pandas(options.tables, distinct_lines(folder=options.tables))
        return
    with tempfile.TemporaryDirectory(dir=os.environ.get("BENCH_DIR")) as folder:
        export, review, ready, without = (
            Path(folder, name) for name in ("export.csv", "review", "ready.csv", "alone.csv")
        )
        generate(options.rows, export, folder=options.tables)
        tables = str(options.tables or "")
        for _ in range(options.rounds):
            ours = timed([sys.executable, "-c", _REVIEW, str(export), str(review), tables])
            if not ready.exists():
                ready_made(review / "rows.csv", ready)
            print(f"{options.rows:,} rows (rows, distinct, unrecognised, patients: {ours[3]}), {os.cpu_count()} cores")
            print(f"review {shown(ours)}, {ours[0] / options.rows * 1e6:.2f} s per million rows")
            for whose, script in (("DuckDB alone", _ALONE), ("DuckDB alone, with its groups", _ALONE + _GROUPS)):
                alone = timed([sys.executable, "-c", script, str(export), str(without), str(ready)])
                print(f"{whose} {shown(alone)}")
                print(f"  ratio {ours[0] / alone[0]:.2f}, of core time {ours[1] / alone[1]:.2f}", flush=True)
            print("wanted: at most 2.0 times DuckDB alone")


def shown(figures: tuple[float, float, float, str]) -> str:
    """What ``timed`` gives, as it is printed."""
    return f"{figures[0]:.2f} s, {figures[1]:.2f} s of core time, {figures[2]:,.0f} MB"


if __name__ == "__main__":
    main()
