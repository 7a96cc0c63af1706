"""Spark on a real cluster of two executors: the bytes of the reference, and what happens where it cannot go on."""

import gzip
import json
import os
import random
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from export_building import DAY, FILES, Review, answers, names_in, read_csv, write_csv
from spark_cluster import Cluster, on_spark
from test_workbook import book_of

from medcheck.cli import main
from medcheck.exceptions import BadRowError, EngineUnavailable, MedcheckError, ProfileError
from medcheck.export.engines.spark.errors import error_from_spark
from medcheck.export.engines.spark.splits import Piece, PieceNote, bad_rows
from medcheck.export.engines.streams import ByteRange

Same = Callable[..., Path]

# Of a file of this many bytes a byte range is cut off in these tests.
RANGE_BYTES = 20_000
NAMES = ("furosemide 40mg", "simvastatn 20mg", '"a quoted, ""line""\nof two"', "foozolam", "paracetamol", "=quinine")


def rows_of(number: int, seed: int = 1) -> list[str]:
    chance = random.Random(seed)
    return [f"P{n % 97},{n},{chance.choice(NAMES)}" for n in range(number)]


@pytest.fixture
def same(cluster: Cluster, tmp_path: Path, review: Review) -> Same:
    """Review with Spark and with the reference; every file must be the same, byte for byte."""

    def run(*paths: Path, range_bytes: int | None = None, files: tuple[str, ...] = FILES, **options: Any) -> Path:
        summary, plain = review(*paths, **options)
        on_cluster = cluster.ask(
            "review", *paths, range_bytes=range_bytes, output=tmp_path / "spark", as_of=DAY, **options
        )
        assert on_cluster == summary.model_copy(update={"folder": tmp_path / "spark"})
        assert names_in(tmp_path / "spark") == names_in(plain)
        for name in files:
            assert (tmp_path / "spark" / name).read_bytes() == (plain / name).read_bytes(), name
        return tmp_path / "spark"

    return run


@on_spark
def test_a_small_file_with_everything(tmp_path: Path, same: Same) -> None:
    export = write_csv(
        tmp_path / "mixed.csv",
        "patient,drug,stop_date,note",
        'P1,"Lasix 40 mg, daily",,=1',
        "P1,simvastatn 20mg,,",
        'P2,"quinine\n300 mg",,#',
        "P2,bendroflumethiazide,2026-01-01,",
        "P3,foozolam,,-",
        ",furosemide,,",
        "P4,gauze dressing,,",
    )
    folder = same(export)
    assert answers(folder) == [
        "associated", "associated", "associated", "associated", "unrecognised", "associated", "not_a_medicine",
    ]  # fmt: skip
    assert [row["patient"] for row in read_csv(folder / "patients.csv")] == ["P2", "P1"]


@on_spark
def test_several_files_in_byte_ranges_and_a_gz(tmp_path: Path, same: Same) -> None:
    for number in (1, 2):
        write_csv(tmp_path / f"part-{number}.csv", "patient,n,drug", *rows_of(5000, seed=number))
    (tmp_path / "part-3.csv.gz").write_bytes(gzip.compress((tmp_path / "part-1.csv").read_bytes()))
    assert len(answers(same(tmp_path / "part-*", range_bytes=RANGE_BYTES))) == 15_000


@on_spark
def test_bad_rows_of_a_byte_range_are_set_aside_by_their_line_in_the_file(tmp_path: Path, same: Same) -> None:
    rows = rows_of(5000)
    for place in (10, 2500, 4900):
        rows[place] = f"P1,{place}"
        rows[place + 5] = f'P1,{place},"furosemide" 40 mg'
    write_csv(tmp_path / "part-1.csv", "patient,n,drug", *rows)
    write_csv(tmp_path / "part-2.csv", "patient,n,drug", "P1,1,furosemide", "P1,2,furosemide,x")
    folder = same(tmp_path / "part-*", range_bytes=RANGE_BYTES, skip_bad_rows=True, files=(*FILES, "rejected.csv"))
    rejected = read_csv(folder / "rejected.csv")
    assert [(Path(row["file"]).name, row["reason"]) for row in rejected] == [
        *[
            ("part-1.csv", "2 cells where the header has 3"),
            ("part-1.csv", "a quote inside a quoted cell"),
        ]
        * 3,
        ("part-2.csv", "4 cells where the header has 3"),
    ]
    lines = (tmp_path / "part-1.csv").read_text().split("\n")
    assert [lines[int(row["line"]) - 1] for row in rejected[:-1:2]] == ["P1,10", "P1,2500", "P1,4900"]
    assert rejected[-1]["line"] == "3"


