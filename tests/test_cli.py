"""The command line: every option, every exit status, and what goes where."""

import csv
import json
import os
import random
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest
from click.shell_completion import ShellComplete
from click.testing import CliRunner, Result

import medcheck
from medcheck import Checker
from medcheck.cli import main
from medcheck.knowledge.clinical import Clinical
from medcheck.report import WRITERS
from medcheck.report.layout import Layout
from medcheck.report.monograph import monograph

Run = Callable[..., "CompletedProcess[str]"]
Invoke = Callable[..., Result]


@pytest.fixture
def invoke(runner: CliRunner) -> Invoke:
    return lambda *arguments, stdin=None: runner.invoke(main, list(arguments), input=stdin)


def test_text_as_argument_is_reviewed(invoke: Invoke) -> None:
    result = invoke("check", "Lasix 40 mg daily")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.startswith("1 possible cause; 1 medicine read.\n")


def test_several_texts_are_lines_of_one_list(invoke: Invoke) -> None:
    result = invoke("check", "Lasix 40 mg", "Ventolin prn")
    assert result.stdout.startswith("2 possible causes; 2 medicines read.\n")


@pytest.mark.parametrize("arguments", [(), ("--file", "-")])
def test_standard_input_is_read(invoke: Invoke, arguments: tuple[str, ...]) -> None:
    result = invoke("check", *arguments, stdin="Lasix 40 mg\n")
    assert (result.exit_code, result.stdout.splitlines()[0]) == (0, "1 possible cause; 1 medicine read.")


def test_a_file_is_read(invoke: Invoke, tmp_path: Path) -> None:
    (tmp_path / "list.txt").write_text("Lasix 40 mg\n", encoding="utf-8")
    result = invoke("check", "--file", str(tmp_path / "list.txt"))
    assert result.stdout.startswith("1 possible cause; 1 medicine read.")


@pytest.mark.parametrize(
    ("format_", "begins"),
    [
        ("text", "1 possible cause; 1 medicine read."),
        ("json", "{\n"),
        ("csv", "answer,text,"),
        ("markdown", "# Cramp review"),
        ("html", "<!DOCTYPE html>"),
    ],
)
def test_each_format_begins_as_it_should_and_ends_with_a_line_end(invoke: Invoke, format_: str, begins: str) -> None:
    result = invoke("check", "--format", format_, "Lasix 40 mg")
    assert result.exit_code == 0
    assert result.stdout.startswith(begins)
    assert result.stdout.endswith("\n")


def test_output_writes_the_file_and_nothing_else(invoke: Invoke, tmp_path: Path) -> None:
    result = invoke("check", "--format", "json", "--output", str(tmp_path / "review.json"), "Lasix 40 mg")
    assert (result.exit_code, result.stdout, [path.name for path in tmp_path.iterdir()]) == (0, "", ["review.json"])
    content = json.loads((tmp_path / "review.json").read_text(encoding="utf-8"))
    assert [finding["ingredient"] for finding in content["findings"]] == ["furosemide"]


def test_all_lists_what_is_recognised_and_not_on_our_list(invoke: Invoke) -> None:
    assert "aspirin" not in invoke("check", "--details", "aspirin 75 mg").stdout
    assert "aspirin" in invoke("check", "--all", "aspirin 75 mg").stdout


def test_names_are_used_and_collisions_noticed_on_standard_error(
    invoke: Invoke, names_file: Callable[..., Path]
) -> None:
    result = invoke("check", "--names", str(names_file("GTN,furosemide")), "GTN 40 mg")
    assert result.stdout.startswith("1 possible cause; 1 medicine read.")
    assert result.stderr == "Notice: GTN: yours is furosemide, ours glyceryl trinitrate; yours is used\n"


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Lasix 40 mg", 1),
        ("quinine", 1),
        ("K 2.3", 1),
        ("Lasix 40 mg, Zzyzzfol 5 mg", 1),
        ("Zzyzzfol 5 mg", 3),
        ("paracetamol, MSO4 10 mg", 3),
        ("paracetamol - ?stopped", 3),
        ("paracetamol", 0),
        ("", 0),
        ("Stopped: Lasix", 0),
    ],
)
def test_exit_code_tells_findings_from_what_must_be_asked(invoke: Invoke, text: str, status: int) -> None:
    assert invoke("check", "--exit-code", text).exit_code == status
    assert invoke("check", text).exit_code == 0


