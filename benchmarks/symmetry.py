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
from export_speed import shown, timed

from medcheck.knowledge.folder import data_folder

WANTED = 2.0
INDEXES = 40
MARKERS = ("quinine", "magnesium", "baclofen")
_SYMMETRY = """
import sys, medcheck
medcheck.symmetry([sys.argv[1]], output=sys.argv[2], engine="duckdb", force=True, run_in=0,
    index=sys.argv[3].split(","), marker=sys.argv[4].split(","))
"""
_ALONE = """
import sys, duckdb, os
db = duckdb.connect(config={"threads": str(len(os.sched_getaffinity(0)))})
db.execute("SET memory_limit='800MB'; SET enable_progress_bar=false")
# All first dates are asked for: DuckDB does not even read a column that only a count of the groups would not need.
print(db.execute(f'''SELECT count(first), min(first), max(first) FROM (SELECT %s, min(issue_date::DATE) AS first
    FROM read_csv('{sys.argv[1]}', all_varchar=true, header=true) GROUP BY ALL)''').fetchall()[0])
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
    ratios: dict[str, list[float]] = {}
    with tempfile.TemporaryDirectory(dir=os.environ.get("BENCH_DIR")) as folder:
        export, output = Path(folder, "export.csv"), Path(folder, "symmetry")
        generate(options.rows, export)
        asked = [",".join(index_medicines()), ",".join(MARKERS)]
        for _ in range(options.rounds):
            ours = timed([sys.executable, "-c", _SYMMETRY, str(export), str(output), *asked])
            print(f"{options.rows:,} rows, {os.cpu_count()} cores: symmetry {shown(ours)}")
            for whose, column in (("each person", "patient_id"), ("each person and line", "patient_id, drug_name")):
                alone = timed([sys.executable, "-c", _ALONE % column, str(export)])
                print(f"DuckDB alone, {whose}: {shown(alone)}")
                print(f"  ratio {ours[0] / alone[0]:.2f}, of core time {ours[1] / alone[1]:.2f}", flush=True)
                ratios.setdefault(whose, []).append(ours[0] / alone[0])
    for whose, found in ratios.items():
        print(f"{whose}: {statistics.median(found):.2f} (wanted for each person: at most {WANTED})")


if __name__ == "__main__":
    main()
