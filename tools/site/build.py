"""Builds the browser edition: a folder that any static web server can show, in which the desk runs without one.

Needs node with npm, and pip; the versions are those of ``.ci/pinned/test.txt`` and PYODIDE, held to their digests.
The same checkout gives the same bytes.
"""

import argparse
import base64
import gzip
import hashlib
import io
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Iterable, Mapping
from contextlib import closing
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from importlib.metadata import distribution
from pathlib import Path

from medcheck_in_worker import complete, pack, shorten

HERE = Path(__file__).parent
CHECKOUT = HERE.parent.parent
PINNED = CHECKOUT / ".ci" / "pinned" / "test.txt"
WORKER = "medcheck_in_worker"  # the module that runs there
PACKED = "medcheck/tables.sqlite.xz"
PYODIDE = "314.0.7"
PYODIDE_SHA512 = "0YvXxEhfEdpLfb/XkM2BFAeMROq0iMUX2bzzH9pOttyMcWkwq+HbE5uyuGD82LN7y2q+SNvi/6V5JEsOlD2R1A=="
PYTHON = ("--python-version", "3.14", "--abi", "cp314", "--abi", "none", "--implementation", "cp")
PLATFORM = "pyemscripten_2026_0_wasm32"
PACKAGES = (
    "annotated-types",
    "anyio",
    "pydantic",
    "pydantic-core",
    "starlette",
    "typing-extensions",
    "typing-inspection",
)
# There is no wheel of rapidfuzz for a browser; of one for another system its modules in Python are taken, which give
# the same bytes (tests/test_light_core.py). This is the smallest.
SCORER, SCORER_PLATFORM = "rapidfuzz", "win_arm64"

# What a browser has no use for.
NOT_OF_PYTHON = re.compile(
    r"(_pyrepl|unittest|xml|xmlrpc|multiprocessing|wsgiref|ensurepip|venv|idlelib|tkinter|turtledemo|pydoc_data|test"
    r"|curses|dbm|ctypes|tomllib|sqlite3/(__main__|dump)|pdb|bdb|doctest|pydoc|imaplib|smtplib|mailbox|ftplib"
    r"|poplib|nntplib|pickletools|turtle|cProfile|profile|profiling|pstats|trace|webbrowser|http/(server|cookiejar)"
    r"|socketserver|antigravity|this|tarfile|_pyio|optparse|argparse|difflib|configparser|plistlib|netrc"
    r"|cmd|compileall|py_compile|filecmp|fileinput|getopt|getpass|gzip|bz2|modulefinder|pyclbr|rlcompleter"
    r"|sched|shelve|statistics|symtable|tabnanny|timeit|trace|wave|zipapp|asyncio/__main__"
    r"|concurrent/(futures/(process|interpreter)|interpreters/_.*)|_sysconfigdata\w*|_(aix|osx|android|apple|ios)_support"
    r"|encodings/(?!(__init__|aliases|ascii|charmap|cp437|cp1252|idna|latin_1|punycode|raw_unicode_escape|unicode_escape"
    r"|utf_.*)\.).*|lib2to3|config-[^/]*)([/.].*)?$"
)
# anyio imports this module, which a browser's Python lacks; nothing here calls it.
NO_INTERPRETERS = b"def create() -> None:\n    raise NotImplementedError\n\n\nclass ExecutionFailed(Exception): ...\n"
NOT_OF_OTHERS = re.compile(
    r"(pydantic/(v1|mypy|experimental)|rapidfuzz/__pyinstaller|anyio/(pytest_plugin|_backends/_trio)"
    r"|starlette/(authentication|config|endpoints|schemas|staticfiles|templating|testclient"
    r"|middleware/(authentication|base|gzip|httpsredirect|opentelemetry|sessions|trustedhost|wsgi)))\b"
)
NOT_OF_OURS = re.compile(
    r"medcheck/(export/|(cli|commands|__main__|leftovers|processes)\.|desk/(command|serve|workers?)\.|data/)"
)
TIME = (1980, 1, 1, 0, 0, 0)


class BuildError(Exception):
    """What keeps the folder from being built, in words for who called."""


