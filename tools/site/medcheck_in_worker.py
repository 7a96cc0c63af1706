"""The Python side of the worker: the database made whole again, and requests from JavaScript answered.

The database travels without what SQL can make anew: its indexes, and the columns of names that follow from their keys.
"""

import lzma
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

_DERIVED = {
    "head": "substr(key, 1, instr(key || ' ', ' ') - 1)",
    "compact_key": "replace(key, ' ', '')",
    "tail": "substr(replace(key, ' ', ''), 2)",
}
_KEEP = "CREATE TABLE left_out (sql TEXT)"


def shorten(database: Path) -> None:
    """Leave out what :func:`complete` makes anew."""
    with closing(sqlite3.connect(database, isolation_level=None)) as connection:
        indexes = connection.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql <> ''"
        ).fetchall()
        ((table,),) = connection.execute("SELECT sql FROM sqlite_master WHERE name = 'name'").fetchall()
        connection.execute(_KEEP)
        connection.executemany("INSERT INTO left_out VALUES (?)", [(table,), *((sql,) for _, sql in indexes)])
        for name, _ in indexes:
            connection.execute(f"DROP INDEX {name}")
        kept = [row[1] for row in connection.execute("PRAGMA table_info(name)") if row[1] not in _DERIVED]
        connection.execute(f"CREATE TABLE short AS SELECT {', '.join(kept)} FROM name ORDER BY rowid")
        connection.execute("DROP TABLE name")
        connection.execute("VACUUM")


def complete(database: Path) -> None:
    """The database as it was before it was shortened."""
    with closing(sqlite3.connect(database, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = OFF")
        connection.execute("PRAGMA synchronous = OFF")
        table, *indexes = (row[0] for row in connection.execute("SELECT sql FROM left_out ORDER BY rowid"))
        connection.execute("BEGIN")
        connection.execute(table)
        columns = [row[1] for row in connection.execute("PRAGMA table_info(name)")]
        values = ", ".join(_DERIVED.get(column, column) for column in columns)
        connection.execute(f"INSERT INTO name SELECT {values} FROM short ORDER BY rowid")
        for index in indexes:
            connection.execute(index)
        connection.execute("DROP TABLE short")
        connection.execute("DROP TABLE left_out")
        connection.execute("COMMIT")


def pack(database: Path) -> None:
    """Write ``database`` with .xz after its name: a third smaller than by gzip, the only thing that a browser unpacks.

    More than the window of 8 MiB gains nothing, and the memory for it would stay taken.
    """
    filters = [{"id": lzma.FILTER_LZMA2, "preset": 9 | lzma.PRESET_EXTREME, "dict_size": 1 << 23}]
    packed = lzma.compress(database.read_bytes(), filters=filters)
    database.with_name(f"{database.name}.xz").write_bytes(packed)


def unpack(database: Path) -> None:
    """Undo :func:`pack`."""
    packed = database.with_name(f"{database.name}.xz")
    database.write_bytes(lzma.decompress(packed.read_bytes()))
    packed.unlink()


def start() -> Any:
    """What answers one request of the page."""
    from js import Object  # type: ignore[import-not-found]
    from pyodide.ffi import to_js  # type: ignore[import-not-found]

    from medcheck.desk.in_browser import InBrowser
    from medcheck.knowledge.folder import READY_MADE
    from medcheck.knowledge.private import seal

    database = Path(READY_MADE)
    unpack(database)
    complete(database)
    seal(database)
    database.parent.chmod(0o755)
    database.chmod(0o644)
    application = InBrowser()

    async def answer(method: str, address: str, headers: Any, body: Any) -> Any:
        said = await application.answer(method, address, headers.to_py(), body.to_bytes())
        return to_js((said.status, said.headers, said.body), dict_converter=Object.fromEntries)

    return answer
