"""The files of an export as one table: which files, of which kind, with which columns."""

import glob
import os
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from medcheck.document.file_kinds import GZ, OLD_OFFICE, PARQUET, WORKBOOK, ZIP, kind_of
from medcheck.exceptions import InputChangedError, InputFileError, ProfileError, UsageError
from medcheck.export.inputs import omop
from medcheck.export.inputs.archive import archive_of, is_archive, is_inside, members, raw
from medcheck.export.inputs.delimited import DelimitedFile
from medcheck.export.inputs.dictionary import Dictionary
from medcheck.export.inputs.fhir import NO_ROWS, FhirFile, share_medications
from medcheck.export.inputs.header import AS_FOUND, Asked
from medcheck.export.inputs.parquet import ParquetFile
from medcheck.export.inputs.profiles import Columns, choose, code_file_of, wanted_code_file
from medcheck.export.inputs.rows import BadRow, OnBad, Table, stop_at_bad
from medcheck.export.inputs.workbook import WorkbookFile
from medcheck.export.lines.distinct_line import DistinctLine, LineCount

_READ = (None, GZ, PARQUET, WORKBOOK)
_FHIR = (".ndjson", ".jsonl", ".json", ".ndjson.gz", ".jsonl.gz", ".json.gz")
_PACKED = (GZ, PARQUET, ZIP)  # what is not read inside a zip
# Hospital systems give tables of HTML and XML the name of a workbook.
_MARKUP = re.compile(rb"(\xef\xbb\xbf)?\s*<(!doctype|html|head|table|\?xml)\b", re.IGNORECASE)
_HEAD = 512


class Export:
    """All files of one review; ``columns`` is their common header, ``used`` says which column is what.

    A file that names the codes of the others is none of them but their ``dictionary``.

    Raises InputFileError where a file is missing, unreadable or has another header than the first, ProfileError where
    the header is not known.
    """

    def __init__(
        self,
        paths: Sequence["str | os.PathLike[str]"],
        options: Mapping[str, Sequence[str]] | None = None,
        sheet: str | None = None,
        header_row: int | None = None,
    ) -> None:
        expanded = expand(paths)
        _check_once(expanded)
        self._stamps = [(path, _stamp(path)) for path in dict.fromkeys(map(archive_of, expanded))]
        asked = Asked(sheet, header_row, options or {})
        self.files: list[Table] = [open_table(path, asked) for path in expanded]
        _check_heeded(self.files, asked)
        self.dictionary: Dictionary | None = None
        code_file = None
        wants = {columns: wanted_code_file(columns) for columns in {file.columns for file in self.files}}
        wanted = Counter(wants[file.columns] for file in self.files)
        for file in self.files:
            code_file = code_file_of(file.columns, wanted - Counter([wants[file.columns]]))  # by one of the others
            if code_file:
                self.dictionary = Dictionary(file, code_file)
                self.files = [other for other in self.files if other is not file]
                break
        self.paths = [file.path for file in self.files]
        self._missing = share_medications([file for file in self.files if isinstance(file, FhirFile)])
        first = self.files[0]
        for other in self.files[1:]:
            if other.columns != first.columns:
                raise InputFileError(
                    f"{other.path}, line 1: not the columns of {first.path.name}; review other layouts by themselves"
                )
        self.columns: tuple[str, ...] = first.columns
        self.used: Columns = choose(self.columns, options, str(first.path), code_file)

    @property
    def notices(self) -> list[str]:
        """What the readers have to say of the files."""
        named = [self.dictionary.table] if self.dictionary else []
        return [*(notice for file in [*self.files, *named] for notice in file.notices), *self._missing]

    def notices_of_rows(self, counts: Sequence[LineCount]) -> Iterator[str]:
        """What a reader of the review should know of the layout's rows as a whole."""
        if self.used.profile == omop.PROFILE:
            yield from omop.notices(((count, self.read(count.line).text) for count in counts), bool(self.dictionary))

    @property
    def without_rows(self) -> str:
        """What is said where there is no row."""
        return NO_ROWS if isinstance(self.files[0], FhirFile) else "the export has no rows"

    def read(self, key: DistinctLine) -> DistinctLine:
        """What is read in the place of a line: the name of its code where a dictionary has one."""
        return self.dictionary.read(key) if self.dictionary else key

    def read_all(self, keys: Sequence[DistinctLine]) -> Sequence[DistinctLine]:
        """What is read in the place of every line; a dictionary is read through for them."""
        return self.dictionary.read_all(keys, stop_at_bad) if self.dictionary else keys

    def rows(self, on_bad: OnBad) -> Iterator[list[str]]:
        """The rows of all files, in the order given."""
        for file in self.files:
            yield from file.rows(on_bad)

    def check_unchanged(self) -> None:
        """Raise InputChangedError where a file is not what it was when it was opened."""
        for path, stamp in self._stamps:
            if _stamp(path) != stamp:
                raise InputChangedError(f"{path} changed while it was being reviewed; run again when it is complete")


