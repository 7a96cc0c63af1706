"""Every spec case by the desk, the library and the command line: the same JSON, the same rows on the page."""

import asyncio
import csv
import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

pytest.importorskip("starlette")

from asgi import call
from click.testing import CliRunner

from medcheck import Checker
from medcheck.cli import main
from medcheck.desk.api import _check
from medcheck.desk.application import application
from medcheck.desk.requests import CheckRequest
from medcheck.desk.workers import Workers

with (Path(__file__).parent / "spec" / "cases.csv").open(encoding="utf-8", newline="") as _lines:
    TEXTS = [case["text"] for case in csv.DictReader(_lines, strict=True)]


@pytest.fixture(scope="module")
def app(checker: Checker) -> Any:
    return application(checker)


@pytest.fixture(scope="module")
def by_library(checker: Checker) -> list[str]:
    return [checker.check(text).model_dump_json() for text in TEXTS]


def by_command_line(kind: str, text: str) -> str:
    result = CliRunner().invoke(main, ["check", "--format", kind, text])
    assert result.exit_code == 0
    return result.stdout


def table(html: str) -> Sequence[str]:
    """The rows of what matters first."""
    return re.findall(r"<tr .*?</tr>", html, re.DOTALL)


def test_the_api_answers_every_case_as_the_library_does(app: Any, by_library: list[str]) -> None:
    as_text = [call(app, "POST", "/api/v1/check", text.encode(), kind="text/plain").text for text in TEXTS]
    as_json = [
        call(app, "POST", "/api/v1/check", json.dumps({"text": text}).encode(), kind="application/json").text
        for text in TEXTS
    ]
    assert as_text == as_json == by_library


def test_the_processes_answer_every_case_as_the_library_does(checker: Checker, by_library: list[str]) -> None:
    async def ask() -> list[str]:
        workers = Workers(checker, 2)
        try:
            return await asyncio.gather(*(workers(_check, CheckRequest(text=text)) for text in TEXTS))
        finally:
            await workers.close()

    assert asyncio.run(ask()) == by_library


def test_the_command_line_answers_every_case_as_the_library_does(by_library: list[str]) -> None:
    said = [json.loads(by_command_line("json", text)) for text in TEXTS]
    assert said == [json.loads(review) for review in by_library]


def test_the_page_has_the_rows_of_the_command_line_s_page(app: Any) -> None:
    for text in TEXTS:
        body = urlencode({"text": text}).encode()
        page = call(app, "POST", "/", body, kind="application/x-www-form-urlencoded").text
        assert table(page) == table(by_command_line("html", text)), text
