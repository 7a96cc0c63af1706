"""``medcheck desk`` as a process: where it listens, what it says, what a slow client can do, and what it leaves."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

import pytest
from click.testing import CliRunner

from medcheck.cli import main
from medcheck.processes import cores

Run = Callable[..., "subprocess.CompletedProcess[str]"]
PLANTED = "Quackenbusch"
# The command with every logger as loud as can be, and limits that a test can wait for.
SERVER = """
import logging, sys
logging.basicConfig(level=1)
import medcheck.desk.serve
medcheck.desk.serve.SECONDS_FOR_HEAD = 1.0
protocol = medcheck.desk.serve._Protocol
made = protocol.connection_made
def told(self, transport):
    print("no delay:", transport.get_extra_info("socket").getsockopt(6, 1), file=sys.stderr)
    made(self, transport)
protocol.connection_made = told
from medcheck.cli import main
main()
"""
# Sends planted texts in every place of a request, some that cannot be read at all.
CLIENT = """
import socket, sys
from http.client import HTTPConnection
port, planted = int(sys.argv[1]), sys.argv[2]
HOOK = (
    '{"hook": "patient-view", "hookInstance": "1", "context": {"patientId": "1"}, "prefetch": {"requests": {'
    '"resourceType": "MedicationRequest", "subject": {"reference": "Patient/1"}, '
    '"medicationCodeableConcept": {"text": "simvastatin"}}}}'
)
FEEDBACK = (
    '{"feedback": [{"card": "%s", "outcome": "overridden", "outcomeTimestamp": "2026-11-29T10:05:31Z",'
    ' "overrideReason": {"userComment": "%s"}}]}'
)
json = {"content-type": "application/json"}
form = {"content-type": "application/x-www-form-urlencoded"}
for method, path, body, headers in (
    ("POST", "/api/v1/check", planted, {"content-type": "text/plain"}),
    ("POST", "/api/v1/check", '{"%s": 1}' % planted, {"content-type": "application/json"}),
    ("POST", "/api/v1/check", planted, {"content-type": planted}),
    ("POST", "/", "text=" + planted, form),
    ("POST", "/", "text=" + planted + "&status-0-5=" + planted + "&choice-0-99=" + planted, form),
    ("GET", "/drugs/" + planted, None, {}),
    ("GET", "/api/v1/drugs/" + planted, None, {}),
    ("GET", "/" + planted + "?" + planted, None, {"x-" + planted: planted}),
    ("GET", "/", None, {"host": planted}),
    (planted, "/", None, {}),
    ("GET", "/cds-services/" + planted + "/feedback", None, {"authorization": "Bearer " + planted}),
    ("POST", "/cds-services/medcheck-patient-view", HOOK.replace("simvastatin", planted), json),
    ("POST", "/cds-services/medcheck-patient-view", HOOK.replace('"1"', '"%s"' % planted), json),
    ("POST", "/cds-services/medcheck-patient-view/feedback", FEEDBACK % (planted, planted), json),
):
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request(method, path, body, headers)
    print(connection.getresponse().status)
several = [HTTPConnection("127.0.0.1", port, timeout=60) for _ in range(6)]
for connection in several:
    connection.request("POST", "/api/v1/check", (planted + " 5 mg, ") * 50, {"content-type": "text/plain"})
print(*{connection.getresponse().status for connection in several})
raw = socket.create_connection(("127.0.0.1", port), 30)
raw.sendall(("%s \\x00 %s\\r\\n\\r\\n" % (planted, planted)).encode())
print(raw.recv(100).split()[1].decode())
"""
# Begins a request and never ends it, while another is answered.
SLOW = """
import socket, sys
from http.client import HTTPConnection
port = int(sys.argv[1])
slow = [socket.create_connection(("127.0.0.1", port), 30) for _ in range(50)]
for one in slow:
    one.sendall(b"POST /api/v1/check HTTP/1.1\\r\\nHost: localhost\\r\\nX-")
