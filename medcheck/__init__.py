"""Which medicines on a list are associated with muscle cramps, why, how strong the evidence is, and what to do.

Decision support for professionals; every statement with its source.

    >>> import medcheck
    >>> review = medcheck.check("Lasix 40 mg po daily, simvastatn 20 mg nocte")
    >>> [(finding.ingredient, finding.evidence) for finding in review.findings]
    [('simvastatin', 'moderate'), ('furosemide', 'limited')]

The names below load at first use, so that importing medcheck opens no file and starts nothing.
"""

TYPE_CHECKING = False  # type checkers take it for true; loading typing would take longer than all else here
if TYPE_CHECKING:
    from typing import Any

    from medcheck.checker import Checker, check, check_file
    from medcheck.exceptions import (
        BadRowError,
        EngineUnavailable,
        InputChangedError,
        InputFileError,
        MedcheckError,
        MemoryExhausted,
        NamesFileError,
        OutputFileError,
        ProfileError,
        ReconciliationError,
        ResourceError,
        TableError,
        UsageError,
        WorkerError,
    )
    from medcheck.export.outputs.summary import ExportSummary
    from medcheck.export.run import review_export
    from medcheck.export.sequence.results import Attrition, SequencePair, SequenceRatio, SymmetrySummary
    from medcheck.export.sequence.run import symmetry
    from medcheck.fhir.checking import check_fhir, detected_issues
    from medcheck.models import Review
    from medcheck.records import (
        Alert,
        Because,
        Combination,
        Explanation,
        Finding,
        Match,
        MedicineEntry,
        Mention,
        NotMedicine,
        Question,
        Result,
        Source,
        Suggestion,
        Unfamiliar,
        Unrecognised,
        Weighed,
    )

_HOME = {
    "medcheck.checker": ("Checker", "check", "check_file"),
    "medcheck.exceptions": (
        "BadRowError",
        "EngineUnavailable",
        "InputChangedError",
        "InputFileError",
        "MedcheckError",
        "MemoryExhausted",
        "NamesFileError",
        "OutputFileError",
        "ProfileError",
        "ReconciliationError",
        "ResourceError",
        "TableError",
        "UsageError",
        "WorkerError",
    ),
    "medcheck.export.outputs.summary": ("ExportSummary",),
    "medcheck.export.run": ("review_export",),
    "medcheck.export.sequence.results": ("Attrition", "SequencePair", "SequenceRatio", "SymmetrySummary"),
    "medcheck.export.sequence.run": ("symmetry",),
    "medcheck.fhir.checking": ("check_fhir", "detected_issues"),
    "medcheck.models": ("Review",),
    "medcheck.records": (
        "Alert",
        "Because",
        "Combination",
        "Explanation",
        "Finding",
        "Match",
        "MedicineEntry",
        "Mention",
        "NotMedicine",
        "Question",
        "Result",
        "Source",
        "Suggestion",
        "Unfamiliar",
        "Unrecognised",
        "Weighed",
    ),
}
_MODULE_OF = {name: module for module, names in _HOME.items() for name in names}

__all__ = [
    "Alert",
    "Attrition",
    "BadRowError",
    "Because",
    "Checker",
    "Combination",
    "EngineUnavailable",
    "Explanation",
    "ExportSummary",
    "Finding",
    "InputChangedError",
    "InputFileError",
    "Match",
    "MedcheckError",
    "MedicineEntry",
    "MemoryExhausted",
    "Mention",
    "NamesFileError",
    "NotMedicine",
    "OutputFileError",
    "ProfileError",
    "Question",
    "ReconciliationError",
    "ResourceError",
    "Result",
    "Review",
    "SequencePair",
    "SequenceRatio",
    "Source",
    "Suggestion",
    "SymmetrySummary",
    "TableError",
    "Unfamiliar",
    "Unrecognised",
    "UsageError",
    "Weighed",
    "WorkerError",
    "check",
    "check_fhir",
    "check_file",
    "detected_issues",
    "review_export",
    "symmetry",
]


def __getattr__(name: str) -> "Any":
    from importlib import import_module

    if name not in _MODULE_OF:
        raise AttributeError(f"module 'medcheck' has no attribute {name!r}")
    value = getattr(import_module(_MODULE_OF[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
