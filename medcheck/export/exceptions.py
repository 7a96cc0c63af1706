"""What can go wrong while an export is reviewed, and the exit status each kind ends the command with.

MedcheckError
├── ProfileError           14  the columns are not known, or a column that was named is not there
├── BadRowError            15  a row cannot be read: too few or too many cells, an unclosed quote, a NUL
├── EngineUnavailable      16  the engine or the kind of file needs a package that is not installed
├── ReconciliationError    17  rows in, rows out and the four answers do not add up
└── InputChangedError      18  an input file changed while it was being reviewed
"""

from medcheck.exceptions import MedcheckError


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
