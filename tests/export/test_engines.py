"""Every engine writes the same bytes; the plain one says what is right."""

import csv
import gzip
import itertools
import random
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from export_building import DAY, FILES, answers, read_csv, write_csv
from hypothesis import given, settings
from hypothesis import strategies as st

from medcheck.exceptions import MedcheckError
from medcheck.export import review_export
from medcheck.export.engines import streams
from medcheck.export.inputs import dialect
from medcheck.export.inputs.delimited import DelimitedFile

MIXED = (
    "patient_id,date,drug_name,quantity,stop_date,status",
    "P1,2026-01-01,Lasix 40 mg tablets,28,,active",
    'P1,2026-01-02,"simvastatn 20 mg, nocte",28,,active',
    "P1,2026-01-03,=Foozolam 5 mg,28,,",
    "P2,2026-01-03,quinine sulfate 300mg,28,,",
    "P2,2026-01-03,Furosemide 40mg tabs,28,2026-02-01,",
    "P3,2026-01-03,paracetamol,-28,,",
    "P3,2026-01-03,amlodipine 5mg,@28,,",
    "P4,2026-01-03,gauze dressing,28,,",
    'P2,2026-01-03,"bendroflumethiazide\n2.5mg",#28,,',
    ",2026-01-03,bendroflumethiazide 2.5mg,28,,",
    "P5,2026-01-03, furosemide 20 mg ,28,,cancelled",
    'P6,2026-01-03,"""furosemide"" 20 mg",28,,',
    "P7,2026-01-03,,28,,",
)


def test_the_rows_of_the_reference(tmp_path: Path, review: Callable[..., object]) -> None:
    summary, folder = review(write_csv(tmp_path / "export.csv", *MIXED))  # type: ignore[misc]
    assert answers(folder) == [
        "associated", "associated", "unrecognised", "associated", "associated", "not_listed", "associated",
        "not_a_medicine", "associated", "associated", "associated", "associated", "unrecognised",
    ]  # fmt: skip
    assert (summary.rows, summary.associated, summary.not_listed, summary.unrecognised, summary.not_a_medicine) == (
        13, 9, 1, 2, 1,
    )  # fmt: skip
    assert (summary.patients, summary.people, summary.past_rows, summary.rows_without_patient) == (4, 7, 2, 1)
    rows = read_csv(folder / "rows.csv")
    assert rows[1]["medcheck_corrected"] == "simvastatn -> simvastatin"
    assert rows[2]["drug_name"] == "'=Foozolam 5 mg"
    assert [row["quantity"] for row in rows[5:7]] == ["'-28", "'@28"]


@pytest.mark.parametrize("engine", ["python", "duckdb"])
def test_rows_without_quotes_are_written_as_they_stand_but_for_numbers_signs_and_formulas(
    tmp_path: Path, review: Callable[..., object], engine: str
) -> None:
    rows = ("drug,patient,no", "paracetamol #1,#1,7", "paracetamol,-2,=7", "foozolam,,", ",3,")
    _, folder = review(write_csv(tmp_path / "export.csv", *rows), engine=engine)  # type: ignore[misc]
    assert (folder / "rows.csv").read_text().splitlines() == [
        "drug,patient,no,medcheck_answer,medcheck_ingredients,medcheck_findings,medcheck_corrected,medcheck_time",
        '"paracetamol #1","#1",7,not_listed,paracetamol,,,current',
        "paracetamol,'-2,'=7,not_listed,paracetamol,,,current",
        "foozolam,,,unrecognised,,,,current",
        ",3,,unrecognised,,,,current",
    ]


def test_patients_come_in_order_of_need(tmp_path: Path, review: Callable[..., object]) -> None:
    _, folder = review(write_csv(tmp_path / "export.csv", *MIXED))  # type: ignore[misc]
    found = read_csv(folder / "patients.csv")
    assert [(row["rank"], row["patient"], row["warnings"], row["treatment_beside_cause"]) for row in found] == [
        ("1", "P2", "1", "yes"),
        ("2", "P1", "0", "no"),
        ("3", "P6", "0", "no"),
        ("4", "P3", "0", "no"),
    ]
    assert found[0]["past_rows"] == "1"
    assert found[1]["unrecognised_rows"] == "1"


def test_unrecognised_lines_come_by_frequency_and_with_a_column_to_fill_in(
    tmp_path: Path, review: Callable[..., object]
) -> None:
    export = write_csv(tmp_path / "export.csv", "drug,patient", "foozolam 5mg,1", "barizol 5mg,1", "barizol 5mg,2")
    _, folder = review(export)  # type: ignore[misc]
    found = read_csv(folder / "unrecognised.csv")
    assert [(row["text"], row["rows"], row["name"], row["ingredients"]) for row in found] == [
        ("barizol 5mg", "2", "barizol", ""),
        ("foozolam 5mg", "1", "foozolam", ""),
    ]


