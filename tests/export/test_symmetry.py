"""Prescription sequence symmetry: published numbers, an oracle that is slow and obvious, both engines, the files."""

import csv
import json
import random
from collections import Counter
from datetime import date, timedelta
from itertools import product
from math import inf, isnan
from pathlib import Path

import pytest
from browser import DARK, LIGHT, axe_violations, in_browser, needed_width, said_in_page, with_axe
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from spark_cluster import Cluster, on_spark

import medcheck
from medcheck.cli import main
from medcheck.export.sequence.ratio import crude_ratio, null_effect
from medcheck.knowledge.folder import data_folder

INDEX = {
    1: "2020-04-01", 2: "2022-05-22", 3: "2010-01-01", 4: "2021-06-01", 5: "2019-08-01",
    6: "2010-09-09", 7: "2019-04-07", 8: "2021-01-01", 9: "2008-02-02", 10: "2021-01-01",
}  # fmt: skip
MARKER = {
    1: "2020-12-30", 2: "2022-05-31", 3: "2010-01-01", 4: "2021-05-25", 5: "2020-05-25", 6: "2021-01-01",
    7: "2022-05-25", 8: "2010-09-30", 9: "2022-05-25", 10: "2019-05-25", 11: "2020-02-29",
}  # fmt: skip
EVERYTHING = {"run_in": 0, "fewest_people": 0, "fewest_pairs": 0}
ENGINES = ("python", "duckdb")


def days(starts: dict[int, str]) -> Counter[int]:
    return Counter(date.fromisoformat(day).toordinal() for day in starts.values())


def export(folder: Path, rows: list[tuple[object, str, str]]) -> Path:
    path = folder / "export.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("patient", "drug", "date"), *rows])
    return path


@pytest.fixture
def published(tmp_path: Path) -> Path:
    rows = [(patient, "amlodipine 5 mg tablets", day) for patient, day in INDEX.items()]
    return export(tmp_path, [*rows, *((patient, "quinine sulfate 200 mg", day) for patient, day in MARKER.items())])


@pytest.mark.parametrize(
    ("index_first", "marker_first", "level", "value", "low", "high"),
    [
        (3, 1, 0.95, 3, 0.3962, 34.1236),
        (3, 1, 0.90, 3, 0.5368, 20.7357),
        (56, 39, 0.95, 1.4359, 0.957312, 2.169495),
        (0, 5, 0.95, 0, 0.004614, 0.955616),
    ],
)
def test_a_ratio_and_its_limits_are_those_published(
    index_first: int, marker_first: int, level: float, value: float, low: float, high: float
) -> None:
    found = crude_ratio(index_first, marker_first, level)
    assert (found.value, found.low, found.high) == pytest.approx((value, low, high), abs=6e-5)


def test_a_ratio_of_nobody_after_is_infinite_and_of_nobody_at_all_is_none() -> None:
    assert crude_ratio(4, 0).value == inf
    assert crude_ratio(4, 0).low == pytest.approx(0.787442, abs=1e-6)
    assert isnan(crude_ratio(0, 0).value)


def test_the_null_effect_is_that_published() -> None:
    assert null_effect(days(INDEX), days(MARKER), 548) == 27 / 18
    assert null_effect(days(INDEX), days(MARKER), None) == 69 / 38


DAYS = st.dictionaries(st.integers(1, 60), st.integers(1, 3), max_size=8)


@given(DAYS, DAYS, st.one_of(st.none(), st.integers(1, 70)))
def test_the_null_effect_counts_every_pair_of_first_uses(
    index: dict[int, int], marker: dict[int, int], average: int | None
) -> None:
    after = before = 0
    for (one, people), (other, others) in product(index.items(), marker.items()):
        if one != other and (average is None or abs(one - other) <= average):
            if other > one:
                after += people * others
            else:
                before += people * others
    found = null_effect(index, marker, average)
    if before:
        assert found == after / before
    else:
        assert found == inf if after else isnan(found)


