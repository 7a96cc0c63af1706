"""Exports of very many columns: reviewed in bounded memory, with the bytes of the reference."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest
from export_building import FILES, write_csv

from medcheck.export.engines.duckdb import connection
from medcheck.export.engines.duckdb.engine import WIDEST


@pytest.mark.parametrize("columns", [20, WIDEST, 2000])
def test_many_columns_are_reviewed_within_half_the_memory(
    columns: int, tmp_path: Path, review: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "MEMORY_MB", connection.MEMORY_MB // 2)
    others = range(columns - 2)
    header = ",".join(("patient", "drug", *(f"x{n}" for n in others)))
    rows = (",".join((f"P{n}", "furosemide 40 mg", *(f"={n}" for _ in others))) for n in range(20))
    export = write_csv(tmp_path / "wide.csv", header, *rows)
    _, plain = review(export)
    _, fast = review(export, engine="duckdb")
    for name in FILES:
        assert (fast / name).read_bytes() == (plain / name).read_bytes(), name


def test_a_parquet_file_of_four_thousand_columns_is_that_of_its_csv(tmp_path: Path, review: Callable[..., Any]) -> None:
    others = range(3998)
    header = ",".join(("patient", "drug", *(f"x{n}" for n in others)))
    rows = (",".join((f"P{n}", "furosemide 40 mg", *(f"{n}-{other}" for other in others))) for n in range(5))
    export = write_csv(tmp_path / "wide.csv", header, *rows)
    duckdb.execute(f"COPY (FROM read_csv('{export}', all_varchar=true)) TO '{tmp_path / 'wide.parquet'}'")
    _, plain = review(export)
    _, wide = review(tmp_path / "wide.parquet", engine="duckdb")
    assert (wide / "rows.csv").read_bytes() == (plain / "rows.csv").read_bytes()
    assert (wide / "patients.csv").read_bytes() == (plain / "patients.csv").read_bytes()
