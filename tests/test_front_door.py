"""What ``import medcheck`` gives, and what it must not do."""

import ast
import json
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess
from types import ModuleType
from typing import Any

import pytest
from small_tables import write_small_tables

import medcheck
import medcheck.models as models_module
from medcheck import exceptions, records
from medcheck.export.sequence import results as sequence_results

Run = Callable[..., "CompletedProcess[str]"]


def test_all_is_sorted_and_equals_what_is_there() -> None:
    public = {name for name in dir(medcheck) if not name.startswith("_")}
    modules = {
        "assembly",
        "checker",
        "cli",
        "context",
        "document",
        "entries",
        "exceptions",
        "export",
        "fhir",
        "knowledge",
    }
    modules |= {
        "language",
        "leftovers",
        "models",
        "commands",
        "counted",
        "desk",
        "hooks",
        "printable",
        "processes",
        "naming",
        "pipeline",
        "records",
        "report",
        "results",
        "rules",
        "side_effect",
        "TYPE_CHECKING",
    }
    assert public - modules == set(medcheck.__all__)
    assert medcheck.__all__ == sorted(medcheck.__all__)


def classes_of(module: ModuleType) -> set[str]:
    """The public classes that a module defines."""
    members = vars(module).items()
    return {
        name
        for name, member in members
        if isinstance(member, type) and member.__module__ == module.__name__ and not name.startswith("_")
    }


def test_every_model_and_every_error_can_be_had_at_the_front_door() -> None:
    steps = {
        "Checker",
        "ExportSummary",
        "check",
        "check_fhir",
        "check_file",
        "detected_issues",
        "review_export",
        "symmetry",
    }
    inner = {"ReviewRecord"}  # what Review.of makes a Review from
    models = classes_of(records) - inner | classes_of(models_module) | classes_of(sequence_results)
    assert set(medcheck.__all__) == steps | models | classes_of(exceptions)


def test_tables_and_names_may_be_given_as_text_or_as_a_path(tmp_path: Path) -> None:
    tables = write_small_tables(tmp_path / "tables")
    versions = {medcheck.Checker(tables=given).database.version for given in (tables, str(tables))}
    assert len(versions) == 1


def test_a_file_read_as_windows_1252_says_so_in_the_notices(tmp_path: Path) -> None:
    path = tmp_path / "list.txt"
    path.write_bytes("Lasix 40 mg, caf\xe9".encode("cp1252"))
    review = medcheck.check_file(path)
    assert review.notices == (f"{path} is not UTF-8; read as Windows-1252 (1 bytes beyond ASCII, check them)",)
    assert "notices" not in json.loads(review.model_dump_json())
    path.write_text("Lasix 40 mg", encoding="utf-8")
    assert medcheck.check_file(path).notices == ()


def test_every_name_of_all_can_be_had() -> None:
    assert [name for name in medcheck.__all__ if getattr(medcheck, name) is None] == []


def test_another_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="module 'medcheck' has no attribute 'nothing'"):
        _ = medcheck.nothing


def test_import_loads_nothing_heavy(run: Run) -> None:
    loaded = run("-c", "import json, sys, medcheck; print(json.dumps(sorted(sys.modules)))")
    heavy = {"click", "duckdb", "medcheck.checker", "pydantic", "pyspark", "rapidfuzz", "sqlite3", "sqlite_utils"}
    assert heavy & set(json.loads(loaded.stdout)) == set()


WATCH = """
import json, sys
sys.path_importer_cache.clear()
opened = []
def watch(event, arguments):
    if event == "open" and not str(arguments[0]).endswith((".py", ".pyc")):
        opened.append(str(arguments[0]))
    elif event in ("subprocess.Popen", "socket.__new__", "socket.connect", "os.fork", "_thread.start_new_thread"):
        opened.append(event)
sys.addaudithook(watch)
import medcheck
print(json.dumps(opened))
"""


