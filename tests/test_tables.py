"""The tables become a database: every bad row is named, every edit counts, and any home will do."""

import os
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from small_tables import write_small_tables

from medcheck import Checker
from medcheck.exceptions import TableError
from medcheck.knowledge.clinical_rows import ClaimRow
from medcheck.knowledge.database import Database

SmallTables = Callable[..., Path]


def files(home: Path) -> list[Path]:
    return sorted(home.glob("*.sqlite"))


BAD_ROWS = [
    ("sources", {"id": "No Slug"}, "sources.csv, row 3, column 'id'"),
    ("sources", {"id": "b", "year": "1066"}, "sources.csv, row 3, column 'year'"),
    ("sources", {"id": "b", "year": "soon"}, "sources.csv, row 3, column 'year'"),
    ("sources", {"id": "b", "pmid": ""}, "sources.csv, row 3: one of 'doi', 'pmid' and 'url' must be given"),
    ("sources", {"id": "b", "url": "ftp://x"}, "sources.csv, row 3, column 'url'"),
    ("sources", {}, "sources.csv, row 3, column 'id': 'study-2012' stands there twice"),
    ("classes", {"id": "b", "note": ""}, "classes.csv, row 3, column 'note'"),
    ("classes", {"id": "b", "atc": "C3"}, "classes.csv, row 3, column 'atc': 'C3' is no beginning of an ATC code"),
    ("classes", {"id": "b", "sources": ""}, "classes.csv, row 3, column 'sources': is empty"),
    ("drugs", {"ingredient": "Bumetanide"}, "drugs.csv, row 3, column 'ingredient'"),
    ("drugs", {"ingredient": "bumetanide", "class": ""}, "drugs.csv, row 3: 'role' is empty and there is no class"),
    ("drugs", {"ingredient": "bumetanide", "note": "x"}, "drugs.csv, row 3: 'sources' is empty beside words"),
    ("drugs", {"ingredient": "bumetanide", "role": "culprit"}, "drugs.csv, row 3, column 'role'"),
    ("drugs", {"ingredient": "bumetanide", "routes": "oral;ear"}, "drugs.csv, row 3, column 'routes'"),
    ("codes", {"code": "C03CA1"}, "codes.csv, row 3: 'code' holds 'C03CA1', which is no atc code of a substance"),
    ("codes", {"system": "bnf", "code": "0202020L"}, "codes.csv, row 3: 'code' holds '0202020L', which is no bnf code"),
    ("codes", {"system": "rxnorm", "code": "4603.0"}, "codes.csv, row 3: 'code' holds '4603.0', which is no rxnorm"),
    ("codes", {"system": "ndc"}, "codes.csv, row 3, column 'system'"),
    ("codes", {"ingredients": "digoxin"}, "codes.csv, row 3, column 'code': 'C03CA01' stands there twice"),
    ("codes", {"ingredients": "", "code": "C03CA02"}, "codes.csv, row 3, column 'ingredients'"),
    ("codes", {"ingredients": "furosemide;digoxin", "code": "C03CB01"}, "codes.csv, row 3: 'ingredients' are not"),
    ("codes", {"ingredients": "bumetanide", "code": "C03CA02"}, "codes.csv, atc C03CA02: no name leads to"),
    ("claims", {"kind": "rumour"}, "claims.csv, row 3, column 'kind'"),
    ("claims", {"figure": "1.2", "estimate": "1.3"}, "claims.csv, row 3: 'estimate' is 1.3, which 'figure' does not"),
    ("claims", {"figure": "2 (1-3)", "estimate": "2", "low": "1"}, "claims.csv, row 3: 'low' and 'high' go together"),
    ("claims", {"due": "2025-01-01"}, "claims.csv, row 3: 'due' must lie after 'checked'"),
    ("combinations", {"id": "b", "severity": "mild"}, "combinations.csv, row 3, column 'severity'"),
    ("questions", {"id": "b", "urgency": "never"}, "questions.csv, row 3, column 'urgency'"),
    (
        "published_lists",
        {"item": "b", "left_out_because": "x"},
        "published_lists.csv, row 3: either 'covered_by' or 'left_out_because'",
    ),
    ("names", {"name": "Lasix", "ingredients": ""}, "names.csv, row 3: 'ingredients' is empty"),
    ("names", {"name": "Lasix", "kind": "class"}, "names.csv, row 3: a class word needs a 'class'"),
    ("names", {"name": "®"}, "names.csv, row 3, column 'name': holds no letter and no digit"),
    ("names", {"name": "FUROSEMIDE"}, "names.csv, row 3, column 'name': 'FUROSEMIDE' stands there twice"),
    ("vocabulary", {"name": "x", "commonness": "4"}, "vocabulary.csv, row 3, column 'commonness'"),
    ("vocabulary", {"name": "Furosemide"}, "vocabulary.csv, row 3, column 'name': 'Furosemide' is in names.csv"),
    ("vocabulary", {"name": "Digoxin"}, "vocabulary.csv, row 3, column 'name': 'Digoxin' stands there twice"),
    ("vocabulary", {"name": "x", "ingredients": ""}, "vocabulary.csv, row 3: 'ingredients' must be given"),
    ("words", {"word": "Patient"}, "words.csv, row 3, column 'word'"),
]