@pytest.mark.parametrize("engine", ENGINES)
def test_an_export_gives_the_published_ratio(published: Path, tmp_path: Path, engine: str) -> None:
    found = medcheck.symmetry(
        published, output=tmp_path / "out", index="amlodipine", windows=[365], engine=engine, **EVERYTHING
    )  # fmt: skip
    (pair,) = (pair for pair in found.pairs if not pair.control)
    (ratio,) = pair.ratios
    assert (pair.index, pair.marker) == ("amlodipine", "quinine")
    assert (ratio.index_first, ratio.marker_first, ratio.null_effect) == (3, 1, 1.5)
    assert (ratio.crude, ratio.crude_low, ratio.crude_high) == pytest.approx((3, 0.3962, 34.1236), abs=6e-5)
    assert (ratio.adjusted, ratio.adjusted_low, ratio.adjusted_high) == pytest.approx((2, 0.2641, 22.7491), abs=6e-5)
    assert pair.attrition.model_dump() == {
        "people": 11, "index_users": 10, "index_began": 10, "marker_users": 11, "marker_began": 11,
        "began_both": 10, "same_day": 1, "too_far": 5,
    }  # fmt: skip
    assert dict(pair.bars) == {-1: 1, 1: 1, 10: 2}


@pytest.mark.parametrize("engine", ENGINES)
def test_small_counts_are_suppressed_and_cannot_be_worked_out(published: Path, tmp_path: Path, engine: str) -> None:
    found = medcheck.symmetry(
        published, output=tmp_path / "out", index="amlodipine", windows=[365], run_in=0, engine=engine
    )  # fmt: skip
    (pair,) = (pair for pair in found.pairs if not pair.control)
    ratio = pair.ratios[0]
    assert (ratio.index_first, ratio.marker_first, ratio.crude, ratio.adjusted) == (None, None, None, None)
    assert ratio.too_few
    assert pair.attrition.same_day is None
    assert [number for _, number in pair.bars] == [None, None, None]
    written = (tmp_path / "out" / "symmetry.csv").read_text(encoding="utf-8")
    assert "amlodipine,quinine,,,365,,,,,,,,,,yes," in written


def test_who_had_the_medicine_in_the_run_in_is_no_new_user(tmp_path: Path) -> None:
    rows = [
        (1, "amlodipine", "2020-01-01"), (1, "amlodipine", "2021-06-01"), (1, "quinine", "2021-07-01"),
        (2, "amlodipine", "2021-06-01"), (2, "quinine", "2021-07-01"),
    ]  # fmt: skip
    found = medcheck.symmetry(
        export(tmp_path, rows), output=tmp_path / "out", index="amlodipine", fewest_people=0, run_in=365
    )  # fmt: skip
    (pair,) = (pair for pair in found.pairs if not pair.control)
    assert (pair.attrition.index_users, pair.attrition.index_began, pair.ratios[-1].index_first) == (2, 1, 1)


def index_medicines(number: int) -> list[str]:
    """Ingredients that lead to nothing by themselves, and are not given once by their nature."""
    with (data_folder() / "vocabulary.csv").open(encoding="utf-8", newline="") as rows:
        names = [
            row["name"] for row in csv.DictReader(rows) if row["kind"] == "ingredient" and row["commonness"] == "2"
        ]
    once = medcheck.Checker().language.ingredients_given_once
    return [name for name in names if name.isalpha() and name not in once][:number]


def population(seed: int, medicine: str, people: int, ratio: float) -> list[tuple[object, str, str]]:
    """People who begin a medicine in twenty years, and quinine ``ratio`` times as often in the year after as before."""
    chance = random.Random(seed)
    first = date(2000, 1, 1)
    rows: list[tuple[object, str, str]] = []
    for person in range(people):
        index = chance.randrange(366, 7666)
        after = chance.random() < ratio / (1 + ratio)
        marker = index + (1 if after else -1) * chance.randrange(1, 366)
        rows += [
            (f"{seed}-{person}", medicine, (first + timedelta(index)).isoformat()),
            (f"{seed}-{person}", "quinine", (first + timedelta(marker)).isoformat()),
        ]
    return rows