def test_unrecognised_filled_in_by_hand_is_honoured(tmp_path: Path, review: Callable[..., object]) -> None:
    export = write_csv(
        tmp_path / "export.csv", "drug,patient", "foozolam 5mg,1", "foozolam 10mg nocte,2", "barizol 5mg,2"
    )
    _, folder = review(export)  # type: ignore[misc]
    names = folder / "unrecognised.csv"
    names.write_text(names.read_text().replace("foozolam,unknown,,\n", "foozolam,unknown,,furosemide\n", 1))
    for engine in ("python", "duckdb"):
        _, again = review(export, names=names, engine=engine)  # type: ignore[misc]
        assert answers(again) == ["unrecognised", "associated", "unrecognised"]


@pytest.mark.parametrize("options", [{}, {"raw": True}, {"workers": 2}, {"workers": 4}])
def test_duckdb_writes_what_the_reference_writes(
    tmp_path: Path, review: Callable[..., object], options: dict[str, object]
) -> None:
    export = write_csv(tmp_path / "export.csv", *MIXED)
    _, plain = review(export, **{**options, "workers": 1})  # type: ignore[misc]
    _, fast = review(export, engine="duckdb", **options)  # type: ignore[misc]
    for name in FILES:
        assert (fast / name).read_bytes() == (plain / name).read_bytes(), name


def test_several_files_and_a_gz_are_one_export(tmp_path: Path, review: Callable[..., object]) -> None:
    write_csv(tmp_path / "part-1.csv", *MIXED)
    write_csv(tmp_path / "part-2.csv", MIXED[0], *reversed(MIXED[1:]))
    (tmp_path / "part-3.csv").write_bytes((tmp_path / "part-1.csv").read_bytes())
    _, plain = review(tmp_path / "part-*.csv")  # type: ignore[misc]
    _, fast = review(tmp_path / "part-*.csv", engine="duckdb")  # type: ignore[misc]
    assert len(answers(plain)) == 39
    assert (fast / "rows.csv").read_bytes() == (plain / "rows.csv").read_bytes()
    gzipped = tmp_path / "gzipped.csv.gz"
    gzipped.write_bytes(gzip.compress((tmp_path / "part-1.csv").read_bytes()))
    _, plain = review(gzipped)  # type: ignore[misc]
    _, fast = review(gzipped, engine="duckdb")  # type: ignore[misc]
    for name in FILES:
        assert (fast / name).read_bytes() == (plain / name).read_bytes(), name


def test_rows_keep_their_order_when_a_file_is_read_in_byte_ranges(
    tmp_path: Path, review: Callable[..., object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streams, "WORTH_A_STREAM", 1000)
    chance = random.Random(1)
    lines = ["furosemide 40mg", "simvastatn 20mg", '"a quoted, ""line""\nof two"', "foozolam", "paracetamol"]
    rows = [f"P{n % 50},{n},{chance.choice(lines)}" for n in range(20_000)]
    export = write_csv(tmp_path / "export.csv", "patient,date,drug", *rows)
    assert len(streams.byte_ranges(export, False, 4, DelimitedFile(export).open_quotes)) == 4
    _, plain = review(export)  # type: ignore[misc]
    _, fast = review(export, engine="duckdb", workers=4)  # type: ignore[misc]
    for name in FILES:
        assert (fast / name).read_bytes() == (plain / name).read_bytes(), name


@pytest.mark.parametrize("chunk", [64, 1000, 1 << 20])
def test_byte_ranges_put_together_are_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, chunk: int) -> None:
    monkeypatch.setattr(streams, "WORTH_A_STREAM", 10)
    for module in (streams, dialect):
        monkeypatch.setattr(module, "CHUNK", chunk)
    export = write_csv(tmp_path / "e.csv", "a,b", *(f'{n},"x\n""{n}"' for n in range(100)))
    content = export.read_bytes()
    cut = streams.byte_ranges(export, False, 5, DelimitedFile(export).open_quotes)
    assert len(cut) == 5
    assert b"".join(content[s.start : s.end] for s in cut) == content
    assert all(content[: s.end].count(b'"') % 2 == 0 and content[: s.end].endswith(b"\n") for s in cut)


CELLS = st.one_of(
    st.sampled_from(["", "furosemide 40mg", " simvastatn ", "foozolam", "=1+1", "-5", "\t", "#", "''", "\\", "é", "'"]),
    st.text(alphabet="ab,;\"\n\r\t #'=\\é\u2028 ", max_size=8),
)


