"""One run of the tests in a process of its own, forked from one that has loaded everything but medcheck."""

import importlib.machinery
import importlib.util
import json
import os
import signal
import sys
import time
import traceback
from collections.abc import Callable, Generator
from pathlib import Path
from types import CodeType, FrameType, ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
OPTIONS = ["-x", "-q", "-p", "no:cacheprovider", "--no-header", "--tb=line", "--rootdir", str(ROOT)]
OPTIONS += ["-W", "ignore::pytest.PytestAssertRewriteWarning"]  # Hypothesis is loaded before pytest can look at it
BASE = 20  # seconds of the processor for a test, and ten times what it took: an endless loop is noticed


def in_child(task: Callable[[], int], log: Path) -> int:
    """The exit status of a task in a child of this process, whose output goes to a file."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    status = 1
    try:
        opened = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(opened, 1)
        os.dup2(opened, 2)
        status = int(task())
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)


class Recorder:
    """Notes which functions of ours each test calls, and how long it takes; those called outside of tests, too."""

    def __init__(self, target: Path, rooms: list[str]) -> None:
        self.target = target
        self.folders = tuple(f"{ROOT / 'medcheck' / room}{os.sep}" for room in rooms)
        self.calls: set[CodeType] = set()
        self.outside: set[CodeType] = set()
        self.tests: dict[str, dict[str, Any]] = {}
        sys.settrace(self._note_outside)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_call(self, item: pytest.Item) -> Generator[None, None, None]:
        """Run a test and keep what it called."""
        self.calls = set()
        started = time.process_time()
        sys.settrace(self._note)
        try:
            yield
        finally:
            sys.settrace(self._note_outside)
        seconds = time.process_time() - started
        self.tests[item.nodeid] = {"seconds": seconds, "functions": self._places(self.calls)}

    def pytest_sessionfinish(self) -> None:
        """Write it all down."""
        sys.settrace(None)
        self.target.write_text(json.dumps({"tests": self.tests, "outside": self._places(self.outside)}))

    def _note(self, frame: FrameType, _: str, __: Any) -> None:
        self.calls.add(frame.f_code)

    def _note_outside(self, frame: FrameType, _: str, __: Any) -> None:
        self.outside.add(frame.f_code)

    def _places(self, codes: set[CodeType]) -> list[tuple[str, int]]:
        ours = (code for code in codes if code.co_filename.startswith(self.folders))
        return sorted({(os.path.relpath(code.co_filename, ROOT), code.co_firstlineno) for code in ours})


class Chosen:
    """Runs only some tests, the quickest first, none for much longer than it took before."""

    def __init__(self, seconds: dict[str, float]) -> None:
        self.seconds = seconds

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Take the chosen ones."""
        items[:] = sorted((item for item in items if item.nodeid in self.seconds), key=lambda i: self.seconds[i.nodeid])

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Generator[None, bool, bool]:
        """Set the clock of a test; the process ends when it rings."""
        signal.setitimer(signal.ITIMER_PROF, BASE + 10 * self.seconds[item.nodeid])
        return (yield)


class _Changed(importlib.machinery.SourceFileLoader):
    """Loads a module from another source than its file has."""

    source = ""

    def get_code(self, fullname: str) -> CodeType:
        return compile(self.source, self.get_filename(fullname), "exec")


def change(path: str, source: str) -> None:
    """Let a module, not loaded yet, be loaded from this source."""
    name = path.removesuffix(".py").replace("/", ".").removesuffix(".__init__")

    class Finder:
        @staticmethod
        def find_spec(fullname: str, *_: Any) -> importlib.machinery.ModuleSpec | None:
            if fullname != name:
                return None
            loader = _Changed(name, str(ROOT / path))
            loader.source = source
            return importlib.util.spec_from_file_location(name, ROOT / path, loader=loader)

    sys.meta_path.insert(0, Finder)  # type: ignore[arg-type]


def build_database() -> int:
    """Build what the tests would build at their first look-up, which is slow."""
    os.environ["MEDCHECK_HOME"] = os.environ["MEDCHECK_TEST_HOME"]
    sys.path.insert(0, str(ROOT))
    importlib.import_module("medcheck").Checker()
    return 0


def run_tests(tests: list[str], plugin: object) -> int:
    """Pytest's exit status for tests or files of tests."""
    os.chdir(ROOT)
    sys.path[:0] = [str(ROOT), str(ROOT / "tests")]
    return int(pytest.main([*OPTIONS, *tests], plugins=[plugin]))


def load_others() -> list[ModuleType]:
    """Load what every run needs and no mutant changes."""
    names = ("click.testing", "hypothesis.strategies", "pydantic", "rapidfuzz.process", "sqlite_utils")
    loaded = [importlib.import_module(name) for name in names]
    assert "medcheck" not in sys.modules
    return loaded
