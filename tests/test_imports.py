"""Who may import whom: the architecture, checked against each module's syntax."""

import ast
import re
import sys
from pathlib import Path

import pytest

import medcheck

PACKAGE = Path(medcheck.__file__).parent
STANDARD = sys.stdlib_module_names

# What each layer may import of ours; a module's own layer is always allowed.
ALLOWED: dict[str, set[str]] = {
    "__init__": {"checker", "exceptions", "export", "fhir", "models", "records"},
    "__main__": {"cli"},
    "exceptions": set(),
    "records": {"printable"},
    "leftovers": set(),
    "processes": set(),
    "printable": set(),
    "counted": set(),
    "commands": {"printable"},
    "side_effect": set(),
    "models": {"records"},
    "language": {"records"},
    "document": {"context", "exceptions", "language", "records"},
    "context": {"document", "language", "records"},
    "results": {"document", "knowledge", "language", "records"},
    "naming": {"exceptions", "knowledge", "document", "language", "printable", "records", "results"},
    "knowledge": {"exceptions", "document", "language", "records", "side_effect"},
    "rules": {"knowledge", "document", "records", "results"},
    "assembly": {"context", "naming", "document", "language", "records"},
    "pipeline": {"assembly", "exceptions", "knowledge", "naming", "records", "results", "rules"},
    "entries": {"assembly", "exceptions", "knowledge", "naming", "pipeline", "records", "results"},
    "checker": {"entries", "exceptions", "pipeline", "knowledge", "models", "naming", "document", "records"},
    "report": {
        "checker",
        "counted",
        "knowledge",
        "models",
        "naming",
        "document",
        "printable",
        "records",
        "rules",
        "side_effect",
    },
    "export": {
        "assembly",
        "checker",
        "counted",
        "exceptions",
        "fhir",
        "knowledge",
        "leftovers",
        "naming",
        "document",
        "commands",
        "printable",
        "pipeline",
        "processes",
        "records",
        "report",
        "rules",
        "side_effect",
    },
    "hooks": {
        "checker",
        "counted",
        "entries",
        "exceptions",
        "fhir",
        "knowledge",
        "pipeline",
        "printable",
        "records",
        "report",
        "side_effect",
    },
    "desk": {
        "checker",
        "commands",
        "counted",
        "exceptions",
        "fhir",
        "hooks",
        "models",
        "printable",
        "processes",
        "records",
        "report",
        "side_effect",
    },
    "fhir": {
        "checker",
        "document",
        "entries",
        "exceptions",
        "knowledge",
        "models",
        "naming",
        "pipeline",
        "records",
        "report",
    },
    "cli": {
        "__init__",
        "checker",
        "commands",
        "desk",
        "document",
        "exceptions",
        "export",
        "fhir",
        "leftovers",
        "report",
    },
}
_ROWS = {
    "knowledge.clinical_rows",
    "knowledge.export_rows",
    "knowledge.fhir_rows",
    "knowledge.hook_rows",
    "knowledge.language_rows",
    "knowledge.reference_rows",
    "knowledge.result_rows",
}
# Narrower than the layer: module -> what of ours it may import at most.
ONLY: dict[str, set[str]] = {
    "naming.slips": set(),
    # Knowledge goes one way: kinds of cells and rows; tables, read and checked; their build; the file; look-ups.
    "knowledge.combination_grammar": set(),
    "knowledge.names": set(),
    "knowledge.folder": {"exceptions"},
    "knowledge.buckets": set(),
    "knowledge.cells": {"records"},
    "knowledge.clinical_rows": {"side_effect", "knowledge.cells", "knowledge.combination_grammar", "records"},
    "knowledge.export_rows": {"knowledge.cells"},
    "knowledge.fhir_rows": {"knowledge.cells", "records"},
    "knowledge.hook_rows": {"knowledge.cells"},
    "knowledge.language_rows": {"knowledge.cells", "language", "records"},
    "knowledge.reference_rows": {"knowledge.cells", "knowledge.names", "records", "side_effect"},
    "knowledge.result_grammar": set(),
    "knowledge.result_rows": {
        "knowledge.cells",
        "knowledge.combination_grammar",
        "knowledge.result_grammar",
        "records",
    },
    "knowledge.tables": {"exceptions", "knowledge.cells", "knowledge.folder", *_ROWS},
    "knowledge.integrity": {
        "knowledge.cells",
        "knowledge.clinical_rows",
        "knowledge.reference_rows",
        "knowledge.result_rows",
    },
    "knowledge.words": {"exceptions", "knowledge.cells", "knowledge.folder", "language"},
    "knowledge.language_tables": {
        "exceptions",
        "knowledge.cells",
        "knowledge.folder",
        "knowledge.language_rows",
        "knowledge.tables",
        "language",
    },
    "knowledge.build": {
        "document.tokens",
        "exceptions",
        "knowledge.cells",
        "knowledge.clinical_rows",
        "knowledge.folder",
        "knowledge.integrity",
        "knowledge.language_tables",
        "knowledge.names",
        "knowledge.reference_rows",
        "knowledge.result_rows",
        "knowledge.tables",
        "knowledge.words",
        "language",
        "side_effect",
    },
    "knowledge.private": set(),
    "knowledge.store": {"knowledge.build", "knowledge.folder", "knowledge.private"},
    "knowledge.database": {
        "knowledge.buckets",
        "knowledge.cells",
        "knowledge.names",
        "knowledge.store",
        "knowledge.words",
        "language",
    },
    "knowledge.clinical": {
        "knowledge.cells",
        "knowledge.clinical_rows",
        "knowledge.database",
        "knowledge.reference_rows",
        "records",
        "side_effect",
    },
}
# Rooms of the export: what of ours their modules may import at most, but for the room itself.
# A package stands for all that is in it.
ROOMS: dict[str, set[str]] = {
    # knows no rules: rows and columns, the tables of layouts, and the two plain modules that say what a line is
    "export.inputs": {
        "document.file_kinds",
        "exceptions",
        "counted",
        "export.interrupts",
        "export.lines.code_cells",
        "export.lines.distinct_line",
        "fhir.collection",
        "fhir.concepts",
        "fhir.tables",
        "fhir.taken",
        "fhir.values",
        "knowledge.export_rows",
        "knowledge.folder",
        "knowledge.tables",
        "printable",
    },
    # knows no files
    "export.lines": {
        "assembly", "checker", "document", "exceptions", "knowledge", "naming", "pipeline", "printable",
        "processes", "records", "report",
    },
    # what cells say of time; knows no medicines
    "export.times": {"export.inputs.layouts", "export.inputs.profiles", "export.lines.code_cells"},
    # know files and SQL, and what the other rooms make of lines and patients; no rules and no names
    "export.engines": {
        "checker", "exceptions", "export.inputs", "export.interrupts", "export.job", "export.lines", "export.outputs",
        "export.patients", "export.progress", "export.row_parts", "export.sequence.uses", "export.times", "processes",
        "report",
    },
    # what dates can prove: first uses to ratios, and their files; an engine counts for it
    "export.sequence": {
        "checker", "commands", "counted", "document", "exceptions", "export.command", "export.engines.duckdb.sequence",
        "export.engines.spark.sequence", "export.job", "export.lines", "export.options", "export.outputs",
        "export.patients", "export.progress", "export.row_parts", "export.run", "export.times", "knowledge",
        "printable", "report", "rules",
    },
    # writes what the others found
    "export.outputs": {
        "exceptions", "counted", "export.inputs.parquet", "export.interrupts", "export.job",
        "export.lines.unread_lines", "export.patients", "export.time_notices", "leftovers", "printable", "records",
        "report", "side_effect",
    },
    # knows no files and no text
    "export.patients": {"counted", "export.lines.medicine", "knowledge", "records", "rules"},
}  # fmt: skip
# Other people's packages, and the modules that may import them.
OTHERS: dict[str, set[str]] = {
    "duckdb": {
        "export.engines.duckdb.connection",
        "export.engines.duckdb.engine",
        "export.engines.duckdb.sequence",
        "export.inputs.parquet",
        "export.outputs.rows_file",
    },
    "openpyxl": {"export.inputs.workbook"},
    "pyarrow": {"export.engines.spark.annotate", "export.engines.spark.engine", "export.engines.spark.splits"},
    "pydantic": {
        "desk.answers",
        "desk.hook_setting",
        "desk.openapi",
        "desk.operations",
        "desk.requests",
        "export.outputs.summary",
        "export.sequence.results",
        "knowledge.tables",
        "models",
    },
    "pydantic_core": {"knowledge.cells"},
    "pyspark": {
        "export.engines.spark.annotate",
        "export.engines.spark.engine",
        "export.engines.spark.reading",
        "export.engines.spark.sequence",
    },
    "sqlite_utils": {"knowledge.build"},
    "rapidfuzz": {"naming.correct", "naming.slips"},
    "click": {"cli", "commands", "desk.command", "export.options", "export.command", "export.sequence.command"},
    "scipy": {"export.sequence.ratio"},
    "starlette": {
        "desk.api",
        "desk.application",
        "desk.form",
        "desk.guard",
        "desk.hooks",
        "desk.in_browser",
        "desk.operations",
        "desk.pages",
        "desk.problems",
        "desk.requests",
        "desk.worker",
    },
    "anyio": {"desk.workers"},  # it comes with Starlette
    "jwt": {"desk.tokens"},
    "cryptography": {"desk.tokens"},
    "uvicorn": {"desk.serve"},
    "typing_extensions": {"records"},  # for Python 3.10; it comes with pydantic
}