def build(folder: Path) -> None:
    """Build ``folder``, in place of one that was built before; where that fails it stays as it was."""
    if folder.exists() and not (folder / "service.js").exists():
        raise BuildError(f"{folder} is there already and is none of ours; name another folder")
    for program in ("npm", "node"):
        if not shutil.which(program):
            raise BuildError(f"{program} is missing: install Node.js with npm, which fetches and runs Pyodide")
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{folder.name}.", dir=folder.parent) as scratch:
        made = Path(scratch) / "made"
        made.mkdir()
        _fill(made, Path(scratch))
        if folder.exists():
            folder.rename(Path(scratch) / "before")
        made.rename(folder)


def _fill(made: Path, scratch: Path) -> None:
    pyodide = _fetch_pyodide(scratch)
    wheels = _fetch_wheels(scratch)
    files = {
        "pyodide.js": (pyodide / "pyodide.mjs").read_bytes(),
        "pyodide.asm.js": (pyodide / "pyodide.asm.mjs").read_bytes(),
        "pyodide.packed": _gzip((pyodide / "pyodide.asm.wasm").read_bytes()),
        "site.js": (HERE / "site.js").read_bytes(),
        "worker.js": (HERE / "worker.js").read_bytes(),
    }
    python, ours = _python_parts(pyodide, wheels, scratch)
    files["python.packed"] = _gzip(python)
    files["medcheck.packed"] = _gzip(ours)
    page = _page()
    licences = _licences(wheels)
    digest = hashlib.sha256()
    for name, content in sorted({**files, "index.html": page, "service.js": _read("service.js")}.items()):
        digest.update(f"{name}:{len(content)}:".encode() + content)
    version = digest.hexdigest()[:16]
    cache = f"medcheck-{version}"
    packed = {
        name: {"bytes": len(content), "integrity": _integrity(content)}
        for name, content in sorted(files.items())
        if name.endswith(".packed")
    }
    info = json.loads((pyodide / "pyodide-lock.json").read_text(encoding="utf-8"))["info"]
    files["files.js"] = _constants("export const ", CACHE=cache, FILES=packed, INFO=info)
    within = made / version
    within.mkdir()
    for name, content in files.items():
        (within / name).write_bytes(content)
    (made / "index.html").write_bytes(page.replace(b"{version}", version.encode()))
    (made / "licences.txt").write_bytes(licences)
    names = ["./", *(f"{version}/{name}" for name in sorted(files))]
    (made / "service.js").write_bytes(_constants("const ", CACHE=cache, FILES=names) + _read("service.js"))


def _read(name: str) -> bytes:
    return (HERE / name).read_bytes()


def _constants(kind: str, **values: object) -> bytes:
    return "".join(f"{kind}{name} = {json.dumps(value)};\n" for name, value in values.items()).encode()


def _integrity(content: bytes) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(content).digest()).decode()}"


def _gzip(content: bytes) -> bytes:
    return gzip.compress(content, 9, mtime=0)


def _run(what: str, *command: str, cwd: Path | None = None) -> str:
    done = subprocess.run(command, capture_output=True, text=True, cwd=cwd, check=False)
    if done.returncode:
        last = "\n".join((done.stderr or done.stdout).strip().splitlines()[-8:])
        raise BuildError(f"{what}:\n{last}")
    return done.stdout


def _fetch_pyodide(scratch: Path) -> Path:
    _run("npm could not fetch Pyodide (no network?)", "npm", "pack", "--silent", f"pyodide@{PYODIDE}", cwd=scratch)
    packed = scratch / f"pyodide-{PYODIDE}.tgz"
    if hashlib.sha512(packed.read_bytes()).digest() != base64.b64decode(PYODIDE_SHA512):
        raise BuildError(f"Pyodide {PYODIDE} is not the file that was pinned")
    shutil.unpack_archive(packed, scratch / "pyodide", filter="data")
    return scratch / "pyodide" / "package"


