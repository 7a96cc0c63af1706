"""What ``import medcheck`` gives, and what it must not do."""

import json
from collections.abc import Callable
from subprocess import CompletedProcess
from typing import Any

import pytest

import medcheck

Run = Callable[..., "CompletedProcess[str]"]


def test_all_is_sorted_and_equals_what_is_there() -> None:
    public = {name for name in dir(medcheck) if not name.startswith("_")}
    modules = {"assembly", "checker", "cli", "context", "document", "exceptions", "export", "knowledge", "models"}
    modules |= {"naming", "records", "report", "rules", "TYPE_CHECKING", "Any", "import_module"}
    assert public - modules == set(medcheck.__all__)
    assert medcheck.__all__ == sorted(medcheck.__all__)
    assert {"Checker", "MedcheckError", "Review", "check", "check_file"} <= set(medcheck.__all__)


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
    kinds = medcheck.MedcheckError.__subclasses__()
    statuses = [kind.exit_code for kind in kinds]
    assert {"TableError", "InputFileError", "NamesFileError", "OutputFileError"} <= {kind.__name__ for kind in kinds}
    assert len(set(statuses)) == len(statuses)
    assert min(statuses) == 10


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
        "ingredient drug_class role level evidence figure note mechanism action sources mentions".split()
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