def module_of(path: Path) -> str:
    return ".".join(path.relative_to(PACKAGE).with_suffix("").parts).removesuffix(".__init__")


MODULES = {module_of(path): path for path in sorted(PACKAGE.rglob("*.py"))}


def imports(path: Path) -> set[str]:
    """Every module that a file imports, wherever in it, without what only the type checker sees."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    skipped = {
        inner
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
        for inner in ast.walk(node)
    }
    found: set[str] = set()
    for node in ast.walk(tree):
        if node in skipped:
            continue
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name}: relative import"
            found |= {
                f"{node.module}.{alias.name}" if f"{node.module}.{alias.name}" in _OURS else str(node.module)
                for alias in node.names
            }
    return found


_OURS = {f"medcheck.{module}" for module in MODULES}


def ours(module: str) -> set[str]:
    return {name.removeprefix("medcheck.") for name in imports(MODULES[module]) if name.startswith("medcheck.")}


def layer(module: str) -> str:
    return module.partition(".")[0]


@pytest.mark.parametrize("module", MODULES)
def test_a_module_imports_only_layers_it_may_know(module: str) -> None:
    allowed = ALLOWED[layer(module)] | {layer(module)}
    assert {layer(name) for name in ours(module)} <= allowed


@pytest.mark.parametrize("module", ONLY)
def test_some_modules_know_even_less(module: str) -> None:
    assert ours(module) <= ONLY[module]


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_of_the_export_knows_no_more_than_it_must(room: str) -> None:
    known = {
        name
        for module in MODULES
        if module.startswith(f"{room}.")
        for name in ours(module)
        if not name.startswith(f"{room}.") and name != "export"  # which holds only the names of engines and formats
    }
    assert {name for name in known if not any(f"{name}.".startswith(f"{allowed}.") for allowed in ROOMS[room])} == set()


def test_every_room_of_the_export_has_its_rule() -> None:
    rooms = {".".join(name.split(".")[:2]) for name in MODULES if name.count(".") > 1 and layer(name) == "export"}
    assert rooms == ROOMS.keys()


@pytest.mark.parametrize("module", [name for name in MODULES if layer(name) == "rules"])
def test_rules_know_of_document_only_how_to_weigh_a_strength(module: str) -> None:
    tree = ast.parse(MODULES[module].read_text(encoding="utf-8"))
    names = {
        alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and str(node.module).startswith("medcheck.document")
        for alias in node.names
    }
    assert names <= {"milligrams"}


@pytest.mark.parametrize("module", [name for name in MODULES if layer(name) != "export"])
def test_only_the_modules_named_import_other_people_s_packages(module: str) -> None:
    packages = {name.partition(".")[0] for name in imports(MODULES[module])} - STANDARD - {"medcheck"}
    assert packages == {package for package in packages if module in OTHERS.get(package, set())}


@pytest.mark.parametrize("module", [name for name in MODULES if layer(name) == "export"])
def test_an_export_imports_click_in_its_command_only_and_no_scorer(module: str) -> None:
    packages = {name.partition(".")[0] for name in imports(MODULES[module])}
    assert packages & {"rapidfuzz", "sqlite_utils"} == set()
    assert "click" not in packages or module in ("export.options", "export.command", "export.sequence.command")


def test_every_module_of_knowledge_has_its_rule() -> None:
    modules = {name for name in MODULES if name.startswith("knowledge.")}
    assert modules == {name for name in ONLY if name.startswith("knowledge.")}


def test_no_modules_import_each_other_in_a_circle() -> None:
    known = {module: ours(module) & MODULES.keys() for module in MODULES}
    settled: set[str] = set()
    while ready := {module for module in known.keys() - settled if known[module] <= settled}:
        settled |= ready
    assert known.keys() - settled == set()


def test_every_layer_is_named_here() -> None:
    assert {layer(module) for module in MODULES} <= ALLOWED.keys()


ARCHITECTURE = (Path(__file__).parent.parent / "ARCHITECTURE.md").read_text(encoding="utf-8")


def test_the_page_on_architecture_names_the_same_rooms() -> None:
    table = ARCHITECTURE.partition("## The rooms")[2].partition("Inside `export`")[0]
    cells = [line.split("|")[1] for line in table.splitlines() if line.startswith("| `")]
    rooms = [room for cell in cells for room in re.findall(r"`(\w+)`", cell)]
    assert sorted(rooms) == sorted(ALLOWED)


def test_the_page_on_architecture_names_the_rooms_of_the_export() -> None:
    paragraph = ARCHITECTURE.partition("Inside `export`:")[2].partition("\n\n")[0]
    assert {f"export.{room}" for room in re.findall(r"`(\w+)` \(", paragraph)} == ROOMS.keys()


def test_the_page_on_architecture_names_every_package_of_others() -> None:
    rule = " ".join(ARCHITECTURE.partition("Other people's packages")[2].partition("\n\n")[0].split())
    named = {package for package in OTHERS if package.replace("_", "-") in rule}
    # what comes with pydantic or Starlette is said with it
    assert OTHERS.keys() - named == {"anyio", "pydantic_core", "typing_extensions"}
