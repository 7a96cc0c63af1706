"""What is installed, and what our texts tell others to install."""

import re
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parent.parent
FOLDERS = ("medcheck", "data", "tests", "tools", "benchmarks", "docs", "examples", ".ci")
KINDS = ("", ".md", ".py", ".toml", ".yml", ".txt")
# Ours: the checkout itself with its extras, and the distribution under the name that nobody else holds.
OURS = re.compile(r"(\.|medcheck-cramps)(\[(dev|spark|test|xlsx)(,(dev|spark|test|xlsx))*\])?")
BUILT = ("$scratch/dist/*.whl",)


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