def test_text_that_names_a_file_is_that_file_and_says_so(invoke: Invoke, tmp_path: Path) -> None:
    (tmp_path / "list").write_text("Lasix 40 mg\n", encoding="utf-8")
    result = invoke("check", str(tmp_path / "list"))
    assert result.stdout.startswith("1 possible cause; 1 medicine read.")
    assert result.stderr == f"Notice: {tmp_path}/list is read as a file\n"


def test_the_name_of_a_file_that_is_not_there_is_no_list(invoke: Invoke, tmp_path: Path) -> None:
    result = invoke("check", str(tmp_path / "list.txt"))
    assert (result.exit_code, result.stdout) == (11, "")
    assert result.stderr.endswith("list.txt cannot be read: No such file or directory\n")


def test_several_files_are_wrong_usage(invoke: Invoke, tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).write_text("Lasix 40 mg\n", encoding="utf-8")
    result = invoke("check", str(tmp_path / "one"), str(tmp_path / "two"))
    assert (result.exit_code, result.stderr.splitlines()[-1]) == (2, "Error: give one file")


@pytest.mark.parametrize("text", ["Lasix 40 mg/2.5 ml", "a" * 5000, "Co-amilofruse 2.5/20.", "No. 7"])
def test_text_that_names_no_file_is_a_list(invoke: Invoke, text: str) -> None:
    result = invoke("check", text)
    assert (result.exit_code, result.stderr) == (0, "")


@pytest.mark.parametrize(
    "arguments",
    [
        ["check", "--file"],
        ["check", "--output"],
        ["check", "--names"],
        ["check"],
        ["review"],
        ["review", "--names"],
        ["review", "--output"],
    ],
)
def test_shells_complete_files(arguments: list[str]) -> None:
    shell = ShellComplete(main, {}, "medcheck", "_MEDCHECK_COMPLETE")
    assert [item.type for item in shell.get_completions(arguments, "")] == ["file"]


def test_the_csv_says_each_suggestion_with_its_ingredient(invoke: Invoke) -> None:
    result = invoke("check", "--format", "csv", "Zzyzzfol 5 mg\nCodine 30 mg")
    notes = {row["text"]: row["note"] for row in csv.DictReader(result.stdout.splitlines())}
    assert notes["Zzyzzfol"] == "unknown"
    assert "Cytine (cimetidine)" in notes["Codine"].split("; ")


@pytest.mark.parametrize("text", ["", " \n\t ", "Nothing of note"])
def test_no_text_and_no_medicine_are_said(invoke: Invoke, text: str) -> None:
    result = invoke("check", text)
    assert (result.exit_code, result.stdout.splitlines()[0]) == (0, "No medicine found in the text.")


def test_an_empty_standard_input_is_an_empty_list(invoke: Invoke) -> None:
    result = invoke("check", stdin="")
    assert (result.exit_code, result.stdout.splitlines()[0]) == (0, "No medicine found in the text.")


