"""The processes of the desk: when they start, what they answer, and what happens when one ends early."""

import asyncio
import json
import os
import pickle
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("starlette")

from asgi import call
from desk_work import die, fail, process_of, refuse, wait_for_ever

from medcheck import Checker
from medcheck.desk.api import _check
from medcheck.desk.application import application
from medcheck.desk.guard import DefectElsewhere, place_of
from medcheck.desk.problems import Refused
from medcheck.desk.requests import CheckRequest
from medcheck.desk.workers import Workers

HERE = os.getpid()


def with_workers(checker: Checker, steps: "Callable[[Workers], Awaitable[Any]]", size: int = 2) -> Any:
    """What the steps give, with processes that end after them."""

    async def run() -> Any:
        workers = Workers(checker, size)
        try:
            return await steps(workers)
        finally:
            await workers.close()

    return asyncio.run(run())


def test_requests_are_answered_here_until_the_processes_have_started(checker: Checker) -> None:
    async def steps(workers: Workers) -> tuple[list[int], int]:
        starting = asyncio.create_task(workers.start())
        early = await asyncio.gather(*(workers(process_of) for _ in range(3)))
        assert not starting.done()
        await starting
        return early, await workers(process_of)

    early, late = with_workers(checker, steps)
    assert early == [HERE, HERE, HERE]
    assert late != HERE


def test_what_ends_the_desk_while_the_processes_start_leaves_none_of_them(checker: Checker) -> None:
    async def steps(workers: Workers) -> list[int]:
        starting = asyncio.create_task(workers.start())
        while not workers._processes:
            await asyncio.sleep(0.01)
        starting.cancel()
        await asyncio.wait([starting])
        return [process.pid for process in workers._processes]

    (process,) = with_workers(checker, steps)
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)


def test_several_at_once_are_answered_by_as_many_processes_as_there_are_cores(checker: Checker) -> None:
    async def steps(workers: Workers) -> list[int]:
        await workers.start()
        return await asyncio.gather(*(workers(process_of) for _ in range(20)))

    answered = set(with_workers(checker, steps))
    assert len(answered) == 2
    assert HERE not in answered


def test_with_one_core_no_process_is_started(checker: Checker) -> None:
    async def steps(workers: Workers) -> list[int]:
        await workers.start()
        return await asyncio.gather(*(workers(process_of) for _ in range(5)))

    assert set(with_workers(checker, steps, size=1)) == {HERE}


def test_a_process_answers_as_the_library_does(checker: Checker) -> None:
    texts = [f"Lasix {dose} mg, simvastatn 20 mg, zyzzo{dose}fol" for dose in range(12)]

    async def steps(workers: Workers) -> list[str]:
        await workers.start()
        return await asyncio.gather(*(workers(_check, CheckRequest(text=text)) for text in texts))

    assert with_workers(checker, steps) == [checker.check(text).model_dump_json() for text in texts]


CALL = {
    "hook": "patient-view",
    "hookInstance": "d1577c69-dfbe-44ad-ba6d-3e05e953b2ea",
    "context": {"userId": "Practitioner/1", "patientId": "1"},
    "prefetch": {},
}


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("GET", "/", None, 200),
        ("GET", "/classes", None, 200),
        ("GET", "/drugs/Lasix", None, 200),
        ("GET", "/api/v1/drugs/Lasix", None, 200),
        ("GET", "/api/v1/drugs/zyzzofol", None, 404),
        ("GET", "/api/v1/tables", None, 200),
        ("GET", "/cds-services", None, 200),
        ("POST", "/api/v1/check", {"text": "HCT", "choices": {"HCT": []}}, 200),
        ("POST", "/api/v1/check/medicines", {"medicines": [{"text": "Lasix"}]}, 200),
        ("POST", "/api/v1/check/fhir", {"resource": {"resourceType": "Bundle"}}, 200),
        ("POST", "/api/v1/check/fhir/issues", {"resource": {"resourceType": "Bundle"}}, 200),
        ("POST", "/cds-services/medcheck-patient-view", CALL, 412),
    ],
)
def test_the_work_of_every_request_can_go_to_another_process(
    checker: Checker, method: str, path: str, body: Any, status: int
) -> None:
    async def as_if_elsewhere(*asked: Any) -> Any:
        work, *arguments = pickle.loads(pickle.dumps(asked))
        try:
            return pickle.loads(pickle.dumps(work(checker, *arguments)))
        except Refused as refused:
            raise pickle.loads(pickle.dumps(refused)) from None

    app = application(checker, run=as_if_elsewhere)
    sent = b"" if body is None else json.dumps(body).encode()
    assert call(app, method, path, sent, kind="application/json").status == status


