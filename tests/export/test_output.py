"""The folder is there whole or not at all, whatever happens; nothing of a patient is left anywhere else."""

import contextlib
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from export_building import DAY, FILES, Review, names_in, read_csv, write_csv

from medcheck.exceptions import InputChangedError, InputFileError, OutputFileError, ReconciliationError
from medcheck.export import engines, review_export
from medcheck.export.job import Tally
from medcheck.export.outputs.folder import Output
from medcheck.export.outputs.summary import ExportSummary

WITH_STOPPING = {**os.environ, "PYTHONPATH": os.pathsep.join([str(Path(__file__).parent), *filter(None, sys.path)])}
MARKER = "Zanzibar-Marker"


@pytest.fixture
def export(tmp_path: Path) -> Path:
    return write_csv(tmp_path / "export.csv", "patient,drug", f"{MARKER},furosemide 40mg", "2,foozolam")


def test_an_existing_folder_is_replaced_only_when_asked(tmp_path: Path, export: Path) -> None:
    out = tmp_path / "out"
    review_export(export, output=out)
    before = names_in(out)
    with pytest.raises(OutputFileError, match="--force"):
        review_export(export, output=out)
    review_export(export, output=out, force=True)
    assert names_in(out) == before == sorted(FILES)


def test_a_folder_with_files_of_others_is_never_replaced(tmp_path: Path, export: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "thesis.doc").write_text("ten years")
    with pytest.raises(OutputFileError, match="files that are not of a review"):
        review_export(export, output=tmp_path / "out", force=True)
    assert (tmp_path / "out" / "thesis.doc").read_text() == "ten years"


