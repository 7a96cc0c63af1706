"""What a killed run left beside its output: hidden files and folders with the number of its process in their name."""

import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def sweep(folder: "Path", before: str, after: str = "") -> None:
    """Remove the entries named ``before``, a process number, ``after``, whose process runs no more.

    Without ``after`` anything may follow the number, from a ``-`` on.
    """
    for left in list(folder.iterdir()):
        if not left.name.startswith(before) or not left.name.endswith(after):
            continue
        number = left.name[len(before) : len(left.name) - len(after)]
        number = number if after else number.partition("-")[0]
        if not (number.isascii() and number.isdigit()) or _runs(int(number)):
            continue
        if left.is_dir() and not left.is_symlink():
            import shutil  # 2 ms, for a folder that only a killed run leaves

            shutil.rmtree(left, ignore_errors=True)
        else:
            left.unlink(missing_ok=True)


def _runs(process: int) -> bool:
    if sys.platform == "win32":
        return True  # os.kill would end it; what was left stays until it is removed by hand
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except OSError:
        return True
    return True