@pytest.mark.parametrize(
    "arguments",
    [
        ("check", "--bogus"),
        ("check", "--format", "pdf", "Lasix"),
        ("check", "Lasix", "--file", "list.txt"),
        ("drug",),
        ("classes", "too", "many"),
        ("nonsense",),
    ],
)
def test_wrong_usage_is_2(invoke: Invoke, arguments: tuple[str, ...]) -> None:
    result = invoke(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "Error: " in result.stderr


def test_a_bad_table_is_10(run: Run, small_tables: Callable[..., Path]) -> None:
    folder = small_tables(words=[{"word": "NO"}])
    command = (
        "import medcheck.knowledge.store as store; "
        f"store.our_folder = lambda: {str(folder)!r}; "
        "from medcheck.cli import main; main(['check', 'Lasix'])"
    )
    result = run("-c", command)
    assert (result.returncode, result.stdout) == (10, "")
    assert result.stderr.startswith("Error: words.csv, row 2, column 'word': ")


def test_a_missing_file_is_11(invoke: Invoke, tmp_path: Path) -> None:
    result = invoke("check", "--file", str(tmp_path / "nowhere.txt"))
    assert (result.exit_code, result.stdout) == (11, "")
    assert result.stderr == f"Error: {tmp_path}/nowhere.txt cannot be read: No such file or directory\n"


def test_a_directory_is_11(invoke: Invoke, tmp_path: Path) -> None:
    result = invoke("check", "--file", str(tmp_path))
    assert (result.exit_code, result.stderr) == (11, f"Error: {tmp_path} is a directory; give one file\n")


NOISE = random.Random(1).randbytes(5000)  # as a picture, an archive or a PDF is: one byte of 256 is NUL
BINARY = [
    pytest.param(b"\x7fELF" + bytes(200), id="a program"),
    pytest.param(NOISE, id="a compressed file"),
]


@pytest.mark.parametrize("content", BINARY)
def test_binary_is_11(runner: CliRunner, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "list.pdf").write_bytes(content)
    for result in (
        runner.invoke(main, ["check", "--file", str(tmp_path / "list.pdf")]),
        runner.invoke(main, ["check"], input=content),
    ):
        assert (result.exit_code, result.stdout) == (11, "")
        assert "is not text" in result.stderr


def test_an_unreadable_file_is_11(run_bound: Callable[..., "CompletedProcess[str]"], tmp_path: Path) -> None:
    (tmp_path / "list.txt").write_text("Lasix", encoding="utf-8")
    (tmp_path / "list.txt").chmod(0)
    result = run_bound("-m", "medcheck", "check", "--file", str(tmp_path / "list.txt"))
    assert (result.returncode, result.stderr) == (11, f"Error: {tmp_path}/list.txt cannot be read: Permission denied\n")


def test_a_bad_names_file_is_12(invoke: Invoke, names_file: Callable[..., Path]) -> None:
    result = invoke("check", "--names", str(names_file("FRU,nosuchmedicine")), "FRU 40 mg")
    assert (result.exit_code, result.stdout) == (12, "")
    assert result.stderr.startswith("Error: our_names.csv, row 2, column 'ingredients'")


@pytest.mark.parametrize("output", ["no/such/folder/review.txt", "."])
def test_an_output_that_cannot_be_written_is_13(invoke: Invoke, tmp_path: Path, output: str) -> None:
    result = invoke("check", "--output", str(tmp_path / output), "Lasix")
    assert (result.exit_code, result.stdout, list(tmp_path.iterdir())) == (13, "", [])
    assert result.stderr.startswith(f"Error: {tmp_path}")


def test_invalid_utf_8_is_read_with_a_notice(runner: CliRunner) -> None:
    result = runner.invoke(main, ["check"], input=b"Lasix 40 mg \x96 caf\xe9")
    assert result.exit_code == 0
    assert result.stdout.startswith("1 possible cause; 1 medicine read.")
    assert result.stderr == (
        "Notice: standard input is not UTF-8; read as Windows-1252 (2 bytes beyond ASCII, check them)\n"
    )


def test_drug_says_what_the_tables_say_of_a_name_of_several_words(invoke: Invoke) -> None:
    result = invoke("drug", "test", "strip")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "test strip: not a medicine.\n", "")


def test_drug_shows_the_source_of_every_claim(invoke: Invoke) -> None:
    report = invoke("drug", "quinine").stdout
    claims = list(report.split("\nSOURCES\n")[0].split("\n- ")[1:])
    assert len(claims) > 5
    assert [claim for claim in claims if "[" not in claim] == []


@pytest.mark.parametrize("name", ["Zzy\x1b[31mfol", "Zzy\x1b]0;x\x07fol", "MSO4\x9b2J"])
def test_drug_never_writes_an_escape_sequence(checker: Checker, name: str) -> None:
    report = monograph(checker, name, Layout())  # click would take some out, but only where the output is no terminal
    assert [letter for letter in ("\x1b", "\x07", "\x9b") if letter in report] == []


def test_classes_lists_every_class_strongest_first(invoke: Invoke, clinical: Clinical) -> None:
    report = invoke("classes").stdout
    names = [row.name for row in clinical.classes.values()]
    assert [name for name in names if f"{name} (" not in report] == []
    strong, moderate, limited = (report.find(f", {grade} evidence") for grade in ("strong", "moderate", "limited"))
    assert 0 < strong < moderate < limited


def test_tables_says_what_they_hold_and_that_they_are_sound(invoke: Invoke) -> None:
    report = invoke("tables").stdout
    assert "Ingredients by grade of evidence" in report
    assert re.search(r"^claims on a paper, numbered label or regulator +\d+  \d\d\.\d % of \d+$", report, re.M)
    assert re.search(r"^subjects that rest on weak sources alone +\d+  \d\.\d % of \d+$", report, re.M)
    assert "Integrity\nno problem found\n" in report


