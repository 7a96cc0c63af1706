"""What stands in a list stays there: not in logs, not in messages, not in files, not on the network."""

import json
import logging
import os
from collections.abc import Callable
from html import unescape
from pathlib import Path
from subprocess import CompletedProcess

import pytest
from click.testing import CliRunner

import medcheck
from medcheck import Checker
from medcheck.cli import main

Run = Callable[..., "CompletedProcess[str]"]

PATIENT = "Wilhelmina Quackenbusch"
LIST = f"{PATIENT}, NHS 943 476 5919\nLasix 40 mg\nsimvastatn 20 mg\nMSO4 10 mg\nZzyzzfol 5 mg\n"


def holds_the_name(path: Path) -> bool:
    content = path.read_bytes().lower()
    return PATIENT.split()[1].lower().encode() in content


def test_nothing_is_logged_or_written_to_standard_error(
    caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    with caplog.at_level(logging.DEBUG):
        medcheck.check(LIST)
    assert (caplog.records, capfd.readouterr()) == ([], ("", ""))


@pytest.mark.parametrize("format_", ["text", "json", "csv", "markdown"])  # the page shows the whole list and says so
def test_a_report_does_not_copy_what_is_no_medicine(runner: CliRunner, format_: str) -> None:
    report = runner.invoke(main, ["check", "--format", format_, "--all", "Lasix 40 mg for Mrs Quackenbusch"]).output
    assert "Quackenbusch" not in report


def test_a_page_says_that_it_holds_the_list(runner: CliRunner) -> None:
    page = unescape(runner.invoke(main, ["check", "--format", "html", "Lasix 40 mg for Mrs Quackenbusch"]).output)
    assert page.count("Quackenbusch") == 1
    assert "This page holds the list as it was given: keep it as you keep the patient's records." in page


def test_no_file_is_left_behind(run: Run, tmp_path: Path, own_home: Path) -> None:
    places = {name: tmp_path / name for name in ("HOME", "TMPDIR", "XDG_CACHE_HOME")}
    for place in places.values():
        place.mkdir()
    environment = {**os.environ, **{name: str(place) for name, place in places.items()}}
    result = run("-m", "medcheck", "check", "--format", "html", input=LIST, env=environment, cwd=tmp_path)
    assert (result.returncode, result.stderr) == (0, "")
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
    assert [path.name for path in own_home.rglob("*") if path.is_file() and holds_the_name(path)] == []


def test_a_report_that_cannot_be_written_leaves_nothing(runner: CliRunner, tmp_path: Path) -> None:
    (tmp_path / "taken").mkdir()
    result = runner.invoke(main, ["check", "--output", str(tmp_path / "taken"), LIST])
    assert (result.exit_code, [path.name for path in tmp_path.rglob("*")]) == (13, ["taken"])
    assert "Quackenbusch" not in result.output


def test_messages_name_places_and_no_text(runner: CliRunner, names_file: Callable[..., Path], tmp_path: Path) -> None:
    (tmp_path / "list.txt").write_bytes(LIST.encode() + b"\xe9")
    notice = runner.invoke(main, ["check", "--file", str(tmp_path / "list.txt")]).stderr
    (tmp_path / "list.bin").write_bytes(LIST.encode() + bytes(100))
    refused = runner.invoke(main, ["check", "--file", str(tmp_path / "list.bin")]).stderr
    with pytest.raises(TypeError) as wrong:
        medcheck.check(LIST.encode())  # type: ignore[arg-type]
    with pytest.raises(medcheck.MedcheckError) as bad:
        Checker(names_file("FRU,nosuchmedicine"))
    said = f"{notice} {refused} {wrong.value} {bad.value}"
    assert "Quackenbusch" not in said
    assert "NHS" not in said


WATCH = """
import json, sys
seen = []
def watch(event, arguments):
    if event.startswith(("socket.", "urllib.", "http.", "ftplib.", "smtplib.", "subprocess.", "webbrowser.")):
        seen.append(event)
    elif event == "open" and isinstance(arguments[1], str) and set(arguments[1]) & set("wax+"):
        seen.append(f"open {arguments[0]}")
import medcheck
medcheck.check("furosemide")
sys.addaudithook(watch)
review = medcheck.check(sys.stdin.read())
print(json.dumps([seen, len(review.mentions)]))
"""


def test_a_check_opens_no_socket_starts_no_process_and_writes_no_file(run: Run) -> None:
    assert json.loads(run("-c", WATCH, input=LIST).stdout) == [[], 2]


def test_the_whole_command_opens_no_socket(run: Run) -> None:
    watch = WATCH.split("import medcheck")[0]
    command = (
        f"{watch}\nsys.addaudithook(watch)\nfrom medcheck.cli import main\n"
        "main(['check', '--format', 'json', 'Lasix 40 mg'], standalone_mode=False)\n"
        "print([event for event in seen if not event.startswith('open ')], file=sys.stderr)"
    )
    result = run("-c", command)
    assert (result.returncode, result.stderr) == (0, "[]\n")