def test_import_opens_no_file_and_starts_nothing(run: Run) -> None:
    assert json.loads(run("-c", WATCH).stdout) == []


@pytest.mark.parametrize("given", [None, 3, b"furosemide", ["furosemide"], object()])
def test_anything_but_a_str_is_a_type_error(given: Any) -> None:
    with pytest.raises(TypeError, match="a medicine list is a str"):
        medcheck.check(given)


def test_every_error_of_ours_is_a_medcheck_error_with_an_exit_status_of_its_own() -> None:
    statuses = {kind.__name__: kind.exit_code for kind in medcheck.MedcheckError.__subclasses__()}
    assert statuses.keys() == classes_of(exceptions) - {"MedcheckError"}
    assert len(set(statuses.values())) == len(statuses)
    assert statuses.pop("UsageError") == 2
    assert min(statuses.values()) == 10


def test_no_module_raises_the_base_of_all_errors() -> None:
    bare = [
        path.name
        for path in Path(exceptions.__file__).parent.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] == "MedcheckError"
    ]
    assert bare == []


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"as_of": "31/12/2026"}, "'31/12/2026' is not a day; write it as 2026-11-30"),
        ({"engine": "spark", "workers": 2}, "leave --workers out"),
        ({"engine": "abacus"}, "there is no engine 'abacus'"),
        ({"format": "xml"}, "there is no format 'xml'"),
    ],
)
def test_arguments_that_cannot_be_are_a_usage_error(tmp_path: Path, options: dict[str, Any], message: str) -> None:
    export = tmp_path / "e.csv"
    export.write_text("patient,drug\n1,furosemide\n", encoding="utf-8")
    with pytest.raises(medcheck.UsageError, match=message):
        medcheck.review_export(export, output=tmp_path / "out", **options)


def test_a_review_cannot_be_changed() -> None:
    review = medcheck.check("furosemide")
    with pytest.raises(Exception, match="frozen"):
        review.findings = ()  # type: ignore[misc]


def test_a_review_refuses_a_field_it_does_not_know() -> None:
    content = json.loads(medcheck.check("furosemide").model_dump_json())
    with pytest.raises(ValueError, match="Extra inputs are not permitted"):
        medcheck.Review.model_validate({**content, "diagnosis": "cramp"})


def test_a_review_has_the_fields_of_the_contract() -> None:
    content = json.loads(medcheck.check("Lasix 40 mg po daily, quindine 200 mg").model_dump_json())
    assert content["schema_version"] == "1"
    assert set(content) >= {"tables_version", "mentions", "findings", "combinations", "unrecognised", "questions"}
    assert set(content["mentions"][0]) >= set("text start end ingredients status route strength match".split())
    assert set(content["mentions"][0]["match"]) == {"name", "method", "score", "runner_up"}
    assert set(content["findings"][0]) == set(
        "ingredient drug_class role level evidence figure figure_of electrolyte_evidence electrolyte_effect "
        "electrolyte_figure electrolyte_figure_of weak_sources note mechanism action sources mentions".split()
    )
    assert set(content["unrecognised"][0]) == {"text", "start", "end", "reason", "suggestions"}
    assert set(content["unrecognised"][0]["suggestions"][0]) == {"name", "ingredients", "score"}
    assert set(content["questions"][0]) >= {"id", "topic", "question", "why", "urgency", "sources"}


def test_the_same_text_gives_the_same_review_byte_for_byte(run: Run) -> None:
    command = "import medcheck; print(medcheck.check('Lasix, quinine, simvastatn, MSO4').model_dump_json())"
    outputs = {run("-c", command, env=_with_hash_seed(seed)).stdout for seed in ("0", "1", "2")}
    assert len(outputs) == 1
    assert outputs.pop().startswith('{"schema_version":"1"')


def _with_hash_seed(seed: str) -> dict[str, str]:
    import os

    return {**os.environ, "PYTHONHASHSEED": seed}
