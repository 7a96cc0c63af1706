"""Spark with two executors on this machine's loopback, in a process of its own that runs what the tests ask for.

Spark talks to its executors over sockets, which the tests themselves may not open. Requests and replies are pickles in
base64, a line each.
"""

import base64
import importlib.util
import os
import pickle
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

EXECUTORS = 2
_MISSING = (
    "PySpark is not installed (pip install '.[spark]')"
    if importlib.util.find_spec("pyspark") is None
    else "Java is not installed"
    if shutil.which("java") is None and not os.environ.get("JAVA_HOME")
    else ""
)
on_spark = pytest.mark.skipif(bool(_MISSING), reason=_MISSING)


class Cluster:
    """A running cluster; ``ask`` gives what the function named gives, or raises what it raises."""

    def __init__(self, folder: Path, environment: dict[str, str]) -> None:
        self._errors = (folder / "errors").open("w+", encoding="utf-8")
        self._process = subprocess.Popen(
            [sys.executable, __file__],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            text=True,
            cwd=folder,
            env={
                **environment,
                "JAVA_TOOL_OPTIONS": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",  # small work: starting is most of it
                "SPARK_LOCAL_IP": "127.0.0.1",
                "SPARK_WORKER_DIR": str(folder / "workers"),
                "SPARK_LOCAL_DIRS": str(folder / "local"),
            },
        )

    def ask(self, function: str, *arguments: Any, **options: Any) -> Any:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(_packed((function, arguments, options)) + "\n")
        self._process.stdin.flush()
        for line in self._process.stdout:
            if line.startswith("REPLY"):
                reply = pickle.loads(base64.b64decode(line.removeprefix("REPLY")))
                if isinstance(reply, Exception):
                    raise reply
                return reply
        raise AssertionError(f"the cluster ended: {self.said()[-2000:]}")

    def said(self) -> str:
        """Everything that was written to standard error."""
        self._errors.flush()
        return Path(self._errors.name).read_text(encoding="utf-8")

    def close(self) -> None:
        self._process.communicate(timeout=60)
        self._errors.close()


def _packed(value: object) -> str:
    return base64.b64encode(pickle.dumps(value)).decode()


def move_to(folder: str) -> None:
    """Work in another folder, as a user may; the executors stay in theirs."""
    os.chdir(folder)


def review(*paths: Path, range_bytes: int | None = None, **options: Any) -> Any:
    """A review in which a byte range of a file may be shorter than it pays."""
    from medcheck.export import review_export

    return _in_ranges(review_export, paths, range_bytes, options)


def symmetry(*paths: Path, range_bytes: int | None = None, **options: Any) -> Any:
    """A sequence symmetry analysis, likewise."""
    from medcheck.export.sequence.run import symmetry

    return _in_ranges(symmetry, paths, range_bytes, options)


def _in_ranges(made: Any, paths: Any, range_bytes: int | None, options: Any) -> Any:
    from medcheck.export.engines import streams

    usual = streams.WORTH_A_STREAM
    streams.WORTH_A_STREAM = range_bytes or usual
    try:
        return made(list(paths), engine="spark", **options)
    finally:
        streams.WORTH_A_STREAM = usual


def review_with_lost_worker(*paths: Path, **options: Any) -> Any:
    """A review whose Python workers are killed when they have been given lines."""

    def kill(*_: Any) -> Any:
        import os
        import signal

        os.kill(os.getpid(), signal.SIGKILL)
        yield from ()

    return _with_resolver(kill, paths, options)


def review_with_error(*paths: Path, **options: Any) -> Any:
    """A review that meets a bug on an executor, whose error has the text of a line in it."""

    def fail(batches: Any, *_: Any) -> Any:
        for batch in batches:
            raise ValueError(batch.column(0).to_pylist()[0])
        yield from ()

    return _with_resolver(fail, paths, options)


def _with_resolver(resolver: Any, paths: Any, options: Any) -> Any:
    import medcheck.export.engines.spark.annotate

    usual = medcheck.export.engines.spark.annotate.resolve_batches
    medcheck.export.engines.spark.annotate.resolve_batches = resolver
    try:
        return review(*paths, **options)
    finally:
        medcheck.export.engines.spark.annotate.resolve_batches = usual


def annotated(schema: str, rows: list[Any], *arguments: str, **options: str) -> tuple[list[str], list[list[Any]]]:
    """The columns and rows of a data frame that was annotated, sorted."""
    from pyspark.sql import SparkSession

    from medcheck.export.engines.spark.annotate import annotate

    session = SparkSession.getActiveSession()
    assert session
    frame = annotate(session.createDataFrame(rows, schema), *arguments, **options)
    return frame.columns, sorted([list(row) for row in frame.collect()], key=str)


def main() -> None:
    import warnings

    warnings.simplefilter("ignore")
    os.environ["PYSPARK_PYTHON"] = sys.executable
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.master(f"local-cluster[{EXECUTORS},1,1024]")
    for name, value in {
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.host": "127.0.0.1",
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.sql.shuffle.partitions": "2",
    }.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    for line in sys.stdin:
        function, arguments, options = pickle.loads(base64.b64decode(line))
        try:
            reply: Any = globals()[function](*arguments, **options)
        except Exception as error:
            reply = error
        print("REPLY" + _packed(reply), flush=True)
    session.stop()


if __name__ == "__main__":
    main()
