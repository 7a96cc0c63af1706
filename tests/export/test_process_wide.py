"""A review leaves the settings of the whole process as it found them: limits, collector, warnings, permissions."""

import csv
import gc
import os
import threading
import warnings
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import openpyxl
import pytest
from export_building import ENGINES, Review, answers, write_csv

from medcheck.exceptions import BadRowError
from medcheck.export.inputs.delimited import DelimitedFile
from medcheck.export.inputs.rows import BadRow
from medcheck.export.inputs.workbook import WorkbookFile

LONG = "x" * 200_000  # longer than csv's usual limit, shorter than ours
TOO_LONG = "x" * 1_200_000


@pytest.fixture(params=[1000, 131_072, 10_000_000])
def limit(request: pytest.FixtureRequest) -> Iterator[int]:
    """A limit to the cells of csv that the process has for reasons of its own."""
    before = csv.field_size_limit(request.param)
    yield request.param
    csv.field_size_limit(before)


def rows_of(path: Path) -> tuple[list[list[str]], list[tuple[int, str]]]:
    bad: list[BadRow] = []
    rows = list(DelimitedFile(path).rows(bad.append))
    return rows, [(row.line, row.reason) for row in bad]


def test_the_limit_to_a_cell_is_ours_and_the_limit_of_the_process_stays(limit: int, tmp_path: Path) -> None:
    lines = ["1,furosemide", f"2,{LONG}", f'3,"{LONG}\n{LONG}"', f"4,{TOO_LONG}", "5,foozolam"]
    rows, bad = rows_of(write_csv(tmp_path / "export.csv", "patient,drug", *lines))
    assert [(cells[0], len(cells[1])) for cells in rows] == [("1", 10), ("2", 200_000), ("3", 400_001), ("5", 8)]
    assert bad == [(6, "a cell too long to be one (over 1,048,576 characters): an unclosed quote?")]
    assert csv.field_size_limit() == limit


def test_a_quote_never_closed_is_named_whatever_the_limit_of_the_process(limit: int, tmp_path: Path) -> None:
    lines = ['1,"furosemide', *(f"{number},foozolam" for number in range(300_000))]
    rows, bad = rows_of(write_csv(tmp_path / "export.csv", "patient,drug", *lines))
    assert len(rows) == 300_000
    assert bad == [(2, "a cell too long to be one (over 1,048,576 characters): an unclosed quote?")]
    assert csv.field_size_limit() == limit


def test_a_header_longer_than_the_limit_of_the_process_is_read(limit: int, tmp_path: Path) -> None:
    file = DelimitedFile(write_csv(tmp_path / "export.csv", f"patient,drug,{LONG}", "1,furosemide,"))
    assert [len(column) for column in file.columns] == [7, 4, 200_000]
    assert csv.field_size_limit() == limit


def test_rows_that_are_left_half_read_leave_no_limit_behind(limit: int, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "export.csv", "patient,drug", f"1,{LONG}", "2,furosemide")
    rows = DelimitedFile(path).rows(lambda _: None)
    assert len(next(rows)[1]) == 200_000
    assert csv.field_size_limit() == limit


def test_a_reader_of_another_thread_keeps_a_higher_limit_of_its_own(tmp_path: Path) -> None:
    before = csv.field_size_limit(10_000_000)
    seen: list[int] = []
    stop = threading.Event()

    def watch() -> None:
        while not stop.is_set():
            seen.append(csv.field_size_limit())

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        rows, _ = rows_of(write_csv(tmp_path / "export.csv", "patient,drug", *(f"{n},{LONG}" for n in range(50))))
    finally:
        stop.set()
        watcher.join()
        csv.field_size_limit(before)
    assert len(rows) == 50
    assert set(seen) == {10_000_000}


def test_threads_that_read_long_cells_at_once_leave_the_limit_of_the_process(tmp_path: Path) -> None:
    before = csv.field_size_limit()
    path = write_csv(tmp_path / "export.csv", "patient,drug", *(f"{n},{LONG}" for n in range(100)))
    with ThreadPoolExecutor(8) as threads:
        assert [len(rows) for rows, _ in threads.map(rows_of, [path] * 8)] == [100] * 8
    assert csv.field_size_limit() == before


@ENGINES
@pytest.mark.parametrize("enabled", [True, False])
@pytest.mark.parametrize("last", ["2,foozolam", "2,foozolam,too many"])
def test_the_collector_runs_after_a_review_if_it_ran_before(
    last: str, enabled: bool, engine: str, tmp_path: Path, review: Review
) -> None:
    export = write_csv(tmp_path / "export.csv", "patient,drug", "1,furosemide", last)
    was_enabled = gc.isenabled()
    (gc.enable if enabled else gc.disable)()
    try:
        if "many" in last:
            with pytest.raises(BadRowError):
                review(export, engine=engine)
        else:
            review(export, engine=engine)
        assert gc.isenabled() == enabled
    finally:
        (gc.enable if was_enabled else gc.disable)()


def test_the_collector_runs_after_reviews_in_several_threads(tmp_path: Path, review: Review) -> None:
    assert gc.isenabled()
    export = write_csv(tmp_path / "export.csv", "patient,drug", *(f"{n},furosemide {n} mg" for n in range(200)))
    with ThreadPoolExecutor(4) as threads:
        assert len(list(threads.map(lambda _: review(export, engine="duckdb"), range(4)))) == 4
    assert gc.isenabled()


def test_a_workbook_read_in_several_threads_leaves_the_filters_of_warnings(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for number in range(300):
        sheet.append([f"patient {number}", "furosemide"])  # type: ignore[union-attr]
    book.save(tmp_path / "export.xlsx")
    before = list(warnings.filters)

    def read(_: int) -> int:
        return len(list(WorkbookFile(tmp_path / "export.xlsx").rows(lambda _: None)))

    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(read, range(8))) == [299] * 8
    assert list(warnings.filters) == before


@pytest.mark.skipif(os.name != "posix", reason="no umask there")
@ENGINES
@pytest.mark.parametrize("shared", [True, False])
def test_the_umask_is_never_set(
    shared: bool, engine: str, tmp_path: Path, review: Review, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: int) -> int:
        raise AssertionError("the umask is the whole process's")

    monkeypatch.setattr(os, "umask", fail)
    _, folder = review(write_csv(tmp_path / "export.csv", "patient,drug", "1,furosemide"), engine=engine, shared=shared)
    assert answers(folder) == ["associated"]