@pytest.mark.parametrize("planted", [1.0, 2.0])
def test_a_planted_ratio_lies_within_the_interval_in_95_of_100_populations(tmp_path: Path, planted: float) -> None:
    names = index_medicines(100)
    rows = [row for seed, name in enumerate(names) for row in population(seed, name, 100, planted)]
    found = medcheck.symmetry(export(tmp_path, rows), output=tmp_path / "out", index=names, windows=[365], run_in=0)
    ratios = [pair.ratios[0] for pair in found.pairs if not pair.control]
    assert len(ratios) == 100
    inside = sum((ratio.adjusted_low or 9) <= planted <= (ratio.adjusted_high or 0) for ratio in ratios)
    assert inside >= 95


@pytest.mark.parametrize("engine", ENGINES)
def test_without_index_medicines_the_tables_name_them_and_their_classes(tmp_path: Path, engine: str) -> None:
    path = export(tmp_path, population(1, "Lasix 40 mg tablets", 200, 2.0))
    found = medcheck.symmetry(path, output=tmp_path / "out", windows=[365], engine=engine, run_in=0)
    by_index = {pair.index: pair.ratios[0] for pair in found.pairs if not pair.control}
    assert sorted(by_index) == ["furosemide", "loop diuretic"]
    assert by_index["furosemide"] == by_index["loop diuretic"]
    assert not by_index["furosemide"].too_few


NAMES = [
    "furosemide 40 mg",
    "Lasix",
    "quinine",
    "bisoprolol",
    "prednisolone eye drops",
    "xyzzine",
    "tiotropium inhaler",
]
CELLS = [
    "2020-01-05",
    "2020-02-31",
    "05/02/2020",
    "",
    "2021-11-30T10:00",
    "1900-01-01",
    "2022-03",
    "20200607",
    "2020-01-011",
]


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(["a", "b", " a", ""]), st.sampled_from(NAMES), st.sampled_from(CELLS)),
        min_size=1, max_size=25,
    )
)  # fmt: skip
def test_duckdb_counts_what_the_plain_way_counts(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[object, str, str]]
) -> None:
    folder = tmp_path_factory.mktemp("both")
    path = export(folder, rows)
    written = []
    for engine in ENGINES:
        medcheck.symmetry(path, output=folder / engine, engine=engine, **{**EVERYTHING, "run_in": 30})
        written.append({file.name: file.read_bytes() for file in (folder / engine).iterdir()})
    assert written[0] == written[1]


@pytest.mark.parametrize("engine", ENGINES)
def test_days_written_as_a_person_writes_them_count_on_every_engine(tmp_path: Path, engine: str) -> None:
    rows = [(1, "amlodipine", "05/02/2020"), (1, "quinine", "7 Mar 2020"), (2, "amlodipine", "soon")]
    said: list[str] = []
    path = export(tmp_path, rows)
    found = medcheck.symmetry(
        path, output=tmp_path / "out", index="amlodipine", engine=engine, say=said.append, **EVERYTHING
    )
    (pair,) = (pair for pair in found.pairs if not pair.control)
    assert [ratio.index_first for ratio in pair.ratios] == [0, 1, 1]  # 31 days apart
    assert "Notice: 1 row has no date that can be read, and does not count." in said


def test_controls_stand_beside_the_pairs_with_their_sources(published: Path, tmp_path: Path) -> None:
    found = medcheck.symmetry(published, output=tmp_path / "out")
    controls = {(pair.index, pair.marker, pair.control, pair.source) for pair in found.pairs if pair.control}
    assert controls == {
        ("beta-blockers", "quinine", "negative", "garrison-2012"),
        ("inhaled anticholinergics", "quinine", "negative", "garrison-2012"),
        ("amiodarone", "allopurinol", "negative", "pratt-2015"),
        ("levothyroxine", "allopurinol", "negative", "pratt-2015"),
        ("amiodarone", "levothyroxine", "positive", "pratt-2015"),
    }


