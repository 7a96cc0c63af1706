"""What can go wrong, and the exit status each kind ends the command with.

MedcheckError
├── UsageError              2  an argument that cannot be, or two that contradict each other
├── TableError             10  a row of the curated tables is not valid
├── InputFileError         11  a file to read is missing, unreadable or not text
├── NamesFileError         12  the site's own names file is not valid
├── OutputFileError        13  the report cannot be written where it was asked for
├── ProfileError           14  an export's columns are not known, or a column that was named is not there
├── BadRowError            15  a row of an export cannot be read: too few or too many cells, an unclosed quote, a NUL
├── EngineUnavailable      16  an engine or a kind of file needs a package that is not installed
├── ReconciliationError    17  rows in, rows out and the four answers of a review do not add up
├── InputChangedError      18  an input file changed while it was being reviewed
├── WorkerError            19  a process that resolves lines, or an executor of Spark, ended early
├── MemoryExhausted        20  the computer has not enough memory for the review
└── ResourceError          21  what was given is no FHIR resource, or it is about two patients

1 and 3 are left to ``--exit-code``: there are findings, or something to ask. Raise one of these,
never ``MedcheckError`` itself.
"""

from typing import ClassVar


class MedcheckError(Exception):
    """Any error medcheck raises on purpose; its text says where and what to do, never patient text."""

    exit_code: ClassVar[int]


class UsageError(MedcheckError):
    """An argument that cannot be ("2026-13-01" as a day), or two that contradict each other."""

    exit_code = 2


class TableError(MedcheckError):
    """A curated table has a row that does not validate; names file, row, column and reason."""

    exit_code = 10


class InputFileError(MedcheckError):
    """A file given to be read cannot be read as text."""

    exit_code = 11


class NamesFileError(MedcheckError):
    """A local names file has a row that does not validate or an ingredient nobody knows."""

    exit_code = 12


class OutputFileError(MedcheckError):
    """The output cannot be written to the path that was given."""

    exit_code = 13


class ProfileError(MedcheckError):
    """Which column holds what is not known; lists the columns found and the option to set."""

    exit_code = 14


class BadRowError(MedcheckError):
    """A row that cannot be read; names file, line and reason, never the row's text."""

    exit_code = 15


class EngineUnavailable(MedcheckError):  # noqa: N818 - reads as what it says, like the other engines' errors
    """A package is missing; says which to install."""

    exit_code = 16


class ReconciliationError(MedcheckError):
    """The counts of a finished run do not agree, so nothing was written."""

    exit_code = 17


class InputChangedError(MedcheckError):
    """An input file is not what it was when the review began, so nothing was written."""

    exit_code = 18


class WorkerError(MedcheckError):
    """A process that resolves lines, or an executor of Spark, ended early, so nothing was written."""

    exit_code = 19


class MemoryExhausted(MedcheckError):  # noqa: N818 - reads as what it says
    """The computer has not enough memory for the review, so nothing was written."""

    exit_code = 20


class ResourceError(MedcheckError):
    """What was given cannot be read as a FHIR resource about one patient."""

    exit_code = 21