def expand(paths: Sequence["str | os.PathLike[str]"]) -> list[Path]:
    """The files that the arguments name: themselves, a glob's matches, a folder's or a zip's files, sorted."""
    found: list[Path] = []
    for pattern in paths:
        path = Path(pattern)
        if path.is_dir():
            found += sorted(file for file in path.iterdir() if file.is_file() and not file.name.startswith("."))
        elif path.exists() or not glob.has_magic(os.fspath(pattern)):
            found.append(path)
        else:
            matches = sorted(glob.glob(os.fspath(pattern), recursive=True))  # noqa: PTH207 - absolute patterns, too
            if not matches:
                raise InputFileError(f"{pattern}: no file of that pattern")
            found += [Path(match) for match in matches]
    if not found:
        raise InputFileError("no file to review")
    return [file for path in found for file in (members(path) if is_archive(path) else (path,))]


def _check_once(paths: Sequence[Path]) -> None:
    """Raise InputFileError for a file given twice, as by its name and by a pattern: its rows would count twice."""
    seen: set[str] = set()
    for path in paths:
        real = os.path.realpath(path)
        if real in seen:
            raise InputFileError(f"{path} is given twice; give it once")
        seen.add(real)


def open_table(path: Path, asked: Asked = AS_FOUND) -> Table:
    """The file as a table, by its name and, for workbooks and Parquet under other names, its first bytes."""
    try:
        with raw(path) as file:
            head = file.read(_HEAD)
            file.seek(0)
            kind = kind_of(file)
    except IsADirectoryError:
        raise InputFileError(f"{path} is a directory; give files") from None
    except OSError as error:
        raise InputFileError(f"{path} cannot be read: {error.strerror}") from None
    name = path.name.lower()
    if kind == OLD_OFFICE:
        raise InputFileError(
            f"{path} is {kind}; open it in a spreadsheet program and save it as XLSX, without a password"
        )
    if kind in _PACKED and is_inside(path):
        raise InputFileError(f"{path} is {kind} in a zip; unpack the zip and give what is in it")
    if kind not in _READ and not name.endswith(".xlsx"):
        raise InputFileError(f"{path} is {kind}; export it as CSV, Parquet or XLSX")
    if _MARKUP.match(head):
        raise InputFileError(
            f"{path} is a web page or XML; open it in a spreadsheet program and save it as XLSX or CSV"
        )
    if kind == PARQUET or (name.endswith(".parquet") and head):
        return ParquetFile(path)
    if kind == WORKBOOK or name.endswith(".xlsx"):
        return WorkbookFile(path, asked)
    return FhirFile(path) if name.endswith(_FHIR) else DelimitedFile(path, asked)


def _check_heeded(files: Sequence[Table], asked: Asked) -> None:
    """Raise UsageError for an option that says nothing of any of the files."""
    if asked.sheet is not None and not any(isinstance(file, WorkbookFile) for file in files):
        raise UsageError("--sheet chooses a sheet of a workbook; there is none among the files")
    if asked.header_row is not None and not any(isinstance(file, (WorkbookFile, DelimitedFile)) for file in files):
        raise UsageError("--header-row is for text files and workbooks; there is none among the files")


def _stamp(path: Path) -> tuple[int, int, int, int]:
    try:
        state = path.stat()
    except OSError as error:
        raise InputFileError(f"{path} cannot be read: {error.strerror}") from None
    # st_ctime_ns, too: the time of change can be set back by anybody, that of the entry cannot.
    return state.st_size, state.st_mtime_ns, state.st_ctime_ns, state.st_ino


__all__ = ["BadRow", "Export", "ProfileError", "expand", "open_table"]