def test_tables_lists_the_coverage_of_each_published_list(invoke: Invoke) -> None:
    report = invoke("tables", "--lists").stdout
    lines = [line for line in report.splitlines() if not line.startswith(" ")]
    assert len(lines) == 20
    assert all(" covered" in line for line in lines)


@pytest.mark.parametrize("command", [[], ["check"], ["drug"], ["classes"], ["tables"]])
def test_help_is_there_with_examples(invoke: Invoke, command: list[str]) -> None:
    result = invoke(*command, "--help")
    assert result.exit_code == 0
    assert result.stdout.startswith("Usage: ")
    if command:
        assert f"Examples: medcheck {command[0]}" in " ".join(result.stdout.split())


def test_the_version_is_told(invoke: Invoke) -> None:
    from importlib.metadata import version

    assert invoke("--version").stdout.split()[-1] == version("medcheck-cramps")


def test_an_interactive_start_says_what_to_do(runner: CliRunner, monkeypatch: pytest.MonkeyPatch) -> None:
    from click.testing import _NamedTextIOWrapper

    monkeypatch.setattr(_NamedTextIOWrapper, "isatty", lambda _: True)
    result = runner.invoke(main, ["check"], input="Lasix\n")
    assert result.stderr.startswith("Paste the medicine list, then press Ctrl-D")


