"""Mutants tried by the tests, each in a process of its own that has loaded and collected everything before."""

import functools
import gc
import importlib
import itertools
import json
import os
import signal
import sys
import time
import traceback
from collections import defaultdict
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from types import CodeType, FrameType, FunctionType
from typing import Any

import pytest
from mutate import Mutant

ROOT = Path(__file__).parents[2]
OPTIONS = ["-x", "-q", "-p", "no:cacheprovider", "--no-header", "--tb=line", "--rootdir", str(ROOT)]
OPTIONS += ["-W", "ignore::pytest.PytestAssertRewriteWarning"]  # Hypothesis is loaded before pytest can look at it
OVERHEAD = 0.005  # seconds that pytest takes for any test
OF_EVERY_TEST = frozenset(("own_home", "no_network", "request", "tmp_path_factory"))  # what no test needs here
PLAIN_PARAMETER = "get_direct_param_fixture_func"  # the function of pytest's own fixture for a parameter
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


Place = tuple[str, int]  # a file and a line of it


class Recorder:
    """Notes which lines of ours each test runs, and how long it takes; the lines run outside of tests, too."""

    def __init__(self, target: Path, rooms: list[str]) -> None:
        self.target = target
        self.folders = tuple(f"{ROOT / 'medcheck' / room}{os.sep}" for room in rooms)
        self.lines: set[Place] = set()
        self.outside: set[Place] = set()
        self.seconds: dict[str, float] = {}
        self.tests: dict[Place, int] = defaultdict(int)  # those that run a line, a bit each
        sys.settrace(self._note)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_call(self, item: pytest.Item) -> Generator[None, None, None]:
        """Run a test and keep which lines it ran."""
        self.outside |= self.lines
        self.lines = set()
        started = time.process_time()
        sys.settrace(self._note)
        try:
            yield
        finally:
            sys.settrace(self._note)
        for place in self.lines:
            self.tests[place] |= 1 << len(self.seconds)
        self.seconds[item.nodeid] = time.process_time() - started
        self.lines = set()

    def pytest_sessionfinish(self) -> None:
        """Write it all down."""
        sys.settrace(None)
        tests: dict[str, dict[int, str]] = defaultdict(dict)
        for (path, line), mask in self.tests.items():
            tests[os.path.relpath(path, ROOT)][line] = f"{mask:x}"
        outside = sorted((os.path.relpath(path, ROOT), line) for path, line in self.outside | self.lines)
        self.target.write_text(json.dumps({"seconds": self.seconds, "tests": tests, "outside": outside}))

    def _note(self, frame: FrameType, _: str, __: Any) -> "Callable[[FrameType, str, Any], Any] | None":
        if not frame.f_code.co_filename.startswith(self.folders):
            return None
        self.lines.add((frame.f_code.co_filename, frame.f_lineno))
        return self._note