def test_a_place_that_cannot_be_written_is_said(tmp_path: Path, export: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(OutputFileError, match="cannot be written"):
        review_export(export, output=tmp_path / "file" / "out")


@pytest.mark.parametrize("engine", ["python", "duckdb"])
@pytest.mark.parametrize("file", ["rows.csv", "patients.csv", "unrecognised.csv", "report.html"])
def test_a_full_disk_leaves_nothing(
    file: str,
    engine: str,
    tmp_path: Path,
    export: Path,
    monkeypatch: pytest.MonkeyPatch,
    hidden_left: Callable[[], list[str]],
) -> None:
    real = Output.path
    monkeypatch.setattr(Output, "path", lambda self, name: Path("/dev/full") if name == file else real(self, name))
    with pytest.raises(OutputFileError, match="the disk is full"):
        review_export(export, output=tmp_path / "out", engine=engine)  # type: ignore[arg-type]
    assert not (tmp_path / "out").exists()
    assert hidden_left() == []


def test_an_input_that_changes_meanwhile_is_refused(
    tmp_path: Path, export: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from medcheck.export.engines import python

    real = python.review

    def slow(job: Any) -> Tally:
        tally = real(job)
        with export.open("a") as file:
            file.write("3,furosemide\n")
        return tally

    monkeypatch.setattr(engines.python, "review", slow)
    with pytest.raises(InputChangedError, match="changed while it was being reviewed"):
        review_export(export, output=tmp_path / "out", engine="python")
    assert not (tmp_path / "out").exists()


def test_counts_that_do_not_agree_stop_the_run() -> None:
    counts = {
        "associated": 1,
        "not_listed": 1,
        "unrecognised": 1,
        "not_a_medicine": 0,
        "patients": 0,
        "distinct_lines": 2,
    }
    summary = ExportSummary(rows=3, tables_version="x", **counts)
    summary.check(3, 3, 3)
    for given in ((3, 2, 3), (2, 2, 2), (3, 3, 2)):
        with pytest.raises(ReconciliationError, match="do not agree"):
            summary.check(*given)


def test_what_a_killed_run_left_goes_with_the_next(tmp_path: Path, export: Path) -> None:
    dead = subprocess.run(
        [sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, text=True, check=True
    )
    left = tmp_path / f".out.medcheck-{dead.stdout.strip()}-abcd"
    left.mkdir()
    (left / "rows.csv").write_text("half")
    busy = tmp_path / f".out.medcheck-{os.getppid()}-abcd"
    busy.mkdir()
    review_export(export, output=tmp_path / "out")
    assert (left.exists(), busy.exists()) == (False, True)


# Arguments: what to do, at which call, and the review. Prints how many calls the review made.
KILLED = """
import sys
from stopping import calls_of
from medcheck.export import review_export
at, export, out, engine = int(sys.argv[1]), *sys.argv[2:]
print(calls_of(lambda: review_export(export, output=out, engine=engine, workers=1), at, "kill"))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="needs files without a name")
@pytest.mark.parametrize("engine", ["python", "duckdb"])
def test_killed_at_any_moment_nothing_half_written_is_left(engine: str, tmp_path: Path) -> None:
    rows = [f"{MARKER}-{n % 99},{n},{'furosemide' if n % 2 else 'foozolam'} {n % 7} mg" for n in range(300)]
    export = write_csv(tmp_path / "in.csv", "patient,n,drug", *rows)

    def run(at: int, out: Path) -> "subprocess.CompletedProcess[str]":
        command = [sys.executable, "-c", KILLED, str(at), str(export), str(out), engine]
        return subprocess.run(command, capture_output=True, text=True, check=False, env=WITH_STOPPING)

    run(0, tmp_path / "first")  # builds the database where there is none
    calls = int(run(0, tmp_path / "whole").stdout)
    for part in range(1, 5):
        out = tmp_path / f"outputs-{part}" / "out"
        assert run(calls * part // 5, out).returncode == -signal.SIGKILL
        assert not out.exists()
        for folder, _, files in os.walk(out.parent):
            assert not files, "a file with patient text was left"
            assert folder == str(out.parent) or ".medcheck-" in folder
        review_export(export, output=out, engine=engine)  # type: ignore[arg-type]
        assert names_in(out.parent) == ["out"]
        assert len(read_csv(out / "rows.csv")) == 300


# Stops the command at twenty points of its own length, one after the other, and prints how each run ended.
STOPPED = """
import contextlib, io, os, sys
from stopping import calls_of
from medcheck.cli import main
export, place, *options = sys.argv[1:]
def run(name, at):
    status, said = [], io.StringIO()
    arguments = ["review", export, "--output", os.path.join(place, name), "--workers", "1", *options]
    def work():
        try:
            with contextlib.redirect_stderr(said), contextlib.redirect_stdout(io.StringIO()):
                main(arguments)
        except SystemExit as end:
            status.append(end.code)
        except BaseException as error:
            status.append(repr(error))
    return calls_of(work, at), status[0], said.getvalue().splitlines()[-1]
run("first", 0)
calls, status, _ = run("whole", 0)
print(status, "whole")
for part in range(20):
    _, status, said = run(f"stopped-{part}", 1000 + calls * part // 25)
    print(status, said)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGINT there")
@pytest.mark.parametrize(
    ("engine", "kind"), [("python", "csv"), ("duckdb", "csv"), ("python", "parquet"), ("duckdb", "parquet")]
)
def test_stopped_at_any_moment_it_leaves_nothing_and_says_so(engine: str, kind: str, tmp_path: Path) -> None:
    export = write_csv(tmp_path / "in.csv", "patient,n,drug", *(f"{n},{n},furosemide {n % 7} mg" for n in range(1000)))
    if kind == "parquet":
        import duckdb

        duckdb.execute(f"COPY (FROM '{export}') TO '{export.with_suffix('.parquet')}' (FORMAT parquet)")
        export.unlink()
        export = export.with_suffix(".parquet")
    command = [sys.executable, "-c", STOPPED, str(export), str(tmp_path), "--engine", engine, "--format", kind]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=WITH_STOPPING)
    assert (done.stderr, done.stdout.splitlines()) == (
        "",
        ["0 whole", *["130 Stopped; nothing was written."] * 20],
    )
    assert names_in(tmp_path) == ["first", export.name, "whole"]


def test_an_interrupt_that_a_query_swallows_still_ends_it() -> None:
    from medcheck.export.interrupts import interrupts_kept

    told_to_stop = threading.Semaphore(0)

    def query() -> None:
        with contextlib.suppress(KeyboardInterrupt):
            os.kill(os.getpid(), signal.SIGINT)
        assert told_to_stop.acquire(timeout=60)
        assert told_to_stop.acquire(timeout=60), "a query that had not begun when it was told is told again"

    with pytest.raises(KeyboardInterrupt), interrupts_kept(told_to_stop.release):
        query()
    with pytest.raises(KeyboardInterrupt):
        os.kill(os.getpid(), signal.SIGINT)


def test_a_handler_that_lets_the_program_go_on_stops_no_query() -> None:
    from medcheck.export.interrupts import interrupts_kept

    came: list[int] = []
    usual = signal.signal(signal.SIGINT, lambda number, _: came.append(number))
    try:
        with interrupts_kept(lambda: pytest.fail("the query was stopped")):
            os.kill(os.getpid(), signal.SIGINT)
    finally:
        signal.signal(signal.SIGINT, usual)
    assert came == [signal.SIGINT]


def test_an_interrupted_query_is_an_interrupt() -> None:
    from medcheck.export.engines.duckdb.connection import duckdb, errors_told_apart

    with pytest.raises(KeyboardInterrupt), errors_told_apart():
        raise duckdb.InterruptException("INTERRUPT Error: Interrupted!")


@pytest.mark.parametrize(
    "summary", [None, "{}", "[1]", "not JSON", '{"rows": 1, "associated": 1, "tables_version": "1"}']
)
def test_a_folder_whose_files_are_only_named_like_a_review_is_never_replaced(
    summary: str | None, tmp_path: Path, export: Path
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "rows.csv").write_text("ten years of work")
    if summary is not None:
        (out / "summary.json").write_text(summary)
    with pytest.raises(OutputFileError, match="is not the folder of a review"):
        review_export(export, output=out, force=True)
    assert (out / "rows.csv").read_text() == "ten years of work"


def test_a_folder_named_like_a_file_of_a_review_is_never_deleted(tmp_path: Path, export: Path) -> None:
    out = tmp_path / "out"
    review_export(export, output=out)
    (out / "rows.csv").unlink()
    (out / "rows.csv").mkdir()
    (out / "rows.csv" / "thesis.doc").write_text("ten years")
    with pytest.raises(OutputFileError, match="files that are not of a review"):
        review_export(export, output=out, force=True)
    assert (out / "rows.csv" / "thesis.doc").read_text() == "ten years"


@pytest.mark.skipif(sys.platform == "win32", reason="no such permissions there")
@pytest.mark.parametrize("engine", ["python", "duckdb"])
@pytest.mark.parametrize("nameless", [True, False])
def test_only_the_owner_may_read_the_results_unless_they_are_shared(
    nameless: bool, engine: str, tmp_path: Path, export: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not nameless:
        monkeypatch.setattr(Output, "_can_be_nameless", lambda _: False)
    before = os.umask(0o027)
    try:
        review_export(export, output=tmp_path / "own", engine=engine)  # type: ignore[arg-type]
        review_export(export, output=tmp_path / "shared", engine=engine, shared=True)  # type: ignore[arg-type]
        assert os.umask(0o027) == 0o027
    finally:
        os.umask(before)
    for name, folder, file in (("own", 0o700, 0o600), ("shared", 0o750, 0o640)):
        assert (tmp_path / name).stat().st_mode & 0o777 == folder
        assert {path.stat().st_mode & 0o777 for path in (tmp_path / name).iterdir()} == {file}


@pytest.mark.parametrize("engine", ["python", "duckdb"])
def test_an_input_that_goes_away_meanwhile_is_no_trouble_with_the_output(
    engine: str, tmp_path: Path, export: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from medcheck.export.lines.pool import ResolverPool

    real = ResolverPool.answers

    def slow(*given: Any) -> Any:
        export.unlink()
        return real(*given)

    monkeypatch.setattr(ResolverPool, "answers", slow)
    with pytest.raises(InputFileError, match=r"export\.csv cannot be read: No such file"):
        review_export(export, output=tmp_path / "out", engine=engine)  # type: ignore[arg-type]


@pytest.mark.parametrize("engine", ["python", "duckdb"])
def test_no_error_shows_patient_text(
    engine: str, tmp_path: Path, review: Review, caplog: pytest.LogCaptureFixture
) -> None:
    broken = write_csv(tmp_path / "broken.csv", "patient,drug", f'{MARKER},"furosemide', f"{MARKER},a,b,c")
    with pytest.raises(Exception, match="line 2") as error:
        review(broken, engine=engine, as_of=DAY)
    assert MARKER not in str(error.value)
    assert MARKER not in caplog.text