connection = HTTPConnection("127.0.0.1", port, timeout=30)
connection.request("GET", "/healthz")
print(connection.getresponse().status, {one.recv(10) for one in slow})
"""


def first_line(stream: IO[str]) -> str:
    """The line that says where the page is."""
    return next(line for line in stream if "medcheck desk is at" in line)


@pytest.fixture
def desk(tmp_path: Path, own_home: Path) -> Iterator[tuple[int, "subprocess.Popen[str]"]]:
    """The port and the process of a desk, in an empty folder."""
    pytest.importorskip("uvicorn")
    process = subprocess.Popen(
        [sys.executable, "-X", "dev", "-W", "ignore", "-c", SERVER, "desk", "--port", "0", "--no-open"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=tmp_path,
        env={**os.environ, "MEDCHECK_HOME": str(own_home), "TMPDIR": str(tmp_path), "PYTHONASYNCIODEBUG": "1"},
    )
    assert process.stderr
    found = re.search(r"http://127\.0\.0\.1:(\d+)/", first_line(process.stderr))
    assert found
    yield int(found[1]), process
    process.kill()
    process.communicate()


def test_a_planted_text_is_in_nothing_that_the_processes_write(
    desk: "tuple[int, subprocess.Popen[str]]", run: Run, tmp_path: Path, own_home: Path
) -> None:
    port, process = desk
    client = run("-c", CLIENT, str(port), PLANTED)
    assert client.stderr == ""
    assert client.stdout.split() == [
        "200",
        "422",
        "415",
        "200",
        "200",
        "200",
        "404",
        "404",
        "421",
        "405",
        "404",
        "200",
        "422",
        "200",
        "200",
        "400",
    ]
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=30)
    assert PLANTED.lower() not in (out + err).lower()
    assert process.returncode in (0, 130)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
    kept = [path for path in own_home.rglob("*") if path.is_file()]
    assert [path for path in kept if PLANTED.lower().encode() in path.read_bytes().lower()] == []


def test_clients_that_never_end_their_requests_hold_nobody_and_are_let_go(
    desk: "tuple[int, subprocess.Popen[str]]", run: Run
) -> None:
    answer = run("-c", SLOW, str(desk[0]))
    assert (answer.stderr, answer.stdout) == ("", "200 {b''}\n")


def test_answers_wait_for_no_fuller_packet(desk: "tuple[int, subprocess.Popen[str]]", run: Run) -> None:
    port, process = desk
    assert run("-c", SLOW, str(port)).stdout == "200 {b''}\n"
    process.send_signal(signal.SIGINT)
    said = process.communicate(timeout=30)[1]
    assert {line for line in said.splitlines() if "no delay" in line} == {"no delay: 1"}


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="needs /proc, which says what a process has started")
def test_the_processes_start_with_the_desk_and_end_with_it(desk: "tuple[int, subprocess.Popen[str]]") -> None:
    _, process = desk
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    expected = cores() if cores() > 1 else 0
    until = time.monotonic() + 30
    while len(started := children.read_text().split()) < expected:
        assert time.monotonic() < until
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=30)
    assert len(started) == expected
    assert not any(Path(f"/proc/{one}").exists() for one in started)


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "localhost"])
def test_loopback_is_served_without_a_warning(runner: CliRunner, monkeypatch: pytest.MonkeyPatch, host: str) -> None:
    pytest.importorskip("uvicorn")
    served = []
    monkeypatch.setattr("medcheck.desk.serve.serve", lambda _, *arguments: served.append(arguments[:3]))
    result = runner.invoke(main, ["desk", "--no-open", "--host", host])
    assert (result.exit_code, result.stderr, served) == (0, "", [(host, 8017, ())])


def test_anything_but_loopback_is_warned_of(runner: CliRunner, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("uvicorn")
    monkeypatch.setattr("medcheck.desk.serve.serve", lambda *_: None)
    result = runner.invoke(main, ["desk", "--no-open", "--host", "0.0.0.0", "--allow-host", "desk.ward"])
    assert result.exit_code == 0
    assert result.stderr == (
        "Warning: 0.0.0.0 can be reached from other machines, and what is sent there is not encrypted: "
        "anybody on the network may use it, and read it on its way.\n"
    )


def test_without_its_packages_the_command_says_what_to_install(
    runner: CliRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "uvicorn", None)
    monkeypatch.delitem(sys.modules, "medcheck.desk.serve", raising=False)
    result = runner.invoke(main, ["desk"])
    assert result.exit_code == 16
    needs = "Error: The desk needs Starlette and uvicorn: in a checkout of medcheck, pip install '.[desk]'"
    assert result.stderr.splitlines() == [needs]
