"""How long a record system waits for a card, beside a bare Starlette that echoes, in the same run.

    python benchmarks/hooks.py [--calls 200]

Calls go out one after another to the echo and the desk in turn: an order of clarithromycin beside twelve medicines with
allergies and values, for each hook, and beside as many as a call may hold. Printed are the median and the 99th
percentile of what the caller waits, the median in times that of the echo, and what the desk computes for a call, which
on a busy machine is less.
"""

import argparse
import json
import os
import re
import subprocess
import sys
import time
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

from desk import LIST, SERVERS

MOST = 298  # with the order and the allergy, as many as are answered
SUBJECT = {"reference": "Patient/1"}
HOOKS = ("patient-view", "order-select", "order-sign", "medication-verify", "medication-refill")


def order(text: str, id_: str, status: str = "active") -> dict[str, Any]:
    return {
        "resourceType": "MedicationRequest",
        "id": id_,
        "status": status,
        "intent": "order",
        "subject": SUBJECT,
        "authoredOn": "2026-11-01",
        "medicationCodeableConcept": {"text": text},
        "dosageInstruction": [{"text": text}],
    }


def bundle(resources: list[dict[str, Any]]) -> dict[str, Any]:
    return {"resourceType": "Bundle", "type": "searchset", "entry": [{"resource": one} for one in resources]}


def call(hook: str, medicines: int) -> bytes:
    lines = LIST.splitlines()
    ordered = bundle([order("Clarithromycin 500 mg bd", "draft", "draft")])
    taken = [order(lines[number % len(lines)], f"{number}") for number in range(medicines)]
    allergy = {"resourceType": "AllergyIntolerance", "id": "a", "patient": SUBJECT, "code": {"text": "penicillin"}}
    value = {
        "resourceType": "Observation",
        "id": "o",
        "status": "final",
        "subject": SUBJECT,
        "code": {"coding": [{"system": "http://loinc.org", "code": "2823-3"}]},
        "valueQuantity": {"value": 3.2, "unit": "mmol/L"},
        "effectiveDateTime": time.strftime("%Y-%m-%d"),
    }
    context = {"draftOrders": ordered, "medications": ordered, "medication": ordered}
    return json.dumps(
        {
            "hook": hook,
            "hookInstance": "benchmark",
            "context": {"patientId": "1", "userId": "Practitioner/1", "selections": ["draft"], **context},
            "prefetch": {
                "requests": bundle(taken),
                "statements": None,
                "allergies": bundle([allergy]),
                "observations": bundle([value]),
            },
        }
    ).encode()


def ask(connection: HTTPConnection, path: str, body: bytes) -> float:
    begun = time.perf_counter()
    connection.request("POST", path, body, {"content-type": "application/json"})
    answer = connection.getresponse()
    answer.read()
    assert answer.status == 200, answer.status
    return 1000 * (time.perf_counter() - begun)


def start(arguments: list[str]) -> "tuple[subprocess.Popen[str], HTTPConnection]":
    server = subprocess.Popen([sys.executable, *arguments], stderr=subprocess.PIPE, text=True, env=dict(os.environ))
    assert server.stderr
    found = re.search(r"http://127\.0\.0\.1:(\d+)/", server.stderr.readline())
    assert found
    return server, HTTPConnection("localhost", int(found[1]), timeout=60)


def processor(pid: int) -> float:
    """The milliseconds of processor time that a process has had (Linux)."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return 1000 * (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--calls", type=int, default=200)
    calls = parser.parse_args().calls
    servers = {name: start(arguments) for name, arguments in SERVERS.items()}
    try:
        asked = [(hook, len(LIST.splitlines()), calls) for hook in HOOKS] + [("order-sign", MOST, calls // 20)]
        for hook, medicines, number in asked:
            body = call(hook, medicines)
            paths = {"echo": "/api/v1/check", "desk": f"/cds-services/medcheck-{hook}"}
            times: dict[str, list[float]] = {name: [] for name in servers}
            before = processor(servers["desk"][0].pid)
            for _ in range(1 + number):
                for name, (_, connection) in servers.items():
                    times[name].append(ask(connection, paths[name], body))
            sorted_ = {name: sorted(found[1:]) for name, found in times.items()}
            computed = (processor(servers["desk"][0].pid) - before) / (1 + number)
            medians = {name: found[len(found) // 2] for name, found in sorted_.items()}
            p99 = sorted_["desk"][max(0, int(0.99 * number) - 1)]
            print(
                f"{hook}, {medicines} medicines: median {medians['desk']:.1f} ms  p99 {p99:.1f} ms  "
                f"{medians['desk'] / medians['echo']:.1f} times the echo  computed {computed:.1f} ms"
            )
    finally:
        for server, _ in servers.values():
            server.terminate()
            server.wait()


if __name__ == "__main__":
    main()