@on_spark
def test_a_quote_that_shifts_the_cuts_changes_nothing(tmp_path: Path, same: Same) -> None:
    rows = rows_of(5000)
    rows[700] = 'P1,700,"furosemide'
    export = write_csv(tmp_path / "e.csv", "patient,n,drug", *rows)
    folder = same(export, range_bytes=RANGE_BYTES, skip_bad_rows=True, files=(*FILES, "rejected.csv"))
    assert len(read_csv(folder / "rejected.csv")) == 1


@on_spark
def test_without_the_option_the_first_bad_row_ends_the_review(
    tmp_path: Path, cluster: Cluster, review: Review, hidden_left: Callable[[], list[str]]
) -> None:
    rows = rows_of(5000)
    rows[3000] = rows[4000] = "P1,Quackenbusch"
    export = write_csv(tmp_path / "e.csv", "patient,n,drug", *rows)
    with pytest.raises(BadRowError) as plain:
        review(export)
    with pytest.raises(BadRowError) as on_cluster:
        cluster.ask("review", export, output=tmp_path / "spark", range_bytes=RANGE_BYTES)
    assert str(on_cluster.value) == str(plain.value)
    assert "2 cells where the header has 3" in str(plain.value)
    assert (hidden_left(), (tmp_path / "spark").exists()) == ([], False)


@on_spark
def test_parquet_holds_the_rows_in_their_order(tmp_path: Path, same: Same) -> None:
    import duckdb

    export = write_csv(tmp_path / "e.csv", "patient,n,drug", *rows_of(5000))
    folder = same(export, range_bytes=RANGE_BYTES, format="parquet", files=("rows.parquet", *FILES[1:]))
    rows = duckdb.sql(f"SELECT n, drug, medcheck_answer FROM read_parquet('{folder}/rows.parquet')").fetchall()
    assert [row[0] for row in rows] == [str(n) for n in range(5000)]
    assert {row[1]: row[2] for row in rows} == {
        "furosemide 40mg": "associated",
        "simvastatn 20mg": "associated",
        'a quoted, "line"\nof two': "unrecognised",
        "foozolam": "unrecognised",
        "paracetamol": "not_listed",
        "=quinine": "associated",
    }


@on_spark
def test_fhir_bulk_files_with_bad_lines(tmp_path: Path, same: Same) -> None:
    medicine = {"resourceType": "Medication", "id": "m", "code": {"text": "furosemide 40 mg"}}
    request = {
        "resourceType": "MedicationRequest",
        "id": "1",
        "subject": {"reference": "Patient/a"},
        "medicationReference": {"reference": "Medication/m"},
    }
    (tmp_path / "Medication.ndjson").write_text(json.dumps(medicine) + "\n")
    half = json.dumps({**request, "id": "\ud800"})
    (tmp_path / "Requests.ndjson.gz").write_bytes(gzip.compress(f'{json.dumps(request)}\n{{"no\n{half}\n'.encode()))
    folder = same(tmp_path / "*.ndjson*", skip_bad_rows=True, files=(*FILES, "rejected.csv"))
    assert answers(folder) == ["associated"]
    assert [(row["line"], row["reason"]) for row in read_csv(folder / "rejected.csv")] == [
        ("2", "not a FHIR resource in JSON"),
        ("3", "half a character: a surrogate by itself"),
    ]