LONG = "Lasix 40 mg\nVentolin prn\nsimvastatin\nquinine\n"


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGPIPE there")
@pytest.mark.parametrize("command", [["check", "--all", LONG], ["classes"], ["drug", "quinine"]])
def test_a_reader_that_leaves_early_is_no_error(command: list[str]) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "medcheck", *command], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    assert process.stderr.read() == b""
    process.wait(timeout=60)
    process.stderr.close()


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGINT there")
def test_ctrl_c_leaves_no_traceback() -> None:
    process = subprocess.Popen(
        [sys.executable, "-X", "importtime", "-m", "medcheck", "check"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stderr is not None
    for line in process.stderr:  # -X importtime says when it has come as far as reading the paste
        if b"medcheck.document.files" in line:
            break
    time.sleep(0.2)
    process.send_signal(signal.SIGINT)
    output, errors = process.communicate(timeout=60)
    assert (process.returncode, output, b"Traceback" in errors) == (130, b"", False)
    assert b"Stopped; nothing was written." in errors


def test_ctrl_c_while_the_command_is_loaded_leaves_no_traceback(run: Run) -> None:
    command = (
        "import sys\n"
        "class Interrupted:\n"
        "    def find_spec(self, name, *_):\n"
        "        if name == 'click':\n"
        "            raise KeyboardInterrupt\n"
        "sys.meta_path.insert(0, Interrupted())\n"
        "from medcheck.__main__ import main\n"
        "main()"
    )
    result = run("-c", command)
    assert (result.returncode, result.stdout, result.stderr) == (130, "", "")


def test_a_plain_list_is_answered_without_what_only_other_texts_and_a_build_need(run: Run) -> None:
    code = (
        "import sys, click, sqlite3\n"
        "before = {*sys.modules}\n"
        "from medcheck.cli import main\n"
        "main(['check', 'Furosemide 40mg od\\nSalbutamol inhaler prn'], standalone_mode=False)\n"
        "needless = {'pathlib', 'medcheck.context.grid', 'medcheck.context.recognisers',"
        " 'medcheck.naming.strategies'}\n"
        "print(sorted((needless - before) & {*sys.modules}))"
    )
    run("-c", code)  # may have to build the database
    assert run("-c", code).stdout.endswith("\n[]\n")


def test_nothing_but_the_entry_point_is_loaded_before_ctrl_c_is_seen_to(run: Run) -> None:
    command = (
        "import sys\n"
        f"sys.path.insert(0, {str(Path(medcheck.__file__).parents[1])!r})\n"
        "before = {*sys.modules}\n"
        "import medcheck.__main__\n"
        "print(sorted({*sys.modules} - before))"
    )
    result = run("-S", "-c", command)  # -S: without what an environment loads at every start
    assert (result.stderr, result.stdout) == ("", "['gc', 'medcheck', 'medcheck.__main__']\n")


@pytest.mark.parametrize("arguments", ["--help", "review --help", "nonsense", "drug Lasix", "classes", "tables"])
def test_ctrl_c_leaves_with_130_wherever_it_comes(run: Run, arguments: str) -> None:
    late = ("medcheck.export.command", "medcheck.checker", "medcheck.report.upkeep", "difflib")
    command = (
        "import sys\n"
        "from medcheck import cli\n"
        "class Interrupted:\n"
        "    def find_spec(self, name, *_):\n"
        f"        if name in {late!r}:\n"
        "            raise KeyboardInterrupt\n"
        "sys.meta_path.insert(0, Interrupted())\n"
        "for name in ('difflib', 'medcheck.checker'):\n"
        "    sys.modules.pop(name, None)\n"
        f"cli.main({arguments.split()!r})"
    )
    result = run("-c", command)
    assert (result.returncode, result.stdout) == (130, "")
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize(
    "text",
    [
        "\x00" * 50,
        "Lasix\x00 40 mg",
        "\u202eLasix\u202c 40 mg\u200b",
        "مرحبا Lasix ٤٠",
        "\ud800" if os.name == "nt" else "Lasix 😀",
        "<b>Lasix</b>",
        "=Lasix",
        "((((((Lasix",
        "," * 2000,
        "a" * 5000,
        "1" * 5000,
    ],
)
@pytest.mark.parametrize("format_", ["text", "json", "csv", "markdown", "html"])
def test_strange_text_is_no_error(runner: CliRunner, text: str, format_: str) -> None:
    result = runner.invoke(main, ["check", "--format", format_], input=text.encode())
    assert result.exit_code in (0, 11)
    assert result.exception is None or isinstance(result.exception, SystemExit)


def test_a_bug_keeps_its_traceback(runner: CliRunner, monkeypatch: pytest.MonkeyPatch) -> None:
    from medcheck.checker import Checker

    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(Checker, "review_record", broken)
    assert isinstance(runner.invoke(main, ["check", "Lasix"]).exception, ZeroDivisionError)


def test_python_m_medcheck_is_the_same_command(run: Run) -> None:
    result = run("-m", "medcheck", "check", "--format", "json", "Lasix 40 mg")
    assert (result.returncode, result.stderr) == (0, "")
    assert json.loads(result.stdout)["mentions"][0]["ingredients"] == ["furosemide"]


def test_a_name_in_the_user_s_own_letters_is_written_whatever_the_terminal_can_show(run: Run) -> None:
    result = run("-m", "medcheck", "check", "Zzyżżfol 20 mg", env={**os.environ, "PYTHONUTF8": "0", "LC_ALL": "C"})
    assert result.returncode == 0
    assert "Traceback" not in result.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="no such permissions there")
def test_a_new_report_is_for_its_owner_and_an_old_one_keeps_its_permissions(tmp_path: Path) -> None:
    report = tmp_path / "report.txt"
    arguments = ["check", "Lasix", "--output", str(report)]
    assert CliRunner().invoke(main, arguments).exit_code == 0
    assert report.stat().st_mode & 0o777 == 0o600
    report.chmod(0o644)
    assert CliRunner().invoke(main, arguments).exit_code == 0
    assert report.stat().st_mode & 0o777 == 0o644


@pytest.mark.skipif(sys.platform == "win32", reason="a process there cannot be asked whether it runs")
def test_what_a_killed_check_left_beside_its_report_goes_with_the_next(tmp_path: Path) -> None:
    ended = subprocess.run([sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, text=True)
    left = tmp_path / f".report.txt.{ended.stdout.strip()}.new"
    busy = tmp_path / f".report.txt.{os.getppid()}.new"
    other = tmp_path / ".report.txt.draft.new"
    for path in (left, busy, other):
        path.write_text("half")
    assert CliRunner().invoke(main, ["check", "Lasix", "--output", str(tmp_path / "report.txt")]).exit_code == 0
    assert [path.exists() for path in (left, busy, other)] == [False, True, True]


@pytest.mark.skipif(sys.platform == "win32", reason="arguments are no bytes there")
@pytest.mark.parametrize("format_", sorted(WRITERS))
def test_an_argument_that_is_no_utf_8_has_a_review_in_every_format(
    format_: str, run: Callable[..., "CompletedProcess[bytes]"]
) -> None:
    done = run("-m", "medcheck", "check", b"furose\xffmide 40 mg", "--format", format_, text=False, encoding=None)
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"furosemide" in done.stdout.lower()
