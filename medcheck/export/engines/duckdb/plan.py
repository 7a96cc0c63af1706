"""The steps of ``plan.sql`` by name, filled in."""

from functools import cache
from importlib.resources import files
from string import Template

_MARK = "-- step: "


def step(name: str, **values: str) -> str:
    """The SQL of one step with its ``$names`` filled in; KeyError where a step or a value is missing."""
    return _steps()[name].substitute(values)


@cache
def _steps() -> dict[str, Template]:
    text = files("medcheck.export.engines.duckdb").joinpath("plan.sql").read_text(encoding="utf-8")
    found: dict[str, Template] = {}
    for part in text.split(f"\n{_MARK}")[1:]:
        name, _, sql = part.partition("\n")
        found[name] = Template("\n".join(line for line in sql.splitlines() if not line.startswith("--")).rstrip("\n;"))
    return found