@on_spark
def test_zips_bundles_titles_and_sheets(tmp_path: Path, same: Same) -> None:
    with zipfile.ZipFile(tmp_path / "e.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for name, patient in (("a/april.csv", "P1"), ("may.csv", "P2")):
            archive.writestr(name, f"Ward 5\n\npatient,drug,stop\n{patient},furosemide,\n{patient}\n")
    folder = same(tmp_path / "e.zip", skip_bad_rows=True)
    assert [row["patient"] for row in read_csv(folder / "rows.csv")] == ["P1", "P2"]
    assert [row["line"] for row in read_csv(folder / "rejected.csv")] == ["5", "5"]
    request = {"resourceType": "MedicationRequest", "medicationReference": {"reference": "urn:uuid:1"}}
    entries = [{"resource": request}, {"fullUrl": "urn:uuid:1", "resource": {"resourceType": "Medication"}}]
    entries[1]["resource"]["code"] = {"text": "quinine"}  # type: ignore[index]
    (tmp_path / "b.json").write_text(json.dumps({"resourceType": "Bundle", "entry": entries}, indent=1))
    same(tmp_path / "b.json", force=True)
    book = book_of(tmp_path / "e.xlsx", [("patient", "drug")], [("Ward",), ("patient", "drug"), ("1", "Lasix", "x")])
    folder = same(book, skip_bad_rows=True, force=True, files=(*FILES, "rejected.csv"))
    assert [(row["file"], row["line"]) for row in read_csv(folder / "rejected.csv")] == [(f"{book}, sheet 2", "3")]
    same(book, sheet="2", header_row=2, skip_bad_rows=True, force=True)


@on_spark
def test_own_names_named_columns_and_raw_cells(tmp_path: Path, same: Same, names_file: Callable[[str], Path]) -> None:
    export = write_csv(tmp_path / "e.csv", "Ref,Item issued,Note", "=1,FRUZ 40 mg,-", "2,foozolam,+")
    names = names_file("FRUZ,furosemide")
    folder = same(export, names=names, map={"drug": "Item issued", "patient": "Ref"}, raw=True)
    assert [(row["Ref"], row["medcheck_ingredients"]) for row in read_csv(folder / "rows.csv")] == [
        ("=1", "furosemide"),
        ("2", ""),
    ]


@on_spark
def test_an_empty_export(tmp_path: Path, same: Same) -> None:
    folder = same(write_csv(tmp_path / "e.csv", "patient,drug,date"))
    assert (folder / "rows.csv").read_text() == (
        "patient,drug,date,medcheck_answer,medcheck_ingredients,medcheck_findings,medcheck_corrected,medcheck_time\n"
    )


@on_spark
def test_paths_that_only_the_driver_understands(tmp_path: Path, cluster: Cluster) -> None:
    write_csv(tmp_path / "e.csv", "patient,drug", "1,furosemide")
    cluster.ask("move_to", str(tmp_path))
    summary = cluster.ask("review", Path("e.csv"), output="spark")
    assert (summary.associated, names_in(tmp_path / "spark")) == (1, sorted(FILES))


@on_spark
@pytest.mark.parametrize(
    ("trouble", "said"),
    [
        ("review_with_error", "a task of Spark ended with ValueError; nothing was written"),
        ("review_with_lost_worker", "an executor was lost"),
    ],
)
def test_trouble_on_an_executor_is_told_without_the_text_of_a_row(
    trouble: str, said: str, tmp_path: Path, cluster: Cluster, hidden_left: Callable[[], list[str]]
) -> None:
    export = write_csv(tmp_path / "e.csv", "patient,drug", "Wilhelmina,Quackenbusch 20 mg")
    with pytest.raises(MedcheckError, match=said) as error:
        cluster.ask(trouble, export, output=tmp_path / "spark")
    assert "Quackenbusch" not in str(error.value) + cluster.said()
    assert (hidden_left(), (tmp_path / "spark").exists()) == ([], False)


@on_spark
def test_a_data_frame_gets_the_answers_of_the_review(cluster: Cluster) -> None:
    lines = ["Lasix 40 mg", "simvastatn 20 mg", " Foozolam 5 mg ", None, "gauze dressing", "paracetamol"]
    columns, rows = cluster.ask("annotated", "id int, drug string", list(enumerate(lines, 1)), "drug")
    assert columns == [
        "id", "drug", "medcheck_answer", "medcheck_ingredients", "medcheck_findings", "medcheck_corrected",
    ]  # fmt: skip
    assert [row[:4] + row[5:] for row in rows] == [
        [1, "Lasix 40 mg", "associated", "furosemide", ""],
        [2, "simvastatn 20 mg", "associated", "simvastatin", "simvastatn -> simvastatin"],
        [3, " Foozolam 5 mg ", "unrecognised", "", ""],
        [4, None, "unrecognised", "", ""],
        [5, "gauze dressing", "not_a_medicine", "", ""],
        [6, "paracetamol", "not_listed", "paracetamol", ""],
    ]


@on_spark
def test_columns_of_any_name_and_a_code_that_disagrees(cluster: Cluster) -> None:
    schema = "`drug.name` string, `a``b` string, `drug` struct<name: string>"
    rows = [("furosemide", "C10AA01", ("x",)), (None, None, None)]
    columns, found = cluster.ask("annotated", schema, rows, "drug.name", code="a`b")
    assert columns[:3] == ["drug.name", "a`b", "drug"]
    assert [row[3:5] for row in found] == [
        ["unrecognised", "furosemide (code: simvastatin)"],
        ["unrecognised", ""],
    ]


@on_spark
@pytest.mark.parametrize(
    ("schema", "said"),
    [
        ("other string", "the DataFrame has no column 'drug'; it has other"),
        ("drug string, Medcheck_Answer string", "the DataFrame has a column 'Medcheck_Answer' already; rename it"),
        ("drug string, medcheck_line string", "the DataFrame has a column 'medcheck_line' already; rename it"),
    ],
)
def test_columns_that_will_not_do_are_named(schema: str, said: str, cluster: Cluster) -> None:
    with pytest.raises(ProfileError, match=said):
        cluster.ask("annotated", schema, [], "drug")


@pytest.mark.parametrize("package", ["pandas", "pyarrow", "pyspark.sql"])
def test_without_its_packages_the_engine_says_what_to_install(
    package: str, tmp_path: Path, review: Review, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("pandas", "pyarrow", "pyspark.sql"):
        monkeypatch.setitem(sys.modules, name, None if name == package else type(sys)(name))  # type: ignore[arg-type]
    export = write_csv(tmp_path / "e.csv", "patient,drug", "1,furosemide")
    with pytest.raises(EngineUnavailable, match=r"pip install '\.\[spark\]'"):
        review(export, engine="spark", workers=None)
    result = CliRunner().invoke(main, ["review", str(export), "--output", str(tmp_path / "out"), "--engine", "spark"])
    assert (result.exit_code, result.stderr.splitlines()[-1]) == (
        16,
        "Error: the engine 'spark' needs PySpark: in a checkout of medcheck, pip install '.[spark]'",
    )
    assert names_in(tmp_path) == ["e.csv"]


@on_spark
def test_on_one_machine_the_workers_have_the_python_of_the_command(tmp_path: Path) -> None:
    export = write_csv(tmp_path / "e.csv", "patient,drug", "1,furosemide")
    other = tmp_path / "bin" / "python3"
    other.parent.mkdir()
    other.write_text("#!/bin/sh\nexit 1\n")
    other.chmod(0o755)
    environment = {name: value for name, value in os.environ.items() if name != "PYSPARK_PYTHON"}
    environment |= {"PATH": f"{other.parent}:{os.environ['PATH']}", "SPARK_LOCAL_IP": "127.0.0.1"}
    command = [sys.executable, "-m", "medcheck", "review", str(export), "--output", "out", "--engine", "spark"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path, env=environment)
    assert (done.returncode, done.stdout.splitlines()[:2]) == (
        0,
        ["1  row", "1  with a medicine associated with cramps"],
    ), done.stderr


def test_an_executor_without_medcheck_is_told_as_such() -> None:
    error = error_from_spark(Exception("Py4JJavaError: ...\nModuleNotFoundError: No module named 'medcheck'\n"))
    assert (type(error), str(error)) == (
        EngineUnavailable,
        "the executors' Python has no medcheck; install it there, or set PYSPARK_PYTHON",
    )


def test_bad_rows_are_numbered_through_the_byte_ranges_of_their_own_file() -> None:
    table: Any = None
    one, two = (
        [Piece(name, table, ByteRange(Path(name), n, n + 1, False, n == 0)) for n in range(3)] for name in ("a", "b")
    )
    notes = [
        PieceNote(4, 2, "short"),
        PieceNote(4, 7, ""),
        PieceNote(3, 5, ""),
        PieceNote(2, 1, "long"),
        PieceNote(0, 4, ""),
    ]
    notes += [PieceNote(0, 4, ""), PieceNote(1, 10, ""), PieceNote(2, 3, ""), PieceNote(5, 2, "")]
    assert bad_rows([*one, *two], notes) == [("a", 15, "long"), ("b", 7, "short")]