def _fetch_wheels(scratch: Path) -> list[Path]:
    wheels = scratch / "wheels"
    for platform, names in ((PLATFORM, PACKAGES), (SCORER_PLATFORM, (SCORER,))):
        wanted = scratch / f"{platform}.txt"
        wanted.write_text("\n".join(map(_pinned, names)), encoding="utf-8")
        _run(
            "pip could not fetch the packages that were pinned",
            *(sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"),
            *("--require-hashes", "--only-binary=:all:", *PYTHON, "--platform", platform),
            *("--dest", str(wheels), "--requirement", str(wanted)),
        )
    return sorted(wheels.iterdir())


def _pinned(name: str) -> str:
    """The newest version of a package that is pinned, with its hashes."""
    entries = re.findall(
        rf"^{re.escape(name)}==([\d.]+)[^\n]*\\\n((?:    --hash=\S+(?: \\)?\n)+)", PINNED.read_text("utf-8"), re.M
    )
    if not entries:
        raise BuildError(f"{name} is not among the pinned versions; .ci/pin writes them")
    version, hashes = max(entries, key=lambda entry: [int(part) for part in entry[0].split(".")])
    return f"{name}=={version} \\\n{hashes}"


def _python_parts(pyodide: Path, wheels: Iterable[Path], scratch: Path) -> tuple[bytes, bytes]:
    """The modules that Python itself needs to start, and all others with the database; both compiled."""
    standard: dict[str, bytes] = {}
    with zipfile.ZipFile(pyodide / "python_stdlib.zip") as library:
        for name in library.namelist():
            if not name.endswith("/") and not NOT_OF_PYTHON.match(name):
                standard[name] = library.read(name)
    standard["concurrent/interpreters/__init__.py"] = NO_INTERPRETERS
    others: dict[str, bytes] = {}
    for wheel in wheels:
        with zipfile.ZipFile(wheel) as archive:
            for name in archive.namelist():
                if name.endswith((".py", ".so")) and not NOT_OF_OTHERS.match(name):
                    others[name] = archive.read(name)
                elif name.endswith(".dist-info/METADATA"):
                    others[name] = b"\n".join(
                        re.findall(rb"^(?:Metadata-Version|Name|Version): .*", archive.read(name), re.M)
                    )
    others.update(_ours())
    others[f"{WORKER}.py"] = (HERE / f"{WORKER}.py").read_bytes()
    standard = _compiled(pyodide, standard, scratch, optimize=2)
    others = _compiled(pyodide, others, scratch, optimize=0)
    others[PACKED] = _database(scratch)
    return _zipped(standard), _tarred(others)


def _ours() -> dict[str, bytes]:
    """Our package but for exports and commands, and the tables that are not in the database."""
    package = CHECKOUT / "medcheck"
    files = {path.relative_to(CHECKOUT).as_posix(): path for path in package.rglob("*") if path.is_file()}
    kept = {name: path for name, path in files.items() if "__pycache__" not in name and not NOT_OF_OURS.match(name)}
    for tables in ("fhir", "hooks"):
        kept |= {f"medcheck/data/{tables}/{path.name}": path for path in (CHECKOUT / "data" / tables).glob("*.csv")}
    of_ours = distribution("medcheck-cramps")
    metadata = f"medcheck_cramps-{of_ours.version}.dist-info/METADATA"
    return {
        **{name: path.read_bytes() for name, path in kept.items()},
        metadata: f"Metadata-Version: 2.1\nName: medcheck-cramps\nVersion: {of_ours.version}\n".encode(),
    }


def _compiled(pyodide: Path, files: Mapping[str, bytes], scratch: Path, *, optimize: int) -> dict[str, bytes]:
    given, made = scratch / "sources.zip", scratch / "compiled.zip"
    given.write_bytes(_zipped(files))
    command = ("node", str(HERE / "compile.mjs"), str(pyodide), str(optimize), str(given), str(made))
    _run("node could not compile the modules", *command)
    with zipfile.ZipFile(made) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _zipped(files: Mapping[str, bytes]) -> bytes:
    """A zip whose files are not compressed, for the whole is."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name in sorted(files):
            archive.writestr(zipfile.ZipInfo(name, TIME), files[name])
    return made.getvalue()


def _tarred(files: Mapping[str, bytes]) -> bytes:
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w", format=tarfile.USTAR_FORMAT) as archive:
        for name in sorted(files):
            member = tarfile.TarInfo(name)
            member.size = len(files[name])
            archive.addfile(member, io.BytesIO(files[name]))
    return made.getvalue()


def _database(scratch: Path) -> bytes:
    home = scratch / "home"
    code = "import medcheck; medcheck.Checker()"
    environment = {**os.environ, "MEDCHECK_HOME": str(home), "PYTHONPATH": str(CHECKOUT)}
    subprocess.run([sys.executable, "-c", code], env=environment, check=True)
    (database,) = home.glob("tables-*.sqlite")
    made = scratch / "tables.sqlite"
    made.write_bytes(database.read_bytes()[:-4])  # without its seal
    shorten(made)
    whole = scratch / "whole.sqlite"
    whole.write_bytes(made.read_bytes())
    complete(whole)
    if _dump(whole) != _dump(database):
        raise BuildError("the database is not the same again once it was shortened")
    pack(made)
    return made.with_name(Path(PACKED).name).read_bytes()


def _dump(database: Path) -> list[object]:
    with closing(sqlite3.connect(database)) as connection:
        tables = [
            row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
        ]
        indexes = connection.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'index' ORDER BY name"
        ).fetchall()
        return [indexes, *(connection.execute(f"SELECT * FROM {table}").fetchall() for table in tables)]


def _page() -> bytes:
    """The desk's page with an empty list, which loads the rest; ``{version}`` stands for the folder of that."""
    import asyncio

    sys.path.insert(0, str(CHECKOUT))
    from medcheck.desk.in_browser import InBrowser

    answer = asyncio.run(InBrowser().answer("GET", "/", {"accept": "text/html"}))
    page = answer.body.decode()
    (before,) = set(re.findall(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page))
    policy = before.replace("script-src ", "script-src 'self' 'wasm-unsafe-eval' ")
    policy = policy.replace("form-action 'self'", "form-action 'none'; worker-src 'self' blob:")
    page = page.replace(before, policy)
    needs = (
        '<noscript><p class="lost">This page works by its script alone; without one, use medcheck desk.</p></noscript>'
    )
    page = page.replace('<p id="told"', f'{needs}\n<p id="told"')
    page = page.replace("</main>\n<script>", '</main>\n<script src="{version}/site.js"></script>\n<script>')
    return page.encode()


def _licences(wheels: Iterable[Path]) -> bytes:
    """The licences of what the folder holds of others."""
    parts = [
        f"Pyodide {PYODIDE}: Mozilla Public License 2.0; its sources are at the project of that name. It contains\n"
        "CPython (PSF License 2), SQLite (public domain), zlib, bzip2, XZ Utils, Zstandard and libffi under their own."
    ]
    for wheel in wheels:
        with zipfile.ZipFile(wheel) as archive:
            for name in sorted(archive.namelist()):
                if re.search(r"\.dist-info/(licenses/)?(.*/)?(LICEN[CS]E|COPYING|NOTICE)[^/]*$", name, re.I):
                    parts.append(f"{name.partition('.dist-info')[0]}\n\n{archive.read(name).decode()}")
    return "\n\n".join(parts).encode()


def serve(folder: Path, port: int) -> None:
    """Show the folder on this machine until Ctrl-C."""
    with ThreadingHTTPServer(("127.0.0.1", port), partial(_Quiet, directory=str(folder))) as server:
        print(f"The browser edition is at http://127.0.0.1:{server.server_port}/ (Ctrl-C ends it)", flush=True)
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            print()


class _Quiet(SimpleHTTPRequestHandler):
    """Says nothing of each request."""

    def log_message(self, format: str, *arguments: object) -> None:
        pass


def main() -> None:
    """Build, say what was built, and show it where that is asked for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", type=Path, nargs="?", default=CHECKOUT / "build" / "site")
    parser.add_argument("--serve", action="store_true", help="show it on this machine, built or not")
    parser.add_argument("--port", type=int, default=8018, help="0 takes a free one")
    given = parser.parse_args()
    try:
        if not (given.serve and given.folder.exists()):
            build(given.folder)
            files = [path for path in given.folder.rglob("*") if path.is_file()]
            size = sum(path.stat().st_size for path in files)
            print(f"{given.folder}: {len(files)} files, {size / 1e6:.1f} MB")
    except BuildError as failed:
        raise SystemExit(f"site: {failed}") from None
    if given.serve:
        serve(given.folder, given.port)


if __name__ == "__main__":
    main()
