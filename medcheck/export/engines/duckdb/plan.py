"""The steps of ``plan.sql`` and ``sequence.sql`` by name, filled in."""

from functools import cache
from importlib.resources import files
from string import Template

_MARK = "-- step: "


def step(name: str, **values: str) -> str:
    """The SQL of one step with its ``$names`` filled in; KeyError where a step or a value is missing."""
    return _steps()[name].substitute(values)


@cache
def _steps() -> dict[str, Template]:
    found: dict[str, Template] = {}
    for plan in ("plan.sql", "sequence.sql"):
        text = files("medcheck.export.engines.duckdb").joinpath(plan).read_text(encoding="utf-8")
        for part in text.split(f"\n{_MARK}")[1:]:
            name, _, sql = part.partition("\n")
            assert name not in found, name
            lines = [line for line in sql.splitlines() if not line.startswith("--")]
            found[name] = Template("\n".join(lines).rstrip("\n;"))
    return found
