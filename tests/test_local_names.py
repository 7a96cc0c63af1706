"""A site's own names, which win over ours."""

from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

import pytest

from medcheck import Checker
from medcheck.exceptions import NamesFileError

NamesFile = Callable[..., Path]


def test_a_local_abbreviation_is_read(names_file: NamesFile) -> None:
    mention = Checker(names_file("QQWX7,furosemide")).check("QQWX7 40 mg").mentions[0]
    assert (mention.ingredients, mention.match.method, mention.match.score) == (("furosemide",), "abbreviation", 100.0)


def test_a_local_name_wins_over_ours_and_the_collision_is_reported(names_file: NamesFile) -> None:
    checker = Checker(names_file("GTN,digoxin"))
    assert checker.check("GTN 62.5 mcg").mentions[0].ingredients == ("digoxin",)
    assert checker.collisions == ["GTN: yours is digoxin, ours glyceryl trinitrate; yours is used"]


def test_a_local_name_settles_an_ambiguous_one(names_file: NamesFile) -> None:
    review = Checker(names_file("MSO4,morphine")).check("MSO4 10 mg")
    assert ([mention.ingredients for mention in review.mentions], review.unrecognised) == ([("morphine",)], ())


def test_ingredients_may_be_given_by_brand_and_several(names_file: NamesFile) -> None:
    checker = Checker(names_file("WATERCOMBO,Lasix;spironolactone"))
    assert checker.check("WATERCOMBO one daily").mentions[0].ingredients == ("furosemide", "spironolactone")


def test_a_name_that_agrees_with_ours_is_no_collision(names_file: NamesFile) -> None:
    assert Checker(names_file("Lasix,furosemide")).collisions == []


def test_a_row_without_ingredients_is_passed_over(names_file: NamesFile) -> None:
    checker = Checker(names_file("Zzyzzfol,,12\nQQWX7,furosemide,3", header="text,ingredients,rows"))
    assert [entry.text for entry in checker.check("Zzyzzfol 20 mg").unrecognised] == ["Zzyzzfol"]
    assert checker.check("QQWX7 40 mg").mentions[0].ingredients == ("furosemide",)


def test_other_checkers_do_not_know_the_local_names(names_file: NamesFile, checker: Checker) -> None:
    Checker(names_file("QQWX7,furosemide")).check("QQWX7")
    assert checker.check("QQWX7 40 mg").mentions == ()


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ("FRU,nosuchmedicine", r"our_names\.csv, row 2, column 'ingredients': 'nosuchmedicine' is not a name"),
        ("FRU,MSO4", r"our_names\.csv, row 2, column 'ingredients': 'MSO4' has several meanings"),
        ("FRU,furosemide\nFRU,digoxin", r"our_names\.csv, row 3, column 'name': 'FRU' stands there twice"),
        ("tablet,furosemide", r"our_names\.csv, row 2: 'tablet' is a word of directions"),
        ("---,furosemide", r"our_names\.csv, row 2: the name holds no letter and no digit"),
    ],
)
def test_a_bad_row_is_named(names_file: NamesFile, rows: str, message: str) -> None:
    with pytest.raises(NamesFileError, match=message):
        Checker(names_file(rows))


def test_a_missing_column_is_named_with_those_found(names_file: NamesFile) -> None:
    with pytest.raises(NamesFileError, match=r"row 1: no column 'ingredients' \(columns found: name, drug\)"):
        Checker(names_file("FRU,furosemide", header="name,drug"))
    with pytest.raises(
        NamesFileError, match=r"row 1: no column 'name' or 'ingredients' \(columns found: brand, drug\)"
    ):
        Checker(names_file("FRU,furosemide", header="brand,drug"))


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b'name;ingredients\r\nQQWX7;"furosemide;spironolactone"\r\n', id="semicolons"),
        pytest.param(b"name\tingredients\tnote\nQQWX7\tfurosemide;spironolactone\tours\n", id="tabs"),
        pytest.param(b"\xef\xbb\xbfName,Ingredients \nQQWX7,furosemide;spironolactone\n", id="mark and capitals"),
        pytest.param("name\tingredients\r\nQQWX7\tfurosemide;spironolactone\r\n".encode("utf-16"), id="UTF-16"),
        pytest.param(b"name,ingredients,,\nQQWX7,furosemide;spironolactone,,\n,,,,\n", id="empty columns"),
    ],
)
def test_a_names_file_is_read_as_a_spreadsheet_writes_it(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "names.csv").write_bytes(content)
    mention = Checker(tmp_path / "names.csv").check("QQWX7 one daily").mentions[0]
    assert mention.ingredients == ("furosemide", "spironolactone")


def test_a_second_ingredient_in_a_cell_of_its_own_is_not_passed_over(tmp_path: Path) -> None:
    (tmp_path / "names.csv").write_bytes(b"name;ingredients\nQQWX7;furosemide;spironolactone\n")
    with pytest.raises(NamesFileError, match=r"row 2: more cells than columns; put several ingredients in quotes"):
        Checker(tmp_path / "names.csv")


def test_a_workbook_is_no_names_file(tmp_path: Path) -> None:
    with ZipFile(tmp_path / "names.xlsx", "w") as archive:
        archive.writestr("xl/workbook.xml", "")
    with pytest.raises(NamesFileError, match=r"is an Excel workbook, not text; .*; a names file is a CSV in UTF-8"):
        Checker(tmp_path / "names.xlsx")


def test_a_missing_file_and_a_file_that_is_no_text_are_named(tmp_path: Path) -> None:
    with pytest.raises(NamesFileError, match="cannot be read: No such file or directory"):
        Checker(tmp_path / "nowhere.csv")
    (tmp_path / "binary.csv").write_bytes(b"name,ingredients\n\xff\xfe\x80,furosemide\n")
    with pytest.raises(NamesFileError, match="is not a CSV file in UTF-8"):
        Checker(tmp_path / "binary.csv")
