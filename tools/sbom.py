"""Prints what an installed medcheck consists of, as a software bill of materials (CycloneDX 1.6, JSON).

Run it with the Python of an environment that holds medcheck and what came with it, nothing else; ``.ci/build`` does so.
It uses the standard library alone: the tools that write such lists would bring two dozen packages into the build.
"""

import json
import re
from collections.abc import Iterator
from importlib.metadata import Distribution, distributions
from typing import Any

OURS = "medcheck-cramps"
# What an environment has by itself.
INSTALLERS = ("pip", "setuptools", "wheel")


def bill_of_materials() -> dict[str, Any]:
    """The bill of the environment that this runs in."""
    found = {_name(distribution): distribution for distribution in distributions()}
    parts = {name: part for name, part in sorted(found.items()) if name not in INSTALLERS}
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": {**_component(parts[OURS]), "type": "application"}},
        "components": [_component(part) for name, part in parts.items() if name != OURS],
        "dependencies": [
            {"ref": _purl(part), "dependsOn": [_purl(parts[name]) for name in _needs(part) if name in parts]}
            for part in parts.values()
        ],
    }


def _component(part: Distribution) -> dict[str, Any]:
    component = {
        "type": "library",
        "bom-ref": _purl(part),
        "name": _name(part),
        "version": part.version,
        "purl": _purl(part),
    }
    licence = part.metadata.get("License-Expression")
    if licence:
        return {**component, "licenses": [{"expression": licence}]}
    named = sorted(_licences(part))
    return {**component, "licenses": [{"license": {"name": name}} for name in named]} if named else component


def _licences(part: Distribution) -> Iterator[str]:
    """The licences that a distribution names in its classifiers, else in one line of its own."""
    classified = [
        line.rpartition(" :: ")[2]
        for line in part.metadata.get_all("Classifier") or ()
        if line.startswith("License :: ") and line.count(" :: ") > 1
    ]
    own = part.metadata.get("License") or ""
    yield from classified or ([own] if own and "\n" not in own else [])


def _needs(part: Distribution) -> list[str]:
    """The names of what a distribution needs whatever extras are asked for."""
    needed = [line for line in part.requires or () if not re.search(r"\bextra\s*==", line)]
    return sorted({_normal(re.split(r"[^\w.-]", line, maxsplit=1)[0]) for line in needed})


def _name(part: Distribution) -> str:
    return _normal(part.metadata["Name"])


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _purl(part: Distribution) -> str:
    return f"pkg:pypi/{_name(part)}@{part.version}"


if __name__ == "__main__":
    print(json.dumps(bill_of_materials(), indent=2, ensure_ascii=False))
