"""The folder is there whole or not at all, whatever happens; nothing of a patient is left anywhere else."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from export_building import DAY, FILES, names_in, read_csv, write_csv

from medcheck.exceptions import InputChangedError, OutputFileError, ReconciliationError
from medcheck.export import engines, review_export
from medcheck.export.job import Tally
from medcheck.export.outputs.folder import Output
from medcheck.export.outputs.summary import ExportSummary

Review = Callable[..., Any]
SCRIPT = """
import sys
from medcheck.export import review_export
review_export(sys.argv[1], output=sys.argv[2], engine=sys.argv[3])
"""
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


@pytest.mark.skipif(sys.platform != "linux", reason="needs files without a name")
@pytest.mark.parametrize("engine", ["python", "duckdb"])
def test_killed_at_any_moment_nothing_half_written_is_left(engine: str, tmp_path: Path) -> None:
    rows = [f"{MARKER}-{n % 999},{n},{'furosemide' if n % 2 else 'foozolam'} {n % 77} mg" for n in range(60_000)]
    export = write_csv(tmp_path / "in.csv", "patient,n,drug", *rows)
    chance = random.Random(engine)
    command = [sys.executable, "-c", SCRIPT, str(export)]
    started = time.monotonic()
    subprocess.run([*command, str(tmp_path / "whole"), engine], check=True)
    whole = time.monotonic() - started
    outcomes = set()
    for attempt in range(5):  # one in each fifth of the run
        out = tmp_path / f"outputs-{attempt}" / "out"
        process = subprocess.Popen([*command, str(out), engine])
        time.sleep(whole * (attempt + chance.random()) / 5)
        process.send_signal(signal.SIGKILL)
        process.wait()
        outcomes.add(out.exists())
        if out.exists():
            assert names_in(out) == sorted(FILES)
            continue
        parent = out.parent
        for folder, _, files in os.walk(parent if parent.exists() else tmp_path / "none"):
            assert not files, "a file with patient text was left behind"
            assert folder == str(parent) or ".medcheck-" in folder or folder.endswith("/out")
        review_export(export, output=out, engine=engine)  # type: ignore[arg-type]
        assert len(read_csv(out / "rows.csv")) == 60_000
    assert False in outcomes


def test_interrupted_it_leaves_nothing_and_says_so(tmp_path: Path) -> None:
    rows = [f"{n},{n},furosemide {n % 7} mg" for n in range(400_000)]
    export = write_csv(tmp_path / "in.csv", "patient,n,drug", *rows)
    code = "from medcheck.export.command import review; review()"
    command = [sys.executable, "-c", code, str(export), "--output", str(tmp_path / "out"), "--engine", "python"]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    time.sleep(1.5)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 130
    assert said.endswith("Stopped; nothing was written.\n")
    assert names_in(tmp_path) == ["in.csv"]


@pytest.mark.parametrize("engine", ["python", "duckdb"])
def test_no_error_shows_patient_text(
    engine: str, tmp_path: Path, review: Review, caplog: pytest.LogCaptureFixture
) -> None:
    broken = write_csv(tmp_path / "broken.csv", "patient,drug", f'{MARKER},"furosemide', f"{MARKER},a,b,c")
    with pytest.raises(Exception, match="line 2") as error:
        review(broken, engine=engine, as_of=DAY)
    assert MARKER not in str(error.value)
    assert MARKER not in caplog.text
