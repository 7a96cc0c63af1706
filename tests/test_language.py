"""The tables of the language: every set known, described, sorted, and checked when the database is built."""

import csv
import shutil
from collections import Counter
from pathlib import Path

import pytest
from small_tables import write_small_tables

from medcheck.exceptions import TableError
from medcheck.knowledge.database import Database
from medcheck.knowledge.folder import LANGUAGE, data_folder
from medcheck.knowledge.tables import TABLES
from medcheck.language import FIELDS, SETS, ContextCue, Language

LANGUAGE_TABLES = sorted(name.removeprefix(f"{LANGUAGE}/") for name in TABLES.values() if name.startswith(LANGUAGE))
FOLDER = data_folder() / LANGUAGE


@pytest.fixture(scope="module")
def language() -> Language:
    return Database().language()


@pytest.fixture
def tables(tmp_path: Path) -> Path:
    """A small set of tables with a language of its own."""
    folder = write_small_tables(tmp_path / "tables")
    shutil.copytree(FOLDER, folder / LANGUAGE)
    return folder


def rows(table: str) -> list[list[str]]:
    with (FOLDER / f"{table}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.reader(lines))[1:]


def test_every_file_of_the_language_is_a_table() -> None:
    assert sorted(path.stem for path in FOLDER.glob("*.csv")) == sorted(LANGUAGE_TABLES)


@pytest.mark.parametrize("table", LANGUAGE_TABLES)
def test_a_table_is_sorted_and_holds_no_row_twice(table: str) -> None:
    assert rows(table) == sorted(rows(table))
    assert len(rows(table)) == len(set(map(tuple, rows(table))))


def test_no_cue_stands_twice_and_written_in_one_word_or_two_it_means_the_same() -> None:
    cues = rows("context")
    written = Counter(cue for cue, *_ in cues)
    assert [cue for cue, times in written.items() if times > 1] == []
    meanings: dict[str, set[tuple[str, ...]]] = {}
    for cue, category, form, direction, scope, *_ in cues:
        meanings.setdefault(cue.replace(" ", ""), set()).add((category, form, direction, scope))
    assert {cue: found for cue, found in meanings.items() if len(found) > 1} == {}


@pytest.mark.parametrize("name", ["column_roles", "headings"])
def test_no_head_or_heading_stands_twice(name: str) -> None:
    written = Counter((words, *rest) if name == "headings" else words for words, _, *rest in rows(name))
    assert [words for words, times in written.items() if times > 1] == []


@pytest.mark.parametrize("name", [*LANGUAGE_TABLES, *SETS])
def test_the_readme_describes_each_table_and_set(name: str) -> None:
    described = (FOLDER.parent / "README.md").read_text(encoding="utf-8")
    assert f"`{name}`" in described or f"`{name}.csv`" in described


def test_each_field_of_the_record_is_filled(language: Language) -> None:
    assert [field for field in FIELDS if not getattr(language, field)] == []


def test_a_set_holds_the_rows_of_its_name(language: Language) -> None:
    assert language.replacement_prepositions >= {"to", "by", "with"}


def test_a_form_without_a_route_leaves_it_open(language: Language) -> None:
    assert (language.forms["tablet"], language.forms["drops"]) == ("oral", None)
    assert "nasal" in language.decisive_forms
    assert "cream" not in language.decisive_forms


def test_a_cue_has_the_terms_of_its_row(language: Language) -> None:
    assert language.cues_by_first_word["stopped"][""] == [ContextCue(("stopped",), "stop", "past", "bidirectional", "")]
    assert [cue.category for cue in language.cues_by_first_word["no"]["place"]] == ["no"]


def test_the_cues_of_a_word_stand_by_the_word_after_it_the_longest_first(language: Language) -> None:
    cues = language.cues_by_first_word["not"]["to"]
    assert [len(cue.words) for cue in cues] == sorted((len(cue.words) for cue in cues), reverse=True)
    assert {cue.words[:2] for cue in cues} == {("not", "to")}
    assert language.cues_by_first_word.get("furosemide") is None
    by_first = language.cues_by_first_word
    every = [cue for word in by_first.first_words for cues in by_first[word].values() for cue in cues]
    assert {word for cue in every for word in cue.words} == language.cue_words


def test_the_sets_of_heading_words_do_not_contradict_the_table_of_headings(language: Language) -> None:
    of_medicines = {word for word in language.medicine_heading_words if language.heading_words[word] == "other"}
    of_other_things = {
        word: says
        for word in language.other_heading_words
        if (says := language.heading_words.get(word, "other")) not in ("other", "other_person", "nothing")
    }
    assert (of_medicines, of_other_things) == (set(), {})


def test_a_name_that_is_no_field_of_a_language_is_an_error(language: Language) -> None:
    with pytest.raises(AttributeError, match="no field of a language: unit"):
        language.unit  # type: ignore[attr-defined]  # noqa: B018


def test_a_column_of_a_table_has_a_role(language: Language) -> None:
    assert (language.column_roles["last issued"], language.column_roles["medicine"]) == ("issued", "medicine")


def test_tables_without_a_language_are_read_in_english(tmp_path: Path) -> None:
    assert Database(write_small_tables(tmp_path)).language().units == Database().language().units


def test_a_word_more_is_known_at_the_next_start(tables: Path) -> None:
    before = Database(tables)
    with (tables / LANGUAGE / "words.csv").open("a", encoding="utf-8") as file:
        file.write("units,scruple\n")
    after = Database(tables)
    assert "scruple" not in before.language().units
    assert "scruple" in after.language().units
    assert before.version != after.version


@pytest.mark.parametrize(
    ("table", "row", "message"),
    [
        ("words", "unit,mg", r"language/en/words.csv, column 'set': 'unit' is no field"),
        ("words", "units,mg", r"language/en/words.csv, row \d+: stands there twice"),
        ("words", "units,MG", r"language/en/words.csv, row \d+, column 'word'"),
        ("forms", "wafers,by mouth,", r"language/en/forms.csv, row \d+, column 'route'"),
        ("headings", "old list,gone,", r"language/en/headings.csv, row \d+, column 'says'"),
        ("context", "gave up,stop,past,ahead,,,", r"language/en/context.csv, row \d+, column 'direction'"),
        ("context", "gave up on,stop,past,forward,,Gave up on furosemide,", r"context.csv, row \d+: an example needs"),
        ("column_roles", "drug name,name", r"language/en/column_roles.csv, row \d+, column 'role'"),
        ("unit_masses", "grain,0", r"language/en/unit_masses.csv, row \d+, column 'milligrams'"),
    ],
)
def test_a_row_that_is_not_valid_is_named(tables: Path, table: str, row: str, message: str) -> None:
    with (tables / LANGUAGE / f"{table}.csv").open("a", encoding="utf-8") as file:
        file.write(f"{row}\n")
    with pytest.raises(TableError, match=message):
        Database(tables)


def test_a_set_without_rows_is_named(tables: Path) -> None:
    words = tables / LANGUAGE / "words.csv"
    kept = [line for line in words.read_text(encoding="utf-8").splitlines() if not line.startswith("actors,")]
    words.write_text("\n".join(kept), encoding="utf-8")
    with pytest.raises(TableError, match="language/en: no rows for 'actors'"):
        Database(tables)
