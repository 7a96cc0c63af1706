"""Errors on an executor, without the text of any row, which Spark would write into its logs."""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from medcheck.exceptions import EngineUnavailable, MedcheckError, WorkerError


def confidential(work: Callable[[Iterable[Any]], Iterator[Any]]) -> Callable[[Iterable[Any]], Iterator[Any]]:
    """The same work with errors of ours; of any other error it gives only the name."""

    def guarded(batches: Iterable[Any]) -> Iterator[Any]:
        try:
            yield from work(batches)
        except MedcheckError:
            raise
        except Exception as error:
            raise WorkerError(f"a task of Spark ended with {type(error).__name__}; nothing was written") from None

    return guarded


def error_from_spark(error: Exception) -> MedcheckError:
    """The error of ours that an executor raised, from the text in which Spark passes it on."""
    for kind in MedcheckError.__subclasses__():
        if found := re.search(rf"\b{kind.__module__}\.{kind.__name__}: (.+)", str(error)):
            return kind(found[1])
    if "No module named 'medcheck'" in str(error):
        return EngineUnavailable("the executors' Python has no medcheck; install it there, or set PYSPARK_PYTHON")
    return WorkerError("Spark gave up: an executor was lost (out of memory?) or failed; nothing was written")
