"""What all tests share: a home of their own for the database, no network, and small tables to build from."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, settings
from small_tables import write_small_tables
from spark_cluster import Cluster

from medcheck import Checker
from medcheck.knowledge.clinical import Clinical
from medcheck.knowledge.database import Database
from medcheck.naming.lexicon import Lexicon

# The same examples at every run, so that a change and not chance makes a test fail; `HYPOTHESIS_PROFILE=long` looks for
# new ones.
_QUIET = [HealthCheck.too_slow]
settings.register_profile(
    "steady", derandomize=True, database=None, deadline=None, max_examples=200, suppress_health_check=_QUIET
)
settings.register_profile("long", database=None, deadline=None, max_examples=4000, suppress_health_check=_QUIET)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "steady"))
# A run in the background may have begun with Ctrl-C ignored, which every command that a test stops would inherit.
signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session", autouse=True)
def own_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The database of the real tables is built once for all tests, and nobody's own is touched.

    Where MEDCHECK_TEST_HOME names a folder, it is kept there for the next run.
    """
    kept = os.environ.get("MEDCHECK_TEST_HOME")
    home = Path(kept) if kept else tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MEDCHECK_HOME", str(home))
        patch.delenv("NO_COLOR", raising=False)
        patch.setenv("PYTHONUTF8", "1")
        yield home


# Python's arguments for a process that file permissions bind even where the superuser starts it: he gives up two powers
# (CAP_DAC_OVERRIDE and CAP_DAC_READ_SEARCH, by PR_CAPBSET_DROP) and starts Python anew with what follows.
_BOUND = """
import ctypes, os, sys
if os.geteuid() == 0:
    for power in (1, 2):
        assert ctypes.CDLL(None).prctl(24, power, 0, 0, 0) == 0
os.execv(sys.executable, [sys.executable, *sys.argv[1:]])
"""


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Where MEDCHECK_NO_SKIP is set, a test that would be skipped fails, and says for want of what."""
    report = yield
    if report.skipped and os.environ.get("MEDCHECK_NO_SKIP") and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
    return report


@pytest.fixture(scope="session", autouse=True)
def no_network() -> Iterator[None]:
    def refuse(*_: Any, **__: Any) -> None:
        raise AssertionError("a test asked for the network")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", refuse)
        patch.setattr(socket.socket, "connect_ex", refuse)
        patch.setattr(socket, "getaddrinfo", refuse)
        yield


@pytest.fixture(scope="session")
def checker() -> Checker:
    return Checker()


@pytest.fixture(scope="session")
def database(checker: Checker) -> Database:
    return checker.database


@pytest.fixture(scope="session")
def clinical(checker: Checker) -> Clinical:
    return checker.clinical


@pytest.fixture(scope="session")
def lexicon(checker: Checker) -> Lexicon:
    return checker.lexicon


@pytest.fixture(scope="session")
def cluster(tmp_path_factory: pytest.TempPathFactory, own_home: Path) -> Iterator[Cluster]:
    """Spark, started once for all tests that ask for it."""
    started = Cluster(tmp_path_factory.mktemp("cluster"), {**os.environ, "MEDCHECK_HOME": str(own_home)})
    yield started
    started.close()


@pytest.fixture
def runner() -> CliRunner:
    return CliRunner()


@pytest.fixture
def fresh_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home that no other test sees, and a temporary directory likewise."""
    monkeypatch.setenv("MEDCHECK_HOME", str(tmp_path / "home"))
    (tmp_path / "temporary").mkdir()
    monkeypatch.setenv("TMPDIR", str(tmp_path / "temporary"))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    return tmp_path / "home"


@pytest.fixture
def small_tables(tmp_path: Path, fresh_home: Path) -> Callable[..., Path]:
    """A function that writes a set of small tables: ``small_tables(claims=[{"kind": "label"}])``."""
    assert not fresh_home.exists()
    return lambda **rows: write_small_tables(tmp_path / "tables", **rows)


@pytest.fixture
def names_file(tmp_path: Path) -> Callable[[str], Path]:
    """A function that writes a site's own names: ``names_file("FRU,furosemide")``."""

    def write(rows: str, header: str = "name,ingredients") -> Path:
        path = tmp_path / "our_names.csv"
        path.write_text(f"{header}\n{rows}\n", encoding="utf-8")
        return path

    return write


@pytest.fixture
def run() -> Callable[..., "subprocess.CompletedProcess[str]"]:
    """A function that runs Python in a process of its own: ``run("-m", "medcheck", "check", "Lasix")``."""

    def start(*arguments: str, **options: Any) -> "subprocess.CompletedProcess[str]":
        options = {"capture_output": True, "text": True, "encoding": "utf-8", "timeout": 120, **options}
        return subprocess.run([sys.executable, *arguments], check=False, **options)

    return start


@pytest.fixture
def run_bound(run: Callable[..., "subprocess.CompletedProcess[str]"]) -> Callable[..., Any]:
    """As ``run``, but with the rights of a user who owns the files and is not the superuser."""
    return lambda *arguments, **options: run("-c", _BOUND, *arguments, **options)