def test_what_a_process_was_asked_when_it_ended_is_asked_again(checker: Checker, tmp_path: Path) -> None:
    async def steps(workers: Workers) -> list[int]:
        await workers.start()
        return await asyncio.gather(*(workers(die, HERE, str(tmp_path / "died")) for _ in range(6)))

    assert HERE not in with_workers(checker, steps)


def test_what_ends_every_process_is_refused_and_the_next_are_answered(checker: Checker) -> None:
    async def steps(workers: Workers) -> list[Any]:
        await workers.start()
        ended = await asyncio.gather(*(workers(die, HERE) for _ in range(3)), return_exceptions=True)
        return [*ended, await workers(process_of)]

    *ended, answered = with_workers(checker, steps)
    assert [(type(one), one.status_code) for one in ended] == [(Refused, 503)] * 3
    assert answered != HERE


def test_a_process_at_work_for_somebody_who_is_gone_is_replaced(checker: Checker, tmp_path: Path) -> None:
    begun = [tmp_path / "0", tmp_path / "1"]

    async def steps(workers: Workers) -> list[int]:
        await workers.start()
        waiting = [asyncio.create_task(workers(wait_for_ever, HERE, str(path))) for path in begun]
        while not all(path.exists() for path in begun):
            await asyncio.sleep(0.01)
        for one in waiting:
            one.cancel()
        return await asyncio.gather(*(workers(process_of) for _ in range(4)))

    assert HERE not in with_workers(checker, steps)


def test_a_refusal_comes_back_whole_and_a_defect_without_its_words(checker: Checker) -> None:
    async def steps(workers: Workers) -> list[Any]:
        await workers.start()
        return await asyncio.gather(workers(refuse), workers(fail, "Quackenbusch"), return_exceptions=True)

    refused, failed = with_workers(checker, steps)
    assert (refused.status_code, refused.detail, refused.members) == (404, "not here", {"nearest": ["quinine"]})
    assert type(failed) is DefectElsewhere
    assert place_of(failed).startswith("ValueError in desk_work.py, line ")
    assert "Quackenbusch" not in f"{failed!r} {place_of(failed)}"


def test_processes_that_would_read_other_names_are_not_used(tmp_path: Path) -> None:
    names = tmp_path / "names.csv"
    names.write_text("name,ingredients\nhouse brand,quinine\n", encoding="utf-8")
    checker = Checker(names)
    names.write_text("name,ingredients\nhouse brand,magnesium\n", encoding="utf-8")

    async def steps(workers: Workers) -> list[int]:
        await workers.start()
        return await asyncio.gather(*(workers(process_of) for _ in range(4)))

    assert set(with_workers(checker, steps)) == {HERE}


def test_local_names_hold_in_processes_too(tmp_path: Path) -> None:
    names = tmp_path / "names.csv"
    names.write_text("name,ingredients\nhouse brand,quinine\n", encoding="utf-8")
    checker = Checker(names)

    async def steps(workers: Workers) -> list[str]:
        await workers.start()
        return await asyncio.gather(*(workers(_check, CheckRequest(text="house brand")) for _ in range(2)))

    assert with_workers(checker, steps) == [checker.check("house brand").model_dump_json()] * 2


def test_a_process_runs_no_code_from_the_current_folder(
    checker: Checker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "medcheck").mkdir()
    for planted in ("json.py", "pickle.py", "struct.py", "starlette.py", "medcheck/__init__.py"):
        (tmp_path / planted).write_text(f"open({str(tmp_path / 'ran')!r}, 'w')", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", ["", str(tmp_path), *sys.path])

    async def steps(workers: Workers) -> list[int]:
        await workers.start()
        return await asyncio.gather(*(workers(process_of) for _ in range(2)))

    assert HERE not in with_workers(checker, steps)
    assert not (tmp_path / "ran").exists()


def test_the_processes_end_with_the_desk(checker: Checker) -> None:
    async def steps(workers: Workers) -> list[int]:
        await workers.start()
        return await asyncio.gather(*(workers(process_of) for _ in range(20)))

    for process in set(with_workers(checker, steps)):
        with pytest.raises(ProcessLookupError):
            os.kill(process, 0)
