from pathlib import Path

import pytest
from click.testing import CliRunner
from export_building import write_csv

import medcheck
from medcheck.cli import main
from medcheck.export.command import review
from medcheck.export.progress import describe


def test_the_counts_go_to_standard_output_and_the_columns_to_standard_error(tmp_path: Path) -> None:
    export = write_csv(tmp_path / "e.csv", "patient,drug,note", "1,furosemide,", "1,foozolam,", "2,paracetamol,")
    result = CliRunner().invoke(review, [str(export), "--output", str(tmp_path / "out")])
    assert result.exit_code == 0
    assert result.stdout == (
        "3  rows\n1  with a medicine associated with cramps\n1  with other medicines only\n"
        "1  NOT RECOGNISED, see unrecognised.csv\n0  that are no medicine\n"
        f"1  of 2 patients with a finding, see patients.csv\nRead {tmp_path}/out/report.html\n"
    )
    assert result.stderr == "e.csv: plain export; drug = drug; patient = patient.\n"


def test_columns_can_be_named(tmp_path: Path) -> None:
    export = write_csv(tmp_path / "e.csv", "Ref;What;How much", "1;furosemide;40 mg", "2;foozolam;1")
    args = [
        str(export),
        "--output",
        str(tmp_path / "out"),
        "--map",
        "drug=What",
        "--map",
        "drug=How much",
        "--map",
        "patient=Ref",
    ]
    result = CliRunner().invoke(review, args)
    assert result.exit_code == 0
    assert result.stderr == "e.csv: chosen columns; drug = What + How much; patient = Ref.\n"


def test_a_wrong_option_is_a_usage_error(tmp_path: Path) -> None:
    for option in ("What", "colour=What", "drug="):
        result = CliRunner().invoke(review, ["x.csv", "--output", str(tmp_path / "out"), "--map", option])
        assert (result.exit_code, "ROLE=COLUMN" in result.stderr) == (2, True)


def test_workers_are_refused_where_the_cluster_settles_them(tmp_path: Path) -> None:
    export = write_csv(tmp_path / "e.csv", "patient,drug", "1,furosemide")
    args = [str(export), "--output", str(tmp_path / "out"), "--engine", "spark", "--workers", "4"]
    result = CliRunner().invoke(main, ["review", *args])
    assert (result.exit_code, result.stdout, result.stderr) == (
        2,
        "",
        "Error: with the engine 'spark' the cluster's own settings decide; leave --workers out\n",
    )


def test_progress_says_how_many_how_fast_and_how_long_still() -> None:
    assert (
        describe("Writing", 500_000, "rows", 2_000_000, 2.0)
        == "Writing: 500,000 of 2,000,000 rows, 250,000/s, 0:06 left"
    )
    assert describe("Reading", 10, "rows", None, 0.1) == "Reading: 10 rows"


def test_a_ctrl_c_that_python_drops_still_stops_before_the_folder_is_there(tmp_path: Path) -> None:
    """Python only prints an exception that is raised while an object is tidied up."""
    from medcheck.export.progress import Progress

    export = tmp_path / "in.csv"
    export.write_text("patient,drug\n1,furosemide 40 mg\n", encoding="utf-8")
    asked = iter([False, False, False])
    with pytest.raises(KeyboardInterrupt):
        medcheck.review_export(
            export, output=tmp_path / "out", engine="python", progress=Progress(stopped=lambda: next(asked, True))
        )
    assert [path.name for path in tmp_path.iterdir()] == ["in.csv"]
