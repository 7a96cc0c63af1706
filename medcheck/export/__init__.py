"""The review of whole prescription exports: who takes what, whom to review first, and what could not be read.

The names below load at first use: importing this package loads neither an engine nor pydantic.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any, Literal, get_args

if TYPE_CHECKING:
    from medcheck.export.outputs.summary import ExportSummary
    from medcheck.export.run import review_export

EngineName = Literal["auto", "duckdb", "spark", "python"]
RowsFormat = Literal["csv", "parquet"]
ENGINES: tuple[EngineName, ...] = get_args(EngineName)
FORMATS: tuple[RowsFormat, ...] = get_args(RowsFormat)

_HOME = {"ExportSummary": "medcheck.export.outputs.summary", "review_export": "medcheck.export.run"}

__all__ = ["ExportSummary", "review_export"]


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'medcheck.export' has no attribute {name!r}")
    value = getattr(import_module(_HOME[name]), name)
    globals()[name] = value
    return value
