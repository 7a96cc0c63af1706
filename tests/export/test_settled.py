"""``--names unrecognised.csv`` settles each text that was filled in, the whole of it, and nothing else."""

import csv
from pathlib import Path

import pytest
from export_building import FILES, Review, read_csv, write_csv
from spark_cluster import on_spark

from medcheck import Checker
from medcheck.exceptions import NamesFileError
from medcheck.export.lines.answers import Answer, Resolver
from medcheck.export.lines.distinct_line import DistinctLine
from medcheck.export.lines.medicine import Medicine

ENGINES = pytest.mark.parametrize("engine", ["python", "duckdb", pytest.param("spark", marks=on_spark)])
EXPORT = (
    "patient,drug,bnf_code",
    "p1,paracetamol + foozolam 5mg,",
    "p2,prednisolone + foozolam 5mg,",
    "p3,foozolam 5mg,",
    "p4,foozolam 5mg nocte,",
    "p5,=foozolam 7mg,",
    "p6,foozolam 5mg,0212000Y0AAADAD",
)


def filled_in(folder: Path, target: Path, means: dict[str, str], *more: str) -> Path:
    """The folder's unrecognised.csv with ingredients beside some texts, and rows of one's own at its end."""
    lines = read_csv(folder / "unrecognised.csv")
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, lines[0])
        writer.writeheader()
        writer.writerows({**line, "ingredients": means.get(line["text"], "")} for line in lines)
        file.writelines(f"{row}\n" for row in more)
    return target


def said(folder: Path) -> list[tuple[str, str]]:
    return [(row["medcheck_answer"], row["medcheck_ingredients"]) for row in read_csv(folder / "rows.csv")]


@ENGINES
def test_two_texts_that_share_a_word_are_settled_apart(
    engine: str, tmp_path: Path, review: Review, request: pytest.FixtureRequest
) -> None:
    export = write_csv(tmp_path / "export.csv", *EXPORT)
    _, first = review(export)
    means = {
        "paracetamol + foozolam 5mg": "paracetamol",
        "prednisolone + foozolam 5mg": "prednisolone;furosemide",
        "'=foozolam 7mg": "quinine",
    }
    names = filled_in(first, tmp_path / "unrecognised.csv", means)
    _, plain = review(export, names=names)
    assert said(plain) == [
        ("not_listed", "paracetamol"),
        ("associated", "furosemide; prednisolone"),
        ("unrecognised", ""),
        ("unrecognised", ""),
        ("associated", "quinine"),
        ("unrecognised", ""),
    ]
    assert [row["text"] for row in read_csv(plain / "unrecognised.csv")] == ["foozolam 5mg", "foozolam 5mg nocte"]
    if engine == "spark":
        again = tmp_path / "spark"
        request.getfixturevalue("cluster").ask("review", export, output=again, names=names, as_of="2026-06-30")
    else:
        _, again = review(export, names=names, engine=engine)
    for name in FILES:
        assert (again / name).read_bytes() == (plain / name).read_bytes(), name


def test_a_code_that_contradicts_what_was_settled_without_it_is_still_shown(tmp_path: Path, review: Review) -> None:
    export = write_csv(tmp_path / "export.csv", *EXPORT)
    _, first = review(export)
    names = filled_in(first, tmp_path / "unrecognised.csv", {"foozolam 5mg": "furosemide"})
    _, again = review(export, names=names)
    assert said(again)[2:] == [
        ("associated", "furosemide"),
        ("unrecognised", ""),
        ("unrecognised", ""),
        ("unrecognised", "furosemide (code: simvastatin)"),
    ]


def test_a_row_of_a_site_s_own_names_stays_what_it_is_beside_settled_texts(tmp_path: Path, review: Review) -> None:
    export = write_csv(tmp_path / "export.csv", *EXPORT[:5], "p7,QQWX7 10 mg nocte,")
    _, first = review(export)
    means = {"foozolam 5mg": "quinine"}
    names = filled_in(first, tmp_path / "unrecognised.csv", means, ",,,foozolam,,,furosemide", ",,,QQWX7,,,lithium")
    _, again = review(export, names=names)
    assert said(again) == [
        ("associated", "furosemide; paracetamol"),
        ("associated", "furosemide; prednisolone"),
        ("associated", "quinine"),
        ("associated", "furosemide"),
        ("associated", "lithium"),
    ]


def settled(tmp_path: Path, text: str, ingredients: str, *others: str) -> list[Answer]:
    """The answers to a text that was settled so, and to other texts."""
    names = write_csv(tmp_path / "unrecognised.csv", "text,reason,ingredients", f'"{text}",unknown,{ingredients}')
    resolver = Resolver(Checker(names))
    return [resolver.resolve(DistinctLine(line)) for line in (text, *others)]


@pytest.mark.parametrize(
    ("text", "ingredients", "medicines"),
    [
        ("foozolam 1% cream", "hydrocortisone", (Medicine(("hydrocortisone",), None, "topical", None),)),
        ("foozolam 40mg tablets", "simvastatin", (Medicine(("simvastatin",), None, "oral", "40 mg"),)),
        ("foozolam 40mg (stopped)", "furosemide", ()),
        ("see the letter", "furosemide", (Medicine(("furosemide",), None, None, None),)),
        ("see the letter 40mg tabs", "simvastatin", (Medicine(("simvastatin",), None, "oral", "40 mg"),)),
    ],
)
def test_what_stands_beside_the_name_says_route_strength_and_status(
    tmp_path: Path, text: str, ingredients: str, medicines: tuple[Medicine, ...]
) -> None:
    answer = settled(tmp_path, text, ingredients)[0]
    assert (answer.ingredients, answer.medicines) == (ingredients, medicines)


def test_no_other_text_hears_of_what_was_settled(tmp_path: Path) -> None:
    text = "paracetamol foozolam"
    answered = settled(tmp_path, text, "prednisolone", "paracetamol 500mg", "foozolam", "paracetamol foozolam 5mg")
    assert [answer.ingredients for answer in answered] == ["prednisolone", "paracetamol", "", "paracetamol"]
    assert [answer.kind for answer in answered[1:]] == ["not_listed", "unrecognised", "unrecognised"]


def test_an_empty_cell_cannot_be_settled_for_it_could_stand_for_anything(tmp_path: Path) -> None:
    with pytest.raises(NamesFileError, match="row 2: the name holds no letter and no digit"):
        settled(tmp_path, "", "furosemide")


def test_one_text_with_two_meanings_is_refused(tmp_path: Path) -> None:
    rows = ("foozolam,unknown,furosemide", "foozolam,unknown,quinine")
    names = write_csv(tmp_path / "unrecognised.csv", "text,reason,ingredients", *rows)
    with pytest.raises(NamesFileError, match=r"unrecognised\.csv, row 3, column 'text': it stands there twice"):
        Resolver(Checker(names))
