"""medcheck reads a free-text medicine list and says which medicines are associated with muscle cramps.

    >>> import medcheck
    >>> review = medcheck.check("Lasix 40 mg po daily, simvastatn 20 mg nocte")
    >>> [(finding.ingredient, finding.evidence) for finding in review.findings]
    [('simvastatin', 'moderate'), ('furosemide', 'limited')]

The names below load at first use, so that importing medcheck opens no file and starts nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from medcheck.checker import Checker, check, check_file
    from medcheck.exceptions import MedcheckError
    from medcheck.export.outputs.summary import ExportSummary
    from medcheck.export.run import review_export
    from medcheck.models import Review

_HOME = {
    "Checker": "medcheck.checker",
    "ExportSummary": "medcheck.export.outputs.summary",
    "MedcheckError": "medcheck.exceptions",
    "Review": "medcheck.models",
    "check": "medcheck.checker",
    "check_file": "medcheck.checker",
    "review_export": "medcheck.export.run",
}

__all__ = ["Checker", "ExportSummary", "MedcheckError", "Review", "check", "check_file", "review_export"]


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'medcheck' has no attribute {name!r}")
    value = getattr(import_module(_HOME[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
