"""What is installed, and what our texts tell others to install."""

import importlib.metadata
import re
import runpy
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parent.parent
FOLDERS = ("medcheck", "data", "tests", "tools", "benchmarks", "docs", "examples", ".ci")
KINDS = ("", ".md", ".py", ".toml", ".yml", ".txt")
# Ours: the checkout itself with its extras, and the distribution under the name that nobody else holds.
OURS = re.compile(
    r"(\.|medcheck-cramps)(\[(desk|dev|hooks|spark|symmetry|test|xlsx)(,(desk|dev|hooks|spark|symmetry|test|xlsx))*\])?"
)
BUILT = ("$folder/*.whl",)


def texts() -> list[Path]:
    inside = [path for folder in FOLDERS for path in (CHECKOUT / folder).rglob("*") if path.suffix in KINDS]
    return [path for path in (*CHECKOUT.iterdir(), *inside) if path.is_file() and path.suffix in KINDS]


def packages(text: str) -> list[str]:
    """What each ``pip install`` of a text would install by name, not what a file of requirements lists."""
    found = []
    for words in re.findall(r"pip install ([^`\n)]*)", text):
        parts = iter(re.sub(r"""[\\"']""", "", words).split())
        for part in parts:
            if part == "-r":
                assert next(parts).endswith("/requirements.txt")
            elif not part.startswith("-"):
                found.append(part.rstrip(".,;:") or ".")
    return found


def test_what_a_text_would_install_is_seen() -> None:
    told = "XLSX: `pip install -e 'medcheck[xlsx]' pandas`.\nOr (pip install -r tools/requirements.txt), pip install ."
    assert packages(told) == ["medcheck[xlsx]", "pandas", "."]


@pytest.mark.parametrize("path", [pytest.param(path, id=str(path.relative_to(CHECKOUT))) for path in texts()])
def test_no_text_of_ours_tells_anybody_to_install_what_is_not_ours(path: Path) -> None:
    if path == Path(__file__):
        return
    told = packages(path.read_text(encoding="utf-8"))
    assert [name for name in told if not OURS.fullmatch(name) and name not in BUILT] == []
    assert "medcheck[" not in path.read_text(encoding="utf-8") or path.name.startswith("0009-")


def pinned(name: str) -> list[str]:
    """The entries of a file of pinned versions, each a package with its hashes."""
    text = (CHECKOUT / ".ci" / "pinned" / name).read_text(encoding="utf-8")
    assert "://" not in text
    return [entry for entry in re.split(r"\n(?=\S)", text.strip()) if not entry.startswith("#")]


@pytest.mark.parametrize("name", ["test.txt", "dev.txt"])
def test_every_pinned_version_has_the_hashes_of_its_files(name: str) -> None:
    form = re.compile(r"[\w.-]+==[\w.]+( ; [^\n]+?)?( \\\n    --hash=sha256:[0-9a-f]{64})+")
    assert [entry.split("\n")[0] for entry in pinned(name) if not form.fullmatch(entry)] == []


def test_every_dependency_is_pinned() -> None:
    names = {entry.partition("==")[0] for entry in pinned("test.txt") + pinned("dev.txt")}
    lines = importlib.metadata.requires("medcheck-cramps") or []
    asked_for = {re.split(r"[^\w.-]", line, maxsplit=1)[0].lower() for line in lines} - {"medcheck-cramps"}
    assert "pydantic" in asked_for
    assert asked_for - names == set()


def test_the_bill_of_materials_names_what_medcheck_needs() -> None:
    bill = runpy.run_path(str(CHECKOUT / "tools" / "sbom.py"))["bill_of_materials"]()
    ours = bill["metadata"]["component"]["purl"]
    assert re.fullmatch(r"pkg:pypi/medcheck-cramps@\d+\.\d+\.\d+", ours)
    needs = {entry["ref"]: entry["dependsOn"] for entry in bill["dependencies"]}
    assert [re.sub(r"@.*", "", ref) for ref in needs[ours]] == [
        "pkg:pypi/click", "pkg:pypi/duckdb", "pkg:pypi/pydantic", "pkg:pypi/rapidfuzz", "pkg:pypi/sqlite-utils",
    ]  # fmt: skip
    licences = {component["name"]: component.get("licenses") for component in bill["components"]}
    assert licences["pydantic"] == [{"expression": "MIT"}]
    assert {"pip", "setuptools"} & licences.keys() == set()
