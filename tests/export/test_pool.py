"""Worker processes: the same answers as without them, whatever happens to one, and no code but ours."""

import os
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import medcheck
from medcheck import Checker
from medcheck.exceptions import WorkerError
from medcheck.export.lines.answers import Answer
from medcheck.export.lines.distinct_line import DistinctLine
from medcheck.export.lines.pool import ResolverPool

LINES = [DistinctLine(f"{name} {number} mg") for number in range(500) for name in ("furosemide", "foozolam", "quinine")]
Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> "list[subprocess.Popen[str]]":
    """Every process that is started, in the order of their starts."""
    found: list[subprocess.Popen[str]] = []
    real = subprocess.Popen

    def recording(*arguments: Any, **options: Any) -> "subprocess.Popen[str]":
        found.append(real(*arguments, **options))
        return found[-1]

    monkeypatch.setattr(subprocess, "Popen", recording)
    return found


def within_a_minute(work: Callable[[], Any]) -> Any:
    """What the work gives or raises; a failure where it hangs."""
    outcome: list[Any] = []

    def run() -> None:
        try:
            outcome.append(work())
        except BaseException as error:
            outcome.append(error)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(60)
    assert outcome, "it hangs"
    return outcome[0]


def test_several_workers_answer_in_the_order_of_the_lines(checker: Checker) -> None:
    alone = ResolverPool(checker, None, None, 1).answers(LINES)
    together = ResolverPool(checker, None, None, 2).answers(LINES)
    assert together == alone
    assert isinstance(together[0], Answer)


@pytest.mark.parametrize("killed", [slice(1), slice(2)])
def test_a_worker_that_is_killed_is_replaced_and_no_answer_is_lost(
    checker: Checker, started: "list[subprocess.Popen[str]]", killed: slice
) -> None:
    def kill(_: int) -> None:
        for process in started[:2][killed]:
            process.kill()

    many = 30  # so that lines are left when the first have been answered
    answers = within_a_minute(lambda: ResolverPool(checker, None, None, 2).answers(LINES * many, kill))
    assert answers == ResolverPool(checker, None, None, 1).answers(LINES) * many
    assert len(started) > 2
    assert [process.returncode for process in started if process.returncode is None] == []


def test_lines_that_end_two_workers_end_the_review_with_an_error_of_ours(
    checker: Checker, started: "list[subprocess.Popen[str]]", monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false")
    error = within_a_minute(lambda: ResolverPool(checker, None, None, 2).answers(LINES))
    assert isinstance(error, WorkerError)
    assert str(error) == (
        "a worker process ended early, and so did another in its place (out of memory?); nothing was written"
    )
    assert [process.returncode for process in started if process.returncode is None] == []


def test_a_python_that_is_not_there_is_an_error_of_ours(checker: Checker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    error = within_a_minute(lambda: ResolverPool(checker, None, None, 2).answers(LINES))
    assert isinstance(error, WorkerError)
    assert "cannot be started" in str(error)


def test_an_interrupt_ends_all_workers(checker: Checker, started: "list[subprocess.Popen[str]]") -> None:
    def interrupt(_: int) -> None:
        raise KeyboardInterrupt

    error = within_a_minute(lambda: ResolverPool(checker, None, None, 2).answers(LINES, interrupt))
    assert isinstance(error, KeyboardInterrupt)
    assert [process.returncode for process in started if process.returncode is None] == []


REVIEW = """
import sys
from medcheck.export import review_export
sys.path[:0] = sys.argv[3:]
review_export(sys.argv[1], output=sys.argv[2], engine="python", workers=2)
"""


@pytest.mark.parametrize("on_the_path", [(), ("",), (".",)])
@pytest.mark.parametrize("planted", ["json.py", "csv.py", "typing.py", "medcheck/__init__.py"])
def test_no_code_beside_the_export_is_run(planted: str, on_the_path: tuple[str, ...], tmp_path: Path, run: Run) -> None:
    (tmp_path / planted).parent.mkdir(exist_ok=True)
    (tmp_path / planted).write_text(f"open({str(tmp_path / 'executed')!r}, 'w').close()\nraise SystemExit(7)\n")
    (tmp_path / "export.csv").write_text("patient,drug\n1,furosemide\n2,furosemid 20 mg\n")
    script = tmp_path / "elsewhere" / "review.py"
    script.parent.mkdir()
    script.write_text(REVIEW)
    environment = {**os.environ, "PYTHONPATH": str(Path(medcheck.__file__).parent.parent)}
    done = run(str(script), "export.csv", "out", *on_the_path, cwd=tmp_path, env=environment)
    assert (done.stderr, done.returncode) == ("", 0)
    assert not (tmp_path / "executed").exists()
    assert (tmp_path / "out" / "rows.csv").read_text().count("associated") == 2
