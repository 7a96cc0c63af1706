"""Files that nobody else can have put there: owner and rights, a seal over the content, a lock that cannot hang."""

import contextlib
import os
import stat
import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING
from zlib import crc32

if TYPE_CHECKING:
    from pathlib import Path

# A build takes some seconds, with sixteen processes on two cores half a minute; who waits longer builds its own.
LOCK_WAIT = 60.0
_SEAL = 4  # bytes at the end of a file: the check sum of those before
_CHUNK = 1 << 18

# A link is no file of ours, and a pipe must not keep us waiting. Windows knows neither.
_CAREFUL = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0)
_CAREFUL |= getattr(os, "O_BINARY", 0)


def is_ours(state: os.stat_result) -> bool:
    """Whether only we, or the superuser, can have made or changed this file or folder."""
    if not hasattr(os, "geteuid"):
        return True
    return state.st_uid in (os.geteuid(), 0) and not state.st_mode & (stat.S_IWGRP | stat.S_IWOTH)


def seal(path: "Path") -> None:
    """Add a check sum to a finished file, so that :func:`is_sealed` knows it again."""
    content = path.read_bytes()
    with path.open("ab") as file:
        file.write(crc32(content).to_bytes(_SEAL, "big"))


def is_sealed(path: "str | Path", *, shared: bool) -> bool:
    """Whether there is a file, ours unless ``shared``, of which no bit has changed since it was sealed.

    A CRC notices every change of one or two bits and of 32 in a row, at a quarter of the price of a cryptographic
    digest. It does not notice an attacker, whom owner and rights keep out.
    """
    try:
        handle = os.open(path, os.O_RDONLY | _CAREFUL)
    except (OSError, ValueError):
        return False
    with os.fdopen(handle, "rb", buffering=0) as file:
        state = os.fstat(handle)
        if not stat.S_ISREG(state.st_mode) or not (shared or is_ours(state)) or state.st_size <= _SEAL:
            return False
        left, total = state.st_size - _SEAL, 0
        chunk = memoryview(bytearray(_CHUNK))
        try:
            while left and (size := file.readinto(chunk[: min(left, _CHUNK)])):
                total = crc32(chunk[:size], total)
                left -= size
            return not left and file.read(_SEAL + 1) == total.to_bytes(_SEAL, "big")
        except OSError:
            return False


@contextlib.contextmanager
def one_at_a_time(lock: "Path") -> Iterator[None]:
    """Holds a lock file; OSError where it is none of ours or stays held. Without file locks nobody waits.

    The file is only ever opened and locked, never written, so that no other file can be harmed in its place.
    """
    try:
        import fcntl
    except ImportError:
        yield
        return
    handle = os.open(lock, os.O_RDWR | os.O_CREAT | _CAREFUL, 0o600)
    try:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise OSError(f"{lock.name} is no file")
        _wait(lambda: fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB))
        yield
    finally:
        os.close(handle)


def _wait(lock: Callable[[], object]) -> None:
    end = time.monotonic() + LOCK_WAIT
    while True:
        try:
            lock()
        except BlockingIOError:
            if time.monotonic() > end:
                raise TimeoutError("the lock is held") from None
            time.sleep(0.05)
        else:
            return
