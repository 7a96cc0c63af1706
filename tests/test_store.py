"""The database file is not trusted: whoever meddles with it or its lock changes no answer and stops no start."""

import fcntl
import os
import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from medcheck import Checker
from medcheck.knowledge import folder, private
from medcheck.knowledge.database import Database

SmallTables = Callable[..., Path]


@pytest.fixture
def tables(small_tables: SmallTables) -> Path:
    return small_tables()


@pytest.fixture
def built(tables: Path, fresh_home: Path) -> Path:
    """The file of the database of the small tables."""
    Database(tables).close()
    return next(fresh_home.glob("*.sqlite"))


@pytest.fixture
def planted(tmp_path: Path, small_tables: SmallTables, built: Path) -> Path:
    """A whole, sealed database of other tables: whoever believes it takes "patient" for a manufacturer."""
    others = small_tables(words=[{"word": "patient", "kind": "manufacturer"}])
    Database(others).close()
    found = next(path for path in built.parent.glob("*.sqlite") if path != built)
    small_tables()
    return found.rename(tmp_path / "planted.sqlite")


def kind(tables: Path) -> str | None:
    return Database(tables).word("patient").kind


def test_a_database_file_and_its_folder_are_the_owner_s_alone(built: Path) -> None:
    assert (built.stat().st_mode & 0o777, built.parent.stat().st_mode & 0o777) == (0o600, 0o700)


def test_a_file_of_another_user_is_not_believed(
    tables: Path, built: Path, planted: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    planted.rename(built)
    ours = os.fstat

    def of_another(handle: int) -> os.stat_result:
        state = list(ours(handle))
        state[4] = os.geteuid() + 12345  # the owner
        return os.stat_result(state)

    monkeypatch.setattr(os, "fstat", of_another)
    assert kind(tables) == "ordinary"


@pytest.mark.parametrize("rights", [0o620, 0o602])
def test_a_file_that_others_may_write_is_not_believed(tables: Path, built: Path, planted: Path, rights: int) -> None:
    planted.rename(built).chmod(rights)
    assert kind(tables) == "ordinary"


def test_a_folder_that_others_may_write_is_not_used(tables: Path, built: Path, planted: Path) -> None:
    planted.rename(built)
    built.parent.chmod(0o777)
    assert kind(tables) == "ordinary"


def test_a_shared_folder_is_a_stated_choice(
    tables: Path, built: Path, planted: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    planted.rename(built)
    built.parent.chmod(0o777)
    monkeypatch.setenv("MEDCHECK_HOME_SHARED", "1")
    assert kind(tables) == "manufacturer"
    built.unlink()
    assert kind(tables) == "ordinary"
    assert next(built.parent.glob("*.sqlite")).stat().st_mode & 0o777 == 0o644


def test_a_link_in_the_place_of_the_database_is_not_followed(tables: Path, built: Path, planted: Path) -> None:
    built.unlink()
    built.symlink_to(planted)
    before = planted.read_bytes()
    assert kind(tables) == "ordinary"
    assert planted.read_bytes() == before


def test_a_link_in_the_place_of_the_lock_harms_no_other_file(tables: Path, built: Path, tmp_path: Path) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text("not to be lost", encoding="utf-8")
    built.unlink()
    (built.parent / "build.lock").unlink()
    (built.parent / "build.lock").symlink_to(letter)
    assert kind(tables) == "ordinary"
    assert letter.read_text(encoding="utf-8") == "not to be lost"


def test_a_file_in_the_place_of_the_lock_keeps_its_content(tables: Path, built: Path) -> None:
    built.unlink()
    (built.parent / "build.lock").write_text("not to be lost", encoding="utf-8")
    assert kind(tables) == "ordinary"
    assert (built.parent / "build.lock").read_text(encoding="utf-8") == "not to be lost"


def test_a_lock_that_stays_held_stops_nobody(tables: Path, built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(private, "LOCK_WAIT", 0.0)
    built.unlink()
    with (built.parent / "build.lock").open() as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        assert kind(tables) == "ordinary"
    assert not built.exists()  # it lies in the private folder instead


@pytest.mark.parametrize("name", ["build.lock", "database"])
def test_a_pipe_keeps_nobody_waiting(tables: Path, built: Path, name: str) -> None:
    place = built if name == "database" else built.parent / name
    built.unlink()
    place.unlink(missing_ok=True)
    os.mkfifo(place)
    assert kind(tables) == "ordinary"


def test_a_flipped_bit_changes_no_answer_and_is_mended(tables: Path, built: Path) -> None:
    text = "furosemide 40 mg, digoxin, quindine, furosemdie"
    expected = Checker(tables=tables).check(text)
    whole = built.read_bytes()
    dice = random.Random(11)
    for place in [
        *range(20),
        *(len(whole) - 1 - n for n in range(8)),
        *(dice.randrange(len(whole)) for _ in range(172)),
    ]:
        content = bytearray(whole)
        content[place] ^= 1 << dice.randrange(8)
        built.write_bytes(content)
        assert not private.is_sealed(built, shared=False)
    assert Checker(tables=tables).check(text) == expected  # of the last of them
    assert private.is_sealed(built, shared=False)


@pytest.mark.parametrize("change", [lambda whole: whole + b"\0", lambda whole: whole[:-1], lambda whole: whole[:-4096]])
def test_a_file_of_another_length_is_built_anew(tables: Path, built: Path, change: Callable[[bytes], bytes]) -> None:
    built.write_bytes(change(built.read_bytes()))
    assert kind(tables) == "ordinary"
    assert private.is_sealed(built, shared=False)


@pytest.fixture
def unread(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody reads the tables."""

    def read(path: str) -> bytes:
        raise AssertionError(f"{path} is read")

    monkeypatch.setattr(folder, "_content", read)


@pytest.mark.usefixtures("built", "unread")
def test_tables_that_lie_as_they_did_are_not_read(tables: Path) -> None:
    assert kind(tables) == "ordinary"


@pytest.mark.usefixtures("built")
def test_tables_edited_and_set_back_in_time_are_read_anew(tables: Path) -> None:
    words = tables / "words.csv"
    before = words.stat()
    words.write_text(words.read_text(encoding="utf-8").replace("ordinary", "clinical"), encoding="utf-8")
    os.utime(words, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert (words.stat().st_size, words.stat().st_mtime_ns) == (before.st_size, before.st_mtime_ns)
    assert kind(tables) == "clinical"


def test_a_copy_of_the_tables_needs_no_database_of_its_own(tables: Path, built: Path, tmp_path: Path) -> None:
    shutil.copytree(tables, tmp_path / "copied")
    assert kind(tmp_path / "copied") == "ordinary"
    assert list(built.parent.glob("*.sqlite")) == [built]
