"""Sequence symmetry against DuckDB alone: python benchmarks/symmetry.py [ROWS] [--rounds N].

40 index medicines and 3 markers over the export that ``export_generate.py`` makes. DuckDB alone reads the same file on
the same cores and finds each person's first date; beside it stands what it takes to find that of each person and line,
which no analysis of medicines can do without. Prints ratios of one run, the median of the rounds last.
"""

import argparse
import csv
import os
import statistics
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from export_generate import generate
from export_speed import measured

from medcheck.knowledge.folder import data_folder

WANTED = 2.0
INDEXES = 40
MARKERS = ("quinine", "magnesium", "baclofen")
_SYMMETRY = """
import sys, medcheck
s = medcheck.symmetry([sys.argv[1]], output=sys.argv[2], engine="duckdb", force=True, run_in=0,
    index=sys.argv[3].split(","), marker=sys.argv[4].split(","))
print(s.people, len(s.pairs))
"""
_ALONE = """
import sys, duckdb, os
db = duckdb.connect(config={"threads": str(len(os.sched_getaffinity(0)))})
db.execute("SET memory_limit='800MB'; SET enable_progress_bar=false")
print(db.execute(f'''SELECT count(*) FROM (SELECT %s, min(issue_date::DATE)
    FROM read_csv('{sys.argv[1]}', all_varchar=true, header=true) GROUP BY ALL)''').fetchall()[0][0])
"""


def index_medicines() -> list[str]:
    """The first ingredients of the tables that may cause the side effect."""
    with (data_folder() / "drugs.csv").open(encoding="utf-8", newline="") as rows:
        names = [row["ingredient"] for row in csv.DictReader(rows) if row["ingredient"] not in MARKERS]
    return names[:: len(names) // INDEXES][:INDEXES]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("rows", type=int, nargs="?", default=1_000_000)
    parser.add_argument("--rounds", type=int, default=1)
    options = parser.parse_args()
    ratios = []
    with tempfile.TemporaryDirectory(dir=os.environ.get("BENCH_DIR")) as folder:
        export, output = Path(folder, "export.csv"), Path(folder, "symmetry")
        generate(options.rows, export)
        asked = [",".join(index_medicines()), ",".join(MARKERS)]
        for _ in range(options.rounds):
            ours, ours_mb, said = measured([sys.executable, "-c", _SYMMETRY, str(export), str(output), *asked])
            people, people_mb, _ = measured([sys.executable, "-c", _ALONE % "patient_id", str(export)])
            both, both_mb, _ = measured([sys.executable, "-c", _ALONE % "patient_id, drug_name", str(export)])
            ratios.append(ours / people)
            print(f"{options.rows:,} rows (people, pairs: {said}), {os.cpu_count()} cores")
            print(f"symmetry {ours:.2f} s, {ours_mb:,.0f} MB")
            print(f"DuckDB alone, each person {people:.2f} s, {people_mb:,.0f} MB; ratio {ours / people:.2f}")
            print(f"  each person and line {both:.2f} s, {both_mb:,.0f} MB; ratio {ours / both:.2f}", flush=True)
    print(f"ratio {statistics.median(ratios):.2f} (wanted: at most {WANTED})")


if __name__ == "__main__":
    main()