@settings(max_examples=60)
@given(rows=st.lists(st.tuples(CELLS, CELLS, CELLS), max_size=12), raw=st.booleans())
def test_any_cells_come_out_alike(rows: list[tuple[str, str, str]], raw: bool) -> None:
    quoted = ["patient,drug,note", *(",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows)]
    _same("\n".join(quoted) + "\n", raw)


@settings(max_examples=150)
@given(body=st.text(alphabet='ab,"\n\r ;#\\', max_size=40))
def test_any_text_after_a_header_is_read_alike_or_refused_alike(body: str) -> None:
    _same("patient,drug,note\nx,y,z\n" + body, False)


def _same(content: str, raw: bool) -> None:
    with tempfile.TemporaryDirectory() as name:
        export = Path(name, "export.csv")
        export.write_bytes(content.encode())
        found = []
        for engine in ("python", "duckdb"):
            try:
                review_export(export, output=Path(name, engine), engine=engine, as_of=DAY, raw=raw, workers=1)  # type: ignore[arg-type]
                found.append([Path(name, engine, file).read_bytes() for file in FILES])
            except MedcheckError as error:
                found.append([str(error).encode()])
        assert found[0] == found[1]


def test_parquet_output_holds_the_same_rows(tmp_path: Path, review: Callable[..., object]) -> None:
    import duckdb

    export = write_csv(tmp_path / "export.csv", *MIXED)
    for engine in ("python", "duckdb"):
        _, folder = review(export, format="parquet", engine=engine)  # type: ignore[misc]
        rows = duckdb.sql(f"SELECT * FROM read_parquet('{folder}/rows.parquet')").fetchall()
        assert len(rows) == 13
        assert rows[2] == ("P1", "2026-01-03", "=Foozolam 5 mg", "28", "", "", "unrecognised", "", "", "", "current")
        assert not (folder / "rows.csv").exists()


@pytest.mark.parametrize(
    "name", ["a[1].csv", "a*b.csv", "a?b.csv", "a\\[1].csv", "~", "drug=quinine/a.csv", "it's.csv"]
)
def test_a_file_of_any_name_is_itself_and_neither_a_pattern_nor_a_column(
    name: str, tmp_path: Path, review: Callable[..., object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / "a1.csv").write_text("patient,drug\n1,quinine\n1,quinine\n")
    write_csv(tmp_path / name, "patient,drug", "1,furosemide")
    _, plain = review(Path(name))  # type: ignore[misc]
    _, fast = review(Path(name), engine="duckdb")  # type: ignore[misc]
    assert [row["medcheck_ingredients"] for row in read_csv(fast / "rows.csv")] == ["furosemide"]
    assert (fast / "rows.csv").read_bytes() == (plain / "rows.csv").read_bytes()


# A column that every review adds, names that the engines give their own columns, and one that DuckDB has for each file.
OURS = ("medcheck_answer", "MEDCHECK_TIME", "medcheck_anything")
THEIRS = ("c0", "r0", "line", "answer", "rows", "items", "text", "code", "filename", "file_row_number", "rowid", 'a"b')


@pytest.mark.parametrize("kind", ["csv", "parquet"])
@pytest.mark.parametrize("name", OURS)
def test_a_column_of_our_name_is_refused_alike_by_every_engine(
    name: str, kind: str, tmp_path: Path, review: Callable[..., object]
) -> None:
    export = _with_column(name, kind, tmp_path)
    for engine in ("python", "duckdb"):
        with pytest.raises(MedcheckError, match=f"there is a column '{name}' already; give the original export"):
            review(export, engine=engine)


@pytest.mark.parametrize("kind", ["csv", "parquet"])
@pytest.mark.parametrize("format", ["csv", "parquet"])
@pytest.mark.parametrize("name", THEIRS)
def test_a_column_named_like_one_inside_an_engine_is_kept_alike(
    name: str, format: str, kind: str, tmp_path: Path, review: Callable[..., object]
) -> None:
    import duckdb

    export = _with_column(name, kind, tmp_path)
    for engine in ("python", "duckdb"):
        _, folder = review(export, engine=engine, format=format)  # type: ignore[misc]
        if format == "parquet":
            rows = duckdb.sql(f"SELECT * FROM read_parquet('{folder}/rows.parquet')")
            header, first = rows.columns, [str(cell) for cell in rows.fetchall()[0]]
        else:
            with (folder / "rows.csv").open(encoding="utf-8", newline="") as file:
                header, first = itertools.islice(csv.reader(file), 2)
        assert header[:4] == ["patient", "drug", name, "medcheck_answer"]
        assert first[:5] == ["P1", "furosemide 40 mg", "kept", "associated", "furosemide"]


def _with_column(name: str, kind: str, folder: Path) -> Path:
    import duckdb

    shown = name.replace('"', '""')
    export = write_csv(folder / "export.csv", f'patient,drug,"{shown}"', "P1,furosemide 40 mg,kept", "P2,Foozolam,")
    if kind == "csv":
        return export
    target = folder / "export.parquet"
    duckdb.sql(f"COPY (FROM read_csv('{export}', all_varchar=true, header=true)) TO '{target}'")
    return target