def test_an_eye_drop_is_no_index_medicine(tmp_path: Path) -> None:
    rows = [(1, "prednisolone eye drops", "2020-01-01"), (1, "quinine", "2020-02-01")]
    found = medcheck.symmetry(export(tmp_path, rows), output=tmp_path / "out", **EVERYTHING)
    assert [pair.index for pair in found.pairs if not pair.control] == []


def test_a_name_with_two_meanings_or_none_is_a_usage_error(published: Path, tmp_path: Path) -> None:
    for name in ("xyzzyfloxin", "dex"):
        with pytest.raises(medcheck.UsageError, match=name):
            medcheck.symmetry(published, output=tmp_path / "out", marker=name)
        assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("engine", ENGINES)
def test_a_marker_is_a_class_or_the_names_of_a_file(tmp_path: Path, engine: str) -> None:
    rows = [
        (patient, drug, day)
        for patient, marker in (("1", "furosemide"), ("2", "bumetanide"), ("3", "quinine"), ("4", "magnesium"))
        for drug, day in (("amlodipine", "2020-01-01"), (marker, "2020-02-01"))
    ]
    names = tmp_path / "for cramps.txt"
    names.write_text("quinine\n\nmagnesium,whatever else\n", encoding="utf-8")
    options = {"index": "amlodipine", "engine": engine, **EVERYTHING}
    found = medcheck.symmetry(
        export(tmp_path, rows), output=tmp_path / "out", marker=["loop diuretic", names], **options
    )  # fmt: skip
    asked = {pair.marker: pair.ratios[-1].index_first for pair in found.pairs if not pair.control}
    assert asked == {"loop diuretic": 2, "for cramps": 2}
    names.write_text("quinine\nxyzzyfloxin\n", encoding="utf-8")
    with pytest.raises(medcheck.UsageError, match=r"for cramps\.txt, line 2: 'xyzzyfloxin' is no medicine"):
        medcheck.symmetry(tmp_path / "export.csv", output=tmp_path / "again", marker=names, **options)
    names.write_text("\n", encoding="utf-8")
    with pytest.raises(medcheck.UsageError, match=r"a group needs at least one name \(for cramps\)"):
        medcheck.symmetry(tmp_path / "export.csv", output=tmp_path / "again", marker=names, **options)


def test_on_the_command_line_a_file_of_names_is_marked(published: Path, tmp_path: Path) -> None:
    names = tmp_path / "markers.txt"
    names.write_text("quinine\n", encoding="utf-8")
    options = ["symmetry", str(published), "--output", str(tmp_path / "out"), "--index", "amlodipine"]
    run = CliRunner().invoke(main, [*options, "--marker", f"@{names}"])
    assert run.exit_code == 0
    assert '"marker": "markers"' in (tmp_path / "out" / "symmetry.json").read_text(encoding="utf-8")
    missing = CliRunner().invoke(main, [*options, "--marker", "@nowhere.txt", "--force"])
    assert missing.exit_code == medcheck.InputFileError.exit_code


@on_spark
def test_spark_counts_what_the_plain_way_counts(tmp_path: Path, cluster: Cluster) -> None:
    chance = random.Random(20261130)
    rows: list[tuple[object, str, str]] = [
        (chance.choice(["", "a", " a", *map(str, range(60))]), chance.choice(NAMES), chance.choice(CELLS))
        for _ in range(3000)
    ]
    path = export(tmp_path, [*rows, *population(3, "amlodipine", 200, 2.0)])
    options = {**EVERYTHING, "run_in": 30}
    found = medcheck.symmetry(path, output=tmp_path / "plain", engine="python", **options)
    on_cluster = cluster.ask("symmetry", path, range_bytes=20_000, output=tmp_path / "spark", **options)
    assert on_cluster == found.model_copy(update={"folder": tmp_path / "spark"})
    for file in (tmp_path / "plain").iterdir():
        assert (tmp_path / "spark" / file.name).read_bytes() == file.read_bytes(), file.name