@pytest.mark.parametrize(("table", "row", "message"), BAD_ROWS)
def test_a_bad_row_stops_the_build_with_file_row_column_and_reason(
    small_tables: SmallTables, table: str, row: dict[str, str], message: str
) -> None:
    with pytest.raises(TableError) as caught:
        Database(small_tables(**{table: [{}, row]}))
    assert str(caught.value).startswith(message)


def test_a_combination_that_does_not_fit_the_grammar_stops_the_build(small_tables: SmallTables) -> None:
    with pytest.raises(TableError, match=r"combinations\.csv, row 3"):
        Database(small_tables(combinations=[{}, {"id": "b", "needs": "furosemide + simvastatin>20"}]))


def test_a_bad_row_leaves_no_database_behind(small_tables: SmallTables, fresh_home: Path) -> None:
    with pytest.raises(TableError):
        Database(small_tables(words=[{"word": "NO"}]))
    assert [path.name for path in fresh_home.iterdir() if not path.name.endswith(".lock")] == []


def test_a_missing_column_is_answered_with_the_columns_there_must_be(small_tables: SmallTables) -> None:
    folder = small_tables()
    (folder / "words.csv").write_text("word,sort\npatient,ordinary\n", encoding="utf-8")
    with pytest.raises(TableError, match=r"words\.csv, row 1: the columns must be word, kind"):
        Database(folder)


def test_a_row_with_a_cell_too_many_is_named(small_tables: SmallTables) -> None:
    folder = small_tables()
    (folder / "words.csv").write_text("word,kind,frequency\npatient,ordinary,5,extra\n", encoding="utf-8")
    with pytest.raises(TableError, match=r"words\.csv, row 2: has not 3 cells"):
        Database(folder)


def test_a_missing_and_an_empty_table_are_named(small_tables: SmallTables) -> None:
    folder = small_tables()
    (folder / "words.csv").write_text("word,kind,frequency\n", encoding="utf-8")
    with pytest.raises(TableError, match=r"words\.csv has no rows"):
        Database(folder)
    write_small_tables(folder)
    (folder / "claims.csv").unlink()
    with pytest.raises(TableError, match=r"claims\.csv cannot be read: No such file"):
        Database(folder)


def test_a_table_that_is_not_utf_8_is_named(small_tables: SmallTables) -> None:
    folder = small_tables()
    (folder / "words.csv").write_bytes(b"word,kind\ncaf\xe9,ordinary\n")
    with pytest.raises(TableError, match=r"words\.csv cannot be read"):
        Database(folder)


def test_an_edited_row_takes_effect_at_the_next_start(small_tables: SmallTables) -> None:
    before = Checker(tables=small_tables()).check("furosemide")
    after = Checker(tables=small_tables(classes=[{"note": "Another note."}])).check("furosemide")
    assert (before.findings[0].note, after.findings[0].note) == ("Named in reviews.", "Another note.")
    assert before.tables_version != after.tables_version


def test_unchanged_tables_are_not_built_again(small_tables: SmallTables, fresh_home: Path) -> None:
    folder = small_tables()
    Database(folder)
    built = [path.stat().st_mtime_ns for path in files(fresh_home)]
    Database(folder)
    assert [path.stat().st_mtime_ns for path in files(fresh_home)] == built
    assert len(built) == 1


def test_sets_of_tables_in_use_leave_each_other_their_database(small_tables: SmallTables, fresh_home: Path) -> None:
    sets = [Database(small_tables(words=[{"word": word}])) for word in ("one", "other")]
    built = {path: path.stat().st_mtime_ns for path in files(fresh_home)}
    again = [Database(small_tables(words=[{"word": word}])) for word in ("one", "other")]
    assert {path: path.stat().st_mtime_ns for path in files(fresh_home)} == built
    assert len(built) == 2
    assert [database.version for database in again] == [database.version for database in sets]


def test_only_the_newest_few_databases_are_kept(small_tables: SmallTables, fresh_home: Path) -> None:
    for word in ("a", "b", "c", "d", "e", "f"):
        Database(small_tables(words=[{"word": word}])).close()
    newest = files(fresh_home)
    assert len(newest) == 4
    Database(small_tables(words=[{"word": "f"}])).close()
    assert files(fresh_home) == newest


def test_what_a_killed_build_left_is_cleared_away(small_tables: SmallTables, fresh_home: Path) -> None:
    fresh_home.mkdir(mode=0o700)
    (fresh_home / "tables-0123456789abcdef.sqlite.x1.new").write_bytes(b"half a database")
    Database(small_tables())
    assert [path.name for path in fresh_home.iterdir() if path.name.endswith(".new")] == []


def test_the_version_is_of_the_content_and_not_of_the_place(small_tables: SmallTables, tmp_path: Path) -> None:
    folder = small_tables()
    elsewhere = tmp_path / "elsewhere"
    folder.rename(elsewhere)
    moved = Database(elsewhere).version
    assert Database(small_tables()).version == moved


