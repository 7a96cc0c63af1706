from pathlib import Path

import pytest

from medcheck import Checker
from medcheck.export.lines.answers import Resolver
from medcheck.export.lines.distinct_line import DistinctLine
from medcheck.export.lines.pool import ResolverPool
from medcheck.export.lines.worker import decode, encode, pack, unpack


@pytest.fixture(scope="module")
def resolver(checker: Checker) -> Resolver:
    return Resolver(checker)


@pytest.mark.parametrize(
    ("line", "kind", "ingredients", "corrected"),
    [
        ("Lasix 40 mg tablets", "associated", "furosemide", ""),
        ("simvastatn 20 mg nocte", "associated", "simvastatin", "simvastatn -> simvastatin"),
        ("paracetamol 500mg tablets", "not_listed", "paracetamol", ""),
        ("Foozolam 5 mg", "unrecognised", "", ""),
        ("furosemide 20mg + foozolam 5mg", "unrecognised", "furosemide", ""),
        ("gauze dressing", "not_a_medicine", "", ""),
        ("", "unrecognised", "", ""),
        ("see attached letter", "unrecognised", "", ""),
    ],
)
def test_each_line_has_one_of_four_answers(
    resolver: Resolver, line: str, kind: str, ingredients: str, corrected: str
) -> None:
    answer = resolver.resolve(DistinctLine(line))
    assert (answer.kind, answer.ingredients, answer.corrected) == (kind, ingredients, corrected)


def test_a_finding_says_role_level_and_evidence(resolver: Resolver) -> None:
    assert resolver.resolve(DistinctLine("simvastatin 20 mg")).findings == "simvastatin (cause, flag, limited)"


def test_a_finding_says_the_electrolytes_grade_apart(resolver: Resolver) -> None:
    found = resolver.resolve(DistinctLine("omeprazole 20 mg")).findings
    assert found == "omeprazole (electrolyte, note, limited, electrolytes moderate)"


def test_an_unknown_name_is_given_for_the_names_file(resolver: Resolver) -> None:
    answer = resolver.resolve(DistinctLine("Foozolam 5 mg tablets"))
    assert (answer.name, answer.reason) == ("Foozolam", "unknown")


@pytest.mark.parametrize("code", ["C03CA01", "furosemide", "Lasix", "197361", "1.97361E+17", "", "Something else"])
def test_a_code_that_agrees_or_has_no_opinion_changes_nothing(resolver: Resolver, code: str) -> None:
    assert resolver.resolve(DistinctLine("Furosemide 40mg tablets", code)).kind == "associated"


@pytest.mark.parametrize(("code", "says"), [("C10AA01", "simvastatin"), ("bumetanide", "bumetanide")])
def test_a_code_that_contradicts_makes_the_row_unrecognised_and_both_are_shown(
    resolver: Resolver, code: str, says: str
) -> None:
    answer = resolver.resolve(DistinctLine("Furosemide 40mg tablets", code))
    assert (answer.kind, answer.ingredients) == ("unrecognised", f"furosemide (code: {says})")
    assert answer.medicines == ()


def test_a_stopped_medicine_does_not_count(resolver: Resolver) -> None:
    answer = resolver.resolve(DistinctLine("furosemide 40mg (stopped)"))
    assert (answer.kind, answer.ingredients, answer.medicines) == ("not_listed", "furosemide", ())


def test_answers_are_what_the_checker_says(resolver: Resolver, checker: Checker) -> None:
    for line in ("Lasix 40 mg, Ventolin prn, simvastatn 20 mg nocte", "quinine sulfate 300mg; bendroflumethiazide"):
        found = checker.review_record(line).findings
        assert resolver.resolve(DistinctLine(line)).findings == "; ".join(finding.in_brief for finding in found)


def test_answers_come_back_whole_from_a_worker(resolver: Resolver) -> None:
    given = [
        resolver.resolve(DistinctLine(line))
        for line in ("Lasix 40 mg", "foozolam é", "simvastatin 20mg", "water tablets")
    ]
    assert decode(encode(given)) == given
    assert unpack(pack([*given, *given])) == [*given, *given]
    assert len(pack(given * 9)) < 2 * len(pack(given))


def test_a_names_file_reaches_the_workers(tmp_path: Path) -> None:
    names = tmp_path / "names.csv"
    names.write_text("name,ingredients\nfoozolam,furosemide\n", encoding="utf-8")
    resolving = ResolverPool(Checker(names), str(names), None, 2)
    assert {answer.ingredients for answer in resolving.answers([DistinctLine("foozolam 5 mg")] * 1200)} == {
        "furosemide"
    }
