"""Parquet files, every cell as text, read by DuckDB."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from medcheck.exceptions import EngineUnavailable, InputFileError
from medcheck.export.inputs.delimited import LONGEST_CELL, TOO_LONG, unique
from medcheck.export.inputs.rows import BadRow, OnBad
from medcheck.export.interrupts import interrupts_kept
from medcheck.printable import storable

if TYPE_CHECKING:
    import duckdb


def quoted(name: str) -> str:
    """A name or path as an SQL string."""
    return "'" + name.replace("'", "''") + "'"


def literal_path(path: Path) -> str | None:
    """A path that DuckDB takes neither for a pattern nor for one in the home folder; None where there is no such.

    Before a bracket or star a backslash would be an escape.
    """
    whole = os.path.abspath(path)  # noqa: PTH100 - resolve() would follow links
    if "\\" in whole and not {*"*?["}.isdisjoint(whole):
        return None
    return "".join(f"[{letter}]" if letter in "*?[" else letter for letter in whole)


class ParquetFile:
    """One Parquet file."""

    def __init__(self, path: Path) -> None:
        try:
            import duckdb
        except ImportError:
            raise EngineUnavailable("Parquet files need DuckDB: in a checkout of medcheck, pip install .") from None
        if storable(str(path)) != str(path):
            raise InputFileError(f"{path}: a Parquet file whose name is not UTF-8 cannot be read; rename it")
        literal = literal_path(path)
        if literal is None:
            raise InputFileError(f"{path}: a Parquet file with a backslash and one of *?[ in its path; rename it")
        self._sql_path = f"{quoted(literal)}, hive_partitioning=false"
        self.path = path
        self.notices: list[str] = []
        self._error = duckdb.Error
        try:
            with duckdb.connect() as connection, interrupts_kept(connection.interrupt):
                described = connection.execute(f"DESCRIBE SELECT * FROM read_parquet({self._sql_path})").fetchall()
        except duckdb.Error:
            raise InputFileError(f"{path} is not a whole Parquet file (truncated?); fetch it again") from None
        self.names = tuple(row[0] for row in described)
        self._types = {row[0]: row[1] for row in described}
        self.columns = unique(self.names, str(path))

    def rows(self, on_bad: OnBad) -> Iterator[list[str]]:
        """The rows in order; an absent value is an empty cell."""
        import duckdb

        cells = ", ".join(
            f"CASE WHEN {_too_long(text)} THEN NULL ELSE {text} END" for text in map(cell_text, self.names)
        )
        with duckdb.connect() as connection:
            # Its search for parts that several columns share is quadratic, and there is nothing else to make better.
            connection.execute("PRAGMA disable_optimizer")
            try:
                with interrupts_kept(connection.interrupt):
                    cursor = connection.execute(f"SELECT {cells} FROM read_parquet({self._sql_path})")
                line = 0
                while chunk := _fetched(cursor):
                    for row in chunk:
                        line += 1
                        if None in row:
                            on_bad(BadRow(str(self.path), line, TOO_LONG))
                        elif any("\0" in cell for cell in row):
                            on_bad(BadRow(str(self.path), line, "a NUL character"))
                        else:
                            yield list(row)
            except duckdb.Error:
                raise InputFileError(f"{self.path} is not a whole Parquet file (truncated?); fetch it again") from None

    def checked(self, name: str) -> str:
        """The SQL for one column as text, which fails at a cell that makes a row a bad one."""
        text = cell_text(name)
        if not any(kind in self._types[name] for kind in ("VARCHAR", "BLOB", "ENUM")):
            return text  # numbers and dates are short
        return f"CASE WHEN {_too_long(text)} OR contains({text}, chr(0)) THEN error('a bad cell') ELSE {text} END"


def _fetched(cursor: "duckdb.DuckDBPyConnection") -> list[tuple[Any, ...]]:
    with interrupts_kept(cursor.interrupt):
        return cursor.fetchmany(2048)


def _too_long(text: str) -> str:
    return f"strlen({text}) > {LONGEST_CELL} AND length({text}) > {LONGEST_CELL}"


def cell_text(name: str) -> str:
    """The SQL for one column as text."""
    return f"coalesce(CAST({identifier(name)} AS VARCHAR), '')"


def identifier(name: str) -> str:
    """A column's name as SQL writes it."""
    return '"' + name.replace('"', '""') + '"'
