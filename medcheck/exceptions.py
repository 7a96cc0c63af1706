"""What can go wrong, and the exit status each kind ends the command with.

MedcheckError
├── TableError          10  a row of the curated tables is not valid
├── InputFileError      11  a file to read is missing, unreadable or not text
├── NamesFileError      12  the site's own names file is not valid
├── OutputFileError     13  the report cannot be written where it was asked for
└── the errors of an export's review, 14 to 18: medcheck.export.exceptions
"""


class MedcheckError(Exception):
    """Any error medcheck raises on purpose; its text says where and what to do, never patient text."""

    exit_code = 1


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
