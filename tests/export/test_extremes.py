"""Cells of a hundred megabytes, exports larger than memory, files cut short: named, and nothing left over."""

import contextlib
import gzip
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
from export_building import DAY, ENGINES, FILES, Review, answers, names_in, read_csv, write_csv

from medcheck.exceptions import BadRowError, InputFileError
from medcheck.export.engines.duckdb import connection

MARKER = "Zanzibar-Marker"
HUNDRED_MEGABYTES = 100_000_000

# A process of its own, for its memory: what it peaked at less what it had before, in megabytes.
MEASURED = """
import resource, sys
from medcheck import MedcheckError
from medcheck.export import review_export
from medcheck.export.engines import python
from medcheck.export.engines.duckdb import connection as duckdb
peak = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
path, out, engine = sys.argv[1:]
before = peak()
try:
    review_export(path, output=out, engine=engine, workers=1)
except MedcheckError as error:
    print(error)
summary = review_export(path, output=out, engine=engine, workers=1, skip_bad_rows=True)
print(summary.rows, summary.associated, summary.unrecognised, summary.rejected)
print(peak() - before)
"""


def write_long(path: Path, before: str, after: str) -> Path:
    with path.open("w") as file:
        file.write(before)
        for _ in range(HUNDRED_MEGABYTES // 1_000_000):
            file.write("x" * 1_000_000)
        file.write(after)
    return path


def long_cell(kind: str, folder: Path) -> Path:
    head = "patient,drug\n1,furosemide\n2,"
    if kind == "plain":
        return write_long(folder / "export.csv", head, "\n3,foozolam\n")
    if kind == "quoted":
        return write_long(folder / "export.csv", head + '"', '"\n3,foozolam\n')
    if kind == "unclosed":
        path = folder / "export.csv"
        path.write_text(head + '"furosemide\n' + "4,furosemide\n" * 100_000)
        return path
    path = folder / "export.parquet"
    rows = f"('1', 'furosemide'), ('2', repeat('x', {HUNDRED_MEGABYTES})), ('3', 'foozolam')"
    duckdb.sql(f"COPY (SELECT * FROM (VALUES {rows}) t(patient, drug)) TO '{path}' (FORMAT parquet)")
    return path


@pytest.mark.skipif(sys.platform != "linux", reason="memory is measured otherwise there")
@ENGINES
@pytest.mark.parametrize(
    ("kind", "line", "counts"),
    [
        ("plain", 3, "3 1 2 1"),
        ("quoted", 3, "3 1 2 1"),
        ("unclosed", 3, "100002 100001 1 1"),
        ("parquet", 2, "3 1 2 1"),
    ],
)
def test_a_cell_of_a_hundred_megabytes_is_named_and_costs_no_memory(
    kind: str, line: int, counts: str, engine: str, tmp_path: Path
) -> None:
    path = long_cell(kind, tmp_path)
    command = [sys.executable, "-c", MEASURED, str(path), str(tmp_path / "out"), engine]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    path.unlink()
    said, counted, megabytes = done.stdout.splitlines()
    assert f"{path.name}, line {line}: a cell too long to be one (over 1,048,576 characters)" in said
    assert counted == counts
    # A Parquet reader holds the whole cell; a text file is never held in memory.
    assert int(megabytes) < (900 if kind == "parquet" else 250)


def resource_of(text: str) -> str:
    return json.dumps(
        {
            "resourceType": "MedicationRequest",
            "subject": {"reference": "Patient/a"},
            "medicationCodeableConcept": {"text": text},
        }
    )


@ENGINES
def test_a_long_cell_or_line_of_fhir_is_named(engine: str, tmp_path: Path, review: Review) -> None:
    long = tmp_path / "long.ndjson"
    long.write_text(
        "\n".join((resource_of("furosemide"), resource_of("x" * 2_000_000), resource_of("foozolam"))) + "\n"
    )
    with pytest.raises(BadRowError, match=r"long\.ndjson, line 2: a cell too long to be one"):
        review(long, engine=engine)
    summary, folder = review(long, engine=engine, skip_bad_rows=True)
    assert (summary.rows, summary.rejected, answers(folder)) == (3, 1, ["associated", "unrecognised"])
    endless = write_long(tmp_path / "endless.ndjson", resource_of("furosemide") + '\n{"resourceType": "', '"}\n')
    with pytest.raises(BadRowError, match=r"endless\.ndjson, line 2: a resource too long to be one"):
        review(endless, engine=engine)


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """More patients than the little memory that these tests allow holds."""
    rows = (f"{MARKER}-{n % 150_000},{n},furosemide {n % 900} mg,note {n}" for n in range(400_000))
    return write_csv(tmp_path_factory.mktemp("large") / "export.csv", "patient,date,drug,note", *rows)


def test_what_does_not_fit_in_memory_is_spilled_encrypted_and_changes_nothing(
    large: Path, tmp_path: Path, review: Review, monkeypatch: pytest.MonkeyPatch, hidden_left: Callable[[], list[str]]
) -> None:
    _, roomy = review(large, engine="duckdb")
    monkeypatch.setattr(connection, "MEMORY_MB", 160)
    monkeypatch.setattr(connection, "MEMORY_PER_THREAD_MB", 1)
    spilled: list[bytes] = []
    done = threading.Event()

    def watch() -> None:
        while not done.wait(0.002):
            for path in tmp_path.glob(".*.medcheck-*/spill/*"):
                with contextlib.suppress(OSError):
                    spilled.append(path.read_bytes())

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        _, tight = review(large, engine="duckdb")
    finally:
        done.set()
        watcher.join()
    assert max(map(len, spilled), default=0) > 100_000
    assert not any(MARKER.encode() in content for content in spilled)
    for name in FILES:
        assert (tight / name).read_bytes() == (roomy / name).read_bytes(), name
    assert hidden_left() == []


TIGHT = """
import sys
from medcheck.export import review_export
from medcheck.export.engines.duckdb import connection as duckdb
duckdb.MEMORY_MB, duckdb.MEMORY_PER_THREAD_MB = 160, 1
review_export(sys.argv[1], output=sys.argv[2], engine="duckdb", workers=1)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL there")
def test_killed_while_it_spills_nothing_readable_is_left_and_the_next_run_clears_up(
    large: Path, tmp_path: Path
) -> None:
    process = subprocess.Popen([sys.executable, "-c", TIGHT, str(large), str(tmp_path / "out")])
    left: list[Path] = []
    while process.poll() is None and not left:
        left = [path for path in tmp_path.glob(".out.medcheck-*/spill/*") if path.stat().st_size > 100_000]
        time.sleep(0.002)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert left, "nothing was spilled before the end"
    assert not (tmp_path / "out").exists()
    for folder, _, names in os.walk(tmp_path):
        assert not any(MARKER.encode() in Path(folder, name).read_bytes() for name in names)
    small = write_csv(tmp_path / "small.csv", "patient,drug", "1,furosemide")
    subprocess.run(
        [sys.executable, "-m", "medcheck", "review", str(small), "--output", str(tmp_path / "out")],
        check=True,
        capture_output=True,
    )
    assert names_in(tmp_path) == ["out", "small.csv"]


def cut(content: bytes) -> bytes:
    return content[: len(content) // 2]


def damaged(content: bytes) -> bytes:
    middle = len(content) // 2
    return content[: middle - 500] + bytes(1000) + content[middle + 500 :]


@ENGINES
@pytest.mark.parametrize("harm", [cut, damaged])
@pytest.mark.parametrize("kind", ["csv.gz", "parquet"])
def test_a_file_cut_short_or_damaged_is_named(
    kind: str, harm: Callable[[bytes], bytes], engine: str, tmp_path: Path, review: Review
) -> None:
    path = tmp_path / f"export.{kind}"
    if kind == "parquet":
        duckdb.sql(
            "COPY (SELECT md5(i::VARCHAR) AS patient, 'furosemide ' || md5(i::VARCHAR) AS drug "
            f"FROM range(20000) t(i)) TO '{path}' (FORMAT parquet)"
        )
    else:
        rows = "".join(f"{n * 7919 % 10007},furosemide {n * 104729 % 99991} mg\n" for n in range(20_000))
        path.write_bytes(gzip.compress(b"patient,drug\n" + rows.encode()))
    path.write_bytes(harm(path.read_bytes()))
    with pytest.raises(InputFileError, match=rf"export\.{kind}\b.*(truncated|damaged)"):
        review(path, engine=engine)
    assert [name for name in names_in(tmp_path) if name != path.name] == []


@ENGINES
@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "line 1: the file is empty"),
        (b"\r\n\r\n", "line 1: the file has no header"),
        (b"patient,drug,Patient\n1,furosemide,1\n", "line 1: two columns are named 'Patient'"),
        (b"\xef\xbb\xbf", "line 1: the file (is empty|has no header)"),
    ],
)
def test_a_file_without_a_table_is_named(
    content: bytes, message: str, engine: str, tmp_path: Path, review: Review
) -> None:
    (tmp_path / "export.csv").write_bytes(content)
    with pytest.raises(InputFileError, match=rf"export\.csv, {message}"):
        review(tmp_path / "export.csv", engine=engine)


@ENGINES
def test_a_nul_in_parquet_is_named_whatever_column_it_is_in(engine: str, tmp_path: Path, review: Review) -> None:
    path = tmp_path / "export.parquet"
    rows = "('1', 'furosemide', 'x'), ('2', 'furosemide', 'y' || chr(0)), ('3', 'foozolam', NULL)"
    duckdb.sql(f"COPY (SELECT * FROM (VALUES {rows}) t(patient, drug, note)) TO '{path}' (FORMAT parquet)")
    with pytest.raises(BadRowError, match=r"export\.parquet, line 2: a NUL character"):
        review(path, engine=engine, as_of=DAY)
    summary, folder = review(path, engine=engine, skip_bad_rows=True)
    assert (summary.rows, summary.rejected, answers(folder)) == (3, 1, ["associated", "unrecognised"])
    assert [row["line"] for row in read_csv(folder / "rejected.csv")] == ["2"]
