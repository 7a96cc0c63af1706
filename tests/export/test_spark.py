# ruff: noqa: E501 - scripts and files stand as they are found
"""Spark on a real cluster of two executors on this machine's loopback: the same rows as the reference."""

import importlib.util
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from export_building import FILES, write_csv

MISSING = (
    "PySpark is not installed (pip install 'medcheck[spark]')"
    if importlib.util.find_spec("pyspark") is None
    else "Java is not installed"
    if shutil.which("java") is None and not os.environ.get("JAVA_HOME")
    else ""
)
# Where nothing may be skipped MEDCHECK_SPARK is set, and the tests then fail for what is missing.
pytestmark = pytest.mark.skipif(bool(MISSING) and not os.environ.get("MEDCHECK_SPARK"), reason=MISSING)

# A process of its own: Spark talks to its executors over sockets, which the tests here may not open.
CLUSTER = """
import json, os, sys, warnings
warnings.simplefilter("ignore")
os.environ["PYSPARK_PYTHON"] = sys.executable
from pyspark.sql import SparkSession
builder = SparkSession.builder.master("local-cluster[2,1,1024]")
for name, value in {"spark.driver.bindAddress": "127.0.0.1", "spark.driver.host": "127.0.0.1", "spark.ui.enabled": "false",
                    "spark.sql.shuffle.partitions": "4", "spark.ui.showConsoleProgress": "false"}.items():
    builder = builder.config(name, value)
session = builder.getOrCreate()
session.sparkContext.setLogLevel("OFF")
folder = sys.argv[1]
from medcheck.export import review_export
from medcheck.export.spark import annotate
from medcheck import MedcheckError

lines = [(1, "Lasix 40 mg"), (2, "simvastatn 20 mg"), (3, " Foozolam 5 mg "), (4, None), (5, "gauze dressing"), (6, "paracetamol")]
frame = annotate(session.createDataFrame(lines, "id int, drug string"), "drug").orderBy("id")
found = {"annotated": [list(row) for row in frame.collect()], "columns": frame.columns}
coded = session.createDataFrame([("furosemide", "C10AA01")], "drug string, atc string")
found["coded"] = [list(row) for row in annotate(coded, "drug", code="atc").collect()]
for name in ("mixed", "many"):
    summary = review_export(f"{folder}/{name}.csv", output=f"{folder}/{name}-spark", engine="spark", as_of="2026-06-30")
    found[name] = [summary.rows, summary.unrecognised, summary.patients]
try:
    review_export(f"{folder}/bad.csv", output=f"{folder}/bad-spark", engine="spark")
except MedcheckError as error:
    found["bad"] = str(error)
print("RESULT" + json.dumps(found))
session.stop()
"""


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    folder = tmp_path_factory.mktemp("spark")
    write_csv(
        folder / "mixed.csv",
        "patient,drug,stop_date,note",
        'P1,"Lasix 40 mg, daily",,=1',
        "P1,simvastatn 20mg,,",
        'P2,"quinine\n300 mg",,#',
        "P2,bendroflumethiazide,2026-01-01,",
        "P3,foozolam,,-",
        ",furosemide,,",
        "P4,gauze dressing,,",
    )
    names = ("furosemide", "simvastatn", "foozolam", "paracetamol", "quinine")
    rows = [f"P{n % 97},{n},{names[n % 5]} {n % 11} mg" for n in range(20_000)]
    write_csv(folder / "many.csv", "patient,n,drug", *rows)
    write_csv(folder / "bad.csv", "patient,drug", "1,furosemide", "2,furosemide,x")
    environment = {
        **os.environ,
        "SPARK_LOCAL_IP": "127.0.0.1",
        "SPARK_WORKER_DIR": str(folder / "workers"),
        "SPARK_LOCAL_DIRS": str(folder / "local"),
    }
    command = [sys.executable, "-c", CLUSTER, str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=600, env=environment, cwd=folder)
    found = [line for line in done.stdout.splitlines() if line.startswith("RESULT")]
    assert found, done.stderr[-2000:]
    return folder, json.loads(found[0].removeprefix("RESULT"))


def test_a_data_frame_gets_the_answers_of_the_review(cluster: tuple[Path, dict[str, Any]]) -> None:
    _, found = cluster
    assert found["columns"] == [
        "id", "drug", "medcheck_answer", "medcheck_ingredients", "medcheck_findings", "medcheck_corrected",
    ]  # fmt: skip
    assert [(row[0], row[2], row[3], row[5]) for row in found["annotated"]] == [
        (1, "associated", "furosemide", ""),
        (2, "associated", "simvastatin", "simvastatn -> simvastatin"),
        (3, "unrecognised", "", ""),
        (4, "unrecognised", "", ""),
        (5, "not_a_medicine", "", ""),
        (6, "not_listed", "paracetamol", ""),
    ]
    assert found["coded"][0][2:4] == ["unrecognised", "furosemide (code: simvastatin)"]


@pytest.mark.parametrize("name", ["mixed", "many"])
def test_files_give_the_bytes_of_the_reference(name: str, cluster: tuple[Path, dict[str, Any]], tmp_path: Path) -> None:
    from medcheck.export import review_export

    folder, _ = cluster
    review_export(folder / f"{name}.csv", output=tmp_path / "plain", engine="python", as_of="2026-06-30")
    for file in FILES:
        assert (folder / f"{name}-spark" / file).read_bytes() == (tmp_path / "plain" / file).read_bytes(), file


def test_a_bad_row_is_reported_with_its_line(cluster: tuple[Path, dict[str, Any]]) -> None:
    folder, found = cluster
    assert "bad.csv, line 3: 3 cells where the header has 2" in found["bad"]
    assert not (folder / "bad-spark").exists()