@pytest.mark.parametrize("content", [b"", b"not a database", b"SQLite format 3\x00" + b"\x00" * 200])
def test_a_foreign_file_in_its_place_is_rebuilt(small_tables: SmallTables, fresh_home: Path, content: bytes) -> None:
    folder = small_tables()
    Database(folder).close()
    files(fresh_home)[0].write_bytes(content)
    assert Database(folder).word("patient").kind == "ordinary"


@pytest.mark.parametrize("kept", [50, 4096, -1])
def test_a_truncated_file_is_rebuilt(small_tables: SmallTables, fresh_home: Path, kept: int) -> None:
    folder = small_tables()
    Database(folder).close()
    path = files(fresh_home)[0]
    path.write_bytes(path.read_bytes()[:kept])
    assert Database(folder).word("patient").kind == "ordinary"


def test_another_sqlite_database_in_its_place_is_rebuilt(small_tables: SmallTables, fresh_home: Path) -> None:
    folder = small_tables()
    Database(folder).close()
    path = files(fresh_home)[0]
    path.unlink()
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE meta (digest TEXT)")
    connection.execute("INSERT INTO meta VALUES ('another')")
    connection.commit()
    connection.close()
    assert Database(folder).word("patient").kind == "ordinary"


def test_a_directory_in_its_place_does_not_matter(small_tables: SmallTables, fresh_home: Path) -> None:
    folder = small_tables()
    Database(folder).close()
    path = files(fresh_home)[0]
    path.unlink()
    path.mkdir()
    assert Database(folder).word("patient").kind == "ordinary"


def test_a_missing_home_is_made(small_tables: SmallTables, fresh_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MEDCHECK_HOME", str(fresh_home / "deep" / "down"))
    Database(small_tables())
    assert len(files(fresh_home / "deep" / "down")) == 1


def test_a_home_that_cannot_be_written_falls_back_to_a_private_folder(
    small_tables: SmallTables, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    monkeypatch.setenv("MEDCHECK_HOME", str(tmp_path / "file" / "home"))
    assert Database(small_tables()).word("patient").kind == "ordinary"
    private = tmp_path / "temporary" / f"medcheck-{os.getuid()}"
    assert (len(files(private)), private.stat().st_mode & 0o777) == (1, 0o700)


def test_a_read_only_home_falls_back_too(
    small_tables: SmallTables, fresh_home: Path, run_bound: Callable[..., "subprocess.CompletedProcess[str]"]
) -> None:
    tables = small_tables()
    fresh_home.mkdir(mode=0o500)
    code = (
        "import pathlib, sys; from medcheck.knowledge.database import Database; "
        "print(Database(pathlib.Path(sys.argv[1])).word('patient').kind)"
    )
    result = run_bound("-c", code, str(tables))
    assert (result.stdout, result.stderr) == ("ordinary\n", "")
    assert files(fresh_home) == []


def test_where_nothing_can_be_written_the_database_lives_in_memory(
    small_tables: SmallTables, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    monkeypatch.setenv("MEDCHECK_HOME", str(tmp_path / "file" / "home"))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "file"))
    checker = Checker(tables=small_tables())
    assert [finding.ingredient for finding in checker.check("furosemide").findings] == ["furosemide"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "tables", "temporary"]


def test_a_private_folder_that_others_may_write_is_not_used(
    small_tables: SmallTables, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    private = tmp_path / "temporary" / f"medcheck-{os.getuid()}"
    private.mkdir()
    private.chmod(0o777)
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    monkeypatch.setenv("MEDCHECK_HOME", str(tmp_path / "file" / "home"))
    assert Database(small_tables()).word("patient").kind == "ordinary"
    assert list(private.iterdir()) == []


def test_sixteen_processes_at_once_on_a_fresh_home_all_succeed(fresh_home: Path) -> None:
    command = [sys.executable, "-m", "medcheck", "check", "--format", "csv", "furosemide 40 mg"]
    running = [
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8")
        for _ in range(16)
    ]
    ended = [process.communicate(timeout=120) for process in running]
    assert [process.returncode for process in running] == [0] * 16
    assert {errors for _, errors in ended} == {""}
    assert len({output for output, _ in ended}) == 1
    assert len(files(fresh_home)) == 1
    assert [path.name for path in fresh_home.iterdir() if path.name.endswith(".new")] == []


def test_a_number_is_read_as_one_however_late_in_the_table_it_first_stands(small_tables: SmallTables) -> None:
    claims = [{"subject": "furosemide", "finding": f"Named in review {number}."} for number in range(150)]
    claims.append(
        {"figure": "ratio 2.5 (1.5-3.5)", "estimate": "2.5", "low": "1.5", "high": "3.5", "kind": "controlled"}
    )
    rows = Checker(tables=small_tables(claims=claims)).clinical.rows(ClaimRow)
    assert (rows[0].estimate, rows[-1].estimate) == (None, 2.5)
