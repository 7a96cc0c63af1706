"""ResolverPool distinct lines with two Spark executors against one: export_spark.py [LINES] [--rounds N].

Both clusters (``local-cluster``, one core and 1 GB for each executor) run on the loopback at once and take turns, so
that what else the machine does hits both. The first, uncounted rounds start the Python workers, build the tables and
let the JVMs compile; each round has lines of its own, so that no answer is kept from the one before. The ratio of the
times means something only where two cores were free; the ratio of processor time (the one executor's against that of
the busier of the two, each with its Python workers) says on any machine how evenly the work was parted and what parting
it cost. At the end the answers of a round are held against the rows of the DuckDB engine.
"""

import argparse
import csv
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from export_generate import LINES, distinct_lines
from export_speed import family

WANTED = 1.6
WARMING_UP = 4  # rounds until the times of a round no longer fall, as in a cluster in use
_SETTINGS = {
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
}


def cluster(executors: int) -> None:
    """In a process of its own: for each seed on standard input the seconds that resolving its lines takes."""
    os.environ.update(SPARK_LOCAL_IP="127.0.0.1", PYSPARK_PYTHON=sys.executable)
    from pyspark.sql import SparkSession

    from medcheck.export.engines.spark.annotate import CODE, LINE, annotate, resolved

    builder = SparkSession.builder.master(f"local-cluster[{executors},1,1024]")
    for name, value in _SETTINGS.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("OFF")
    for request in sys.stdin:
        seed, number, target = json.loads(request)
        lines = [(line, "") for line in distinct_lines(number, seed)]
        frame = session.createDataFrame(lines, f"{LINE} string, {CODE} string").repartition(executors).persist()
        frame.count()
        started = time.perf_counter()
        resolved(frame, None, None).write.format("noop").mode("overwrite").save()
        print("SECONDS", time.perf_counter() - started, flush=True)
        if target:
            found = annotate(frame.selectExpr(f"{LINE} AS drug"), "drug")
            Path(target).write_text(json.dumps([list(row) for row in found.collect()]), encoding="utf-8")
        frame.unpersist()
    session.stop()


class Running:
    """One cluster."""

    def __init__(self, executors: int, folder: str) -> None:
        environment = {**os.environ, "SPARK_WORKER_DIR": f"{folder}/work", "SPARK_LOCAL_DIRS": f"{folder}/local"}
        self._process = subprocess.Popen(
            [sys.executable, __file__, "--cluster", str(executors)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env=environment,
            cwd=folder,
        )

    def seconds(self, seed: int, number: int, target: str = "") -> tuple[float, float]:
        """What resolving took, and the processor time of the busiest executor, in seconds."""
        before = self._spent()
        seconds = self._asked(seed, number, target)
        after = self._spent()
        return seconds, max((after[executor] - before.get(executor, 0.0) for executor in after), default=0.0)

    def _spent(self) -> dict[int, float]:
        executors = [
            process
            for process in family(self._process.pid)
            if b"CoarseGrainedExecutorBackend" in Path(f"/proc/{process}/cmdline").read_bytes()
        ]
        return {executor: sum(map(_processor_time, family(executor))) for executor in executors}

    def _asked(self, seed: int, number: int, target: str) -> float:
        assert self._process.stdin
        assert self._process.stdout
        print(json.dumps([seed, number, target]), file=self._process.stdin, flush=True)
        for line in self._process.stdout:
            if line.startswith("SECONDS"):
                return float(line.split()[1])
        raise SystemExit("a cluster ended")

    def close(self) -> None:
        self._process.communicate()


def same_as_duckdb(seed: int, number: int, answered: Path, folder: Path) -> bool:
    """Whether Spark's rows are those that the DuckDB engine writes of the same lines."""
    from medcheck.export import review_export

    with (folder / "lines.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("drug", "n"), *((line, "") for line in distinct_lines(number, seed))])
    review_export(folder / "lines.csv", output=folder / "review", engine="duckdb", raw=True)
    with (folder / "review" / "rows.csv").open(encoding="utf-8", newline="") as file:
        rows = sorted([row["drug"], *list(row.values())[-4:]] for row in csv.DictReader(file))
    return rows == sorted(json.loads(answered.read_text(encoding="utf-8")))


def _processor_time(process: int) -> float:
    cells = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(cells[11]) + int(cells[12])) / os.sysconf("SC_CLK_TCK")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("lines", type=int, nargs="?", default=LINES)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--cluster", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.cluster:
        cluster(options.cluster)
        return
    with tempfile.TemporaryDirectory(dir=os.environ.get("BENCH_DIR")) as name:
        one, two = Running(1, name), Running(2, name)
        answered = Path(name, "answered.json")
        for seed in range(-WARMING_UP, 0):
            for running in (one, two):
                running.seconds(seed, options.lines)
        print(f"{options.lines:,} distinct lines, {os.cpu_count()} cores; one executor, two executors", flush=True)
        times, spent = [], []
        for seed in range(1, options.rounds + 1):
            alone, alone_cpu = one.seconds(seed, options.lines)
            both, both_cpu = two.seconds(seed, options.lines)
            times.append(alone / both)
            spent.append(alone_cpu / both_cpu)
            print(
                f"{alone:.2f} s and {both:.2f} s, ratio {times[-1]:.2f}; processor time {alone_cpu:.2f} s and "
                f"{both_cpu:.2f} s, ratio {spent[-1]:.2f}; load {os.getloadavg()[0]:.1f}",
                flush=True,
            )
        print(
            f"two executors against one: {statistics.median(times):.2f} times as fast, best {max(times):.2f} "
            f"(wanted: {WANTED} with two free cores); by processor time {statistics.median(spent):.2f}"
        )
        two.seconds(options.rounds, options.lines, str(answered))
        one.close()
        two.close()
        same = same_as_duckdb(options.rounds, options.lines, answered, Path(name))
        print(f"the rows are {'' if same else 'NOT '}those of the DuckDB engine")
        if not same:
            raise SystemExit(1)


if __name__ == "__main__":
    main()