def test_an_export_without_a_date_asks_for_its_column(tmp_path: Path) -> None:
    path = tmp_path / "export.csv"
    path.write_text("patient,drug\n1,quinine\n", encoding="utf-8")
    with pytest.raises(medcheck.UsageError, match="--map date=COLUMN"):
        medcheck.symmetry(path, output=tmp_path / "out")


def test_the_command_writes_the_files_and_says_where(published: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run = CliRunner().invoke(main, ["symmetry", str(published), "--output", str(out), "--index", "amlodipine"])
    assert run.exit_code == 0
    assert "11 people, 1 pair of index medicine and marker" in run.output
    assert sorted(file.name for file in out.iterdir()) == [
        "symmetry.csv", "symmetry.html", "symmetry.json", "unrecognised.csv"
    ]  # fmt: skip
    held = json.loads((out / "symmetry.json").read_text(encoding="utf-8"))
    assert (held["people"], held["average"], held["windows"]) == (11, 548, [30, 90, 365])
    again = CliRunner().invoke(main, ["symmetry", str(published), "--output", str(out), "--force"])
    assert again.exit_code == 0
    other = CliRunner().invoke(main, ["review", str(published), "--output", str(out), "--force"])
    assert other.exit_code == medcheck.OutputFileError.exit_code


@pytest.fixture
def page(tmp_path: Path) -> Path:
    rows = [
        row for seed, name in enumerate(("furosemide", "salmeterol inhaler")) for row in population(seed, name, 99, 2)
    ]
    medcheck.symmetry(export(tmp_path, rows), output=tmp_path / "out", run_in=0)
    return tmp_path / "out" / "symmetry.html"


@in_browser
@with_axe
@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("width", [400, 1280])
def test_axe_finds_nothing_on_the_page(page: Path, scheme: str, width: int) -> None:
    assert axe_violations(page, scheme, width=width) == "none"


@in_browser
def test_every_table_of_the_page_sorts_and_nothing_is_cut(page: Path) -> None:
    script = """
    onload=function(){var tables=Array.from(document.querySelectorAll('table')),table=tables[1];
    var heads=table.querySelectorAll('th button');
    function column(n){return Array.from(table.tBodies[0].rows).map(r=>parseFloat(r.cells[n].textContent)||0)}
    heads[7].click();var down=column(7);heads[7].click();var up=column(7);
    var every=tables.every(t=>t.querySelector('th button'));
    function sorted(list,sign){return list.every(function(v,i){return !i||sign*(v-list[i-1])>=0})}
    say([every,sorted(down,-1),sorted(up,1),table.parentNode.scrollWidth<=table.parentNode.clientWidth].join())}"""
    assert said_in_page(page, script, width=1280) == "true,true,true,true"
    assert needed_width(page, 400) <= 400
    text = page.read_text(encoding="utf-8")
    assert text.count("negative control; nobody began both within 365 days") == 4


def test_the_average_is_days_or_none(published: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    options = ["symmetry", str(published), "--output", str(out), "--run-in", "0", "--fewest-people", "0"]
    run = CliRunner().invoke(main, [*options, "--index", "amlodipine", "--average", "none"])
    assert run.exit_code == 0
    held = json.loads((out / "symmetry.json").read_text(encoding="utf-8"))
    ratios = next(pair["ratios"] for pair in held["pairs"] if not pair["control"])
    assert ratios[-1]["null_effect"] == 69 / 38
    assert CliRunner().invoke(main, [*options, "--average", "few", "--force"]).exit_code == 2