class Trials:
    """In the place of pytest's loop over all tests: tries mutants, each in a child of the process that collected.

    First come the tests that killed others of the same module, then those that killed any, else the quickest.
    """

    def __init__(
        self,
        mutants: list[Mutant],
        tests_of: Callable[[Mutant], dict[str, float]],
        tell: Callable[[Mutant, bool], bool],
        log: Path,
    ) -> None:
        self.mutants, self.tests_of, self.tell, self.log = mutants, tests_of, tell, log
        self.kills: dict[tuple[str, str], int] = defaultdict(int)  # by module and test; by "" and test those of all

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Try the mutants until ``tell`` wants no more."""
        for path in {mutant.path for mutant in self.mutants}:
            importlib.import_module(
                _module_name(path)
            )  # some modules are loaded late, and a mutant is put into a loaded one
        shared, built = _shared_fixtures()
        quick = {item.nodeid: call for item in session.items if (call := _without_pytest(item, shared))}
        for mutant in self.mutants:
            seconds = self.tests_of(mutant)
            items = [item for item in session.items if item.nodeid in seconds]
            items.sort(key=functools.partial(self._cost_of_a_kill, mutant.path, seconds))
            killer = self.log.with_suffix(".killer")
            killer.write_text("", encoding="utf-8")
            lines = range(mutant.first, mutant.last + 1)
            anew = not mutant.first or any((str(ROOT / mutant.path), line) in built for line in lines)
            trial = functools.partial(_trial, session, mutant, items, seconds, killer, {} if anew else quick)
            killed = bool(items) and in_child(trial, self.log) != 0
            if killed:
                name = killer.read_text(encoding="utf-8")
                if not name and mutant.first:  # a module that no longer loads is noticed by every test
                    raise RuntimeError(
                        f"{mutant.path}:{mutant.line} could not be tried: {self.log.read_text()[-2000:]}"
                    )
                for where in (mutant.path, ""):
                    self.kills[where, name] += 1
            if not self.tell(mutant, killed):
                break
        return True

    def _cost_of_a_kill(self, path: str, seconds: dict[str, float], item: pytest.Item) -> float:
        name = item.nodeid
        return (OVERHEAD + seconds[name]) / (1 + 20 * self.kills[path, name] + 4 * self.kills["", name])


def _shared_fixtures() -> tuple[dict[str, Any], set[Place]]:
    """The fixtures of the session that only read, made once for all mutants, and the lines that were run for them.

    A mutant of one of those lines needs fixtures of its own.
    """
    os.environ["MEDCHECK_HOME"] = os.environ["MEDCHECK_TEST_HOME"]
    lines: set[Place] = set()

    def note(frame: FrameType, _: str, __: Any) -> "Callable[[FrameType, str, Any], Any] | None":
        if not frame.f_code.co_filename.startswith(str(ROOT)):
            return None
        lines.add((frame.f_code.co_filename, frame.f_lineno))
        return note

    sys.settrace(note)
    medcheck = importlib.import_module("medcheck")
    medcheck.check("paracetamol 1 g")  # makes the checker of those who bring none
    checker = medcheck.Checker()
    shared = {
        "checker": checker,
        "database": checker.database,
        "clinical": checker.clinical,
        "lexicon": checker.lexicon,
    }
    sys.settrace(None)
    return shared, lines


def _without_pytest(item: pytest.Item, shared: dict[str, Any]) -> Callable[[], Any] | None:
    """A test that needs nothing but its parameters and what is shared, as a call: pytest takes longer than the test."""
    if not isinstance(item, pytest.Function) or list(item.iter_markers("xfail")) or item.cls:
        return None
    given = item.callspec.params if hasattr(item, "callspec") else {}
    fixtures = set(item.fixturenames) - given.keys()
    defined = item._fixtureinfo.name2fixturedefs  # those of pytest for plain parameters, too
    indirect = {name for name in given if name in defined and defined[name][-1].func.__name__ != PLAIN_PARAMETER}
    if not fixtures <= {*shared, *OF_EVERY_TEST} or indirect - {*shared}:
        return None
    names = item._fixtureinfo.argnames
    return functools.partial(item.obj, **{name: given[name] if name in given else shared[name] for name in names})


def _trial(
    session: pytest.Session,
    mutant: Mutant,
    items: list[pytest.Item],
    seconds: dict[str, float],
    running: Path,
    quick: dict[str, Callable[[], Any]],
) -> int:
    """Whether a test fails with a mutant: 1 or 0. The name of the test that runs stands in a file."""
    _put_in_place(mutant)

    def begin(item: pytest.Item) -> None:
        running.write_text(item.nodeid, encoding="utf-8")
        signal.setitimer(signal.ITIMER_PROF, BASE + 10 * seconds[item.nodeid])  # the process ends when it rings

    for item in items:
        if item.nodeid in quick:
            begin(item)
            quick[item.nodeid]()  # what it raises ends the child, too
    others = [item for item in items if item.nodeid not in quick]
    for item, following in itertools.zip_longest(others, others[1:]):
        begin(item)
        session.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
        if session.testsfailed:
            return 1
    return 0


def _module_name(path: str) -> str:
    return path.removesuffix(".py").replace("/", ".").removesuffix(".__init__")


def _put_in_place(mutant: Mutant) -> None:
    """Give the functions of the module their changed code, or run it anew where the change is outside of functions."""
    module = sys.modules[_module_name(mutant.path)]
    if mutant.first:
        codes = {(code.co_name, code.co_firstlineno): code for code in _codes_in(mutant.code)}
        for function in gc.get_objects():
            if isinstance(function, FunctionType) and function.__code__.co_filename == str(ROOT / mutant.path):
                code = codes.get((function.__code__.co_name, function.__code__.co_firstlineno))
                if code and code.co_freevars == function.__code__.co_freevars:
                    function.__code__ = code
        return
    before = {name: value for name, value in vars(module).items() if not name.startswith("__")}
    exec(mutant.code, vars(module))
    for other in [*sys.modules.values()]:  # what others took from it
        if other is not module and str(getattr(other, "__file__", "")).startswith(str(ROOT)):
            for name in before.keys() & vars(other).keys():
                if vars(other)[name] is before[name]:
                    setattr(other, name, vars(module)[name])


def _codes_in(code: CodeType) -> Iterator[CodeType]:
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield constant
            yield from _codes_in(constant)


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
