"""The API: the library's own answers, errors as problems, limits, and no word of a request in anything it says."""

import json
import threading
from typing import Any
from urllib.parse import quote

import pytest

pytest.importorskip("starlette")

from asgi import call

from medcheck import Checker, MedicineEntry, check_fhir, detected_issues
from medcheck.desk.application import application
from medcheck.desk.guard import MOST_BYTES

JSON, TEXT = "application/json", "text/plain; charset=utf-8"
LIST = "HCT 25 mg, Lasix 40 mg, simvastatn 20 mg nocte"
PLANTED = "Quackenbusch"


@pytest.fixture(scope="module")
def app(checker: Checker) -> Any:
    return application(checker)


def post(app: Any, path: str, body: object) -> Any:
    return call(app, "POST", path, json.dumps(body).encode(), kind=JSON)


def test_a_text_gives_the_library_s_review_byte_for_byte(app: Any, checker: Checker) -> None:
    review = checker.check(LIST).model_dump_json().encode()
    plain = call(app, "POST", "/api/v1/check", LIST.encode(), kind=TEXT)
    assert (plain.status, plain.headers["content-type"], plain.body) == (200, JSON, review)
    assert post(app, "/api/v1/check", {"text": LIST}).body == review


def test_what_a_person_knows_goes_beside_the_text(app: Any) -> None:
    body = {"text": LIST, "choices": {"HCT": ["hydrochlorothiazide"]}, "statuses": {"1": "held"}, "as_of": "2026-11-29"}
    mentions = post(app, "/api/v1/check", body).json()["mentions"]
    assert [(mention["text"], mention["ingredients"], mention["status"]) for mention in mentions] == [
        ("HCT", ["hydrochlorothiazide"], "current"),
        ("Lasix", ["furosemide"], "held"),
        ("simvastatn", ["simvastatin"], "current"),
    ]


def test_dates_are_held_against_the_day_that_is_given(app: Any) -> None:
    text = "furosemide 40 mg, stop date 01/02/2026"
    statuses = [
        post(app, "/api/v1/check", {"text": text, "as_of": day}).json()["mentions"][0]["status"]
        for day in ("2026-01-01", "2026-03-01")
    ]
    assert statuses == ["current", "stopped"]


def test_medicines_that_arrive_separated_are_reviewed_as_by_the_library(app: Any, checker: Checker) -> None:
    answer = post(
        app,
        "/api/v1/check/medicines",
        {"medicines": [{"text": "Lasix 40 mg"}, {"text": "house brand", "ingredients": ["quinine"], "status": "held"}]},
    )
    entries = [
        MedicineEntry(text="Lasix 40 mg"),
        MedicineEntry(text="house brand", ingredients=("quinine",), status="held"),
    ]
    assert (answer.status, answer.body) == (200, checker.review_medicines(entries).model_dump_json().encode())


RESOURCE = {
    "resourceType": "MedicationRequest",
    "id": "1",
    "status": "active",
    "medicationCodeableConcept": {"text": "Lasix 40 mg"},
}


def test_a_resource_is_reviewed_as_by_the_library(app: Any, checker: Checker) -> None:
    answer = post(app, "/api/v1/check/fhir", {"resource": RESOURCE})
    assert (answer.status, answer.body) == (200, check_fhir(RESOURCE, checker=checker).model_dump_json().encode())
    issues = post(app, "/api/v1/check/fhir/issues", {"resource": RESOURCE})
    assert issues.json() == detected_issues(RESOURCE, checker=checker)
    assert issues.json()["entry"][0]["resource"]["implicated"] == [{"reference": "MedicationRequest/1"}]


def test_a_drug_is_told_with_its_sources(app: Any) -> None:
    drug = call(app, "GET", "/api/v1/drugs/Lasix").json()
    assert drug["ingredients"] == ["furosemide"]
    assert drug["sections"][0]["title"] == "furosemide"
    assert "Role: may cause or worsen cramps" in " ".join(drug["sections"][0]["paragraphs"])
    assert all(source["doi"] or source["pmid"] or source["url"] for source in drug["sources"])


def test_a_drug_that_is_not_known_is_a_problem_with_the_nearest_names(app: Any) -> None:
    answer = call(app, "GET", "/api/v1/drugs/quindine")
    assert (answer.status, answer.headers["content-type"]) == (404, "application/problem+json")
    assert answer.json()["detail"] == "This name is not recognised, which does not mean clear."
    assert {"quinidine", "quinine"} <= set(answer.json()["nearest"])


def test_the_tables_and_the_state_say_which_tables_are_used(app: Any, checker: Checker) -> None:
    tables, health = call(app, "GET", "/api/v1/tables").json(), call(app, "GET", "/healthz").json()
    assert tables["tables_version"] == health["tables_version"] == checker.database.version
    assert (tables["side_effect"], health["status"]) == ("associated with cramps", "ok")
    assert tables["rows"]["drugs"] > 400


CHECK, MEDICINES = "/api/v1/check", "/api/v1/check/medicines"
BAD = [
    ("POST", CHECK, b"{", JSON, 400, "The body is not JSON in UTF-8."),
    ("POST", CHECK, b"\xff", TEXT, 400, "The text is not UTF-8."),
    ("POST", CHECK, b"x", "text/html", 415, "Send application/json or text/plain."),
    ("POST", MEDICINES, b"x", TEXT, 415, "Send application/json."),
    ("POST", CHECK, {}, JSON, 422, "text: is missing."),
    ("POST", CHECK, {"text": 5}, JSON, 422, "text: must be a string."),
    ("POST", CHECK, {"text": "", PLANTED: 1}, JSON, 422, "the body: has a member that is not known."),
    ("POST", CHECK, {"text": "", "as_of": PLANTED}, JSON, 422, "as_of: must be a day as YYYY-MM-DD."),
    ("POST", CHECK, {"text": PLANTED, "statuses": {"0": "held"}}, JSON, 422,
     "there is no mention 0; the text has 0, numbered from 0."),
    ("POST", CHECK, {"text": "Lasix", "statuses": {"0": PLANTED}}, JSON, 422,
     "statuses: is none of the words that the OpenAPI document lists."),
    ("POST", CHECK, {"text": "HCT", "choices": {"HCT": [PLANTED]}}, JSON, 422,
     "choice 1: a name is not one that our tables know, or means several medicines, or holds no letter."),
    ("POST", MEDICINES, {"medicines": [{"text": "Lasix"}, {"ingredients": [PLANTED]}]}, JSON, 422,
     "medicine 2: a name is not one that our tables know, or means several medicines, or holds no letter."),
    ("POST", MEDICINES, {"medicines": [{"text": "Lasix", "status": PLANTED}]}, JSON, 422,
     "medicines.0.status: is none of the words that the OpenAPI document lists."),
    ("POST", "/api/v1/check/fhir", {"resource": {"id": PLANTED}}, JSON, 422,
     "resource: no resourceType; give a FHIR resource, such as a Bundle or a MedicationRequest."),
    ("POST", "/api/v1/check/fhir/issues", {"resource": PLANTED}, JSON, 422, "resource: must be an object."),
    ("GET", f"/{PLANTED}?{PLANTED}", b"", "", 404, "There is nothing at this address."),
    ("DELETE", CHECK, b"", "", 405, "This address does not take this method."),
    ("GET", f"/api/v1/drugs/{PLANTED}", b"", "", 404, "This name is not recognised, which does not mean clear."),
]  # fmt: skip


@pytest.mark.parametrize(("method", "path", "body", "kind", "status", "detail"), BAD)
def test_what_cannot_be_answered_is_a_problem_that_says_where_and_repeats_nothing(
    app: Any, method: str, path: str, body: Any, kind: str, status: int, detail: str
) -> None:
    sent = body if isinstance(body, bytes) else json.dumps(body).encode()
    answer = call(app, method, path, sent, kind=kind)
    said = answer.json()
    assert (answer.status, answer.headers["content-type"]) == (status, "application/problem+json")
    assert (said["status"], said["detail"]) == (status, detail)
    assert PLANTED not in answer.text


def test_a_body_of_one_mebibyte_is_read_and_one_byte_more_refused(app: Any) -> None:
    whole = b"{" + b" " * (MOST_BYTES - 1)
    assert call(app, "POST", CHECK, whole, kind=JSON).status == 400
    assert call(app, "POST", CHECK, whole + b" ", kind=JSON).status == 413
    pieces = [b" " * 65536] * 17
    assert call(app, "POST", CHECK, pieces, kind=JSON).status == 413
    said = call(app, "POST", CHECK, b"", kind=JSON, headers={"content-length": str(MOST_BYTES + 1)})
    assert (said.status, said.json()["detail"]) == (413, "The body is larger than 1048576 bytes; send the list alone.")


def test_a_body_that_does_not_come_in_time_is_given_up(app: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("medcheck.desk.guard.SECONDS_TO_SEND", 0.0)
    answer = call(app, "POST", CHECK, b"{}", kind=JSON)
    assert answer.status == 408


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("localhost:8017", 200), ("127.0.0.1", 200), ("[::1]:9", 200), ("LOCALHOST", 200), ("desk.ward:8017", 200),
        ("", 421), ("evil.example", 421), ("localhost.evil.example", 421), ("localhost:80:80", 421), ("::1", 421),
    ],
)  # fmt: skip
def test_only_names_of_this_machine_are_answered_for(checker: Checker, host: str, status: int) -> None:
    app = application(checker, {"localhost", "127.0.0.1", "[::1]", "desk.ward"})
    assert call(app, "GET", "/healthz", host=host).status == status


@pytest.mark.parametrize("path", ["/", "/healthz", "/nothing", "/classes", "/openapi.json"])
def test_no_answer_may_be_stored_framed_or_taken_for_something_else(app: Any, path: str) -> None:
    headers = call(app, "GET", path).headers
    assert (headers["cache-control"], headers["x-content-type-options"]) == ("no-store", "nosniff")
    assert (headers["x-frame-options"], headers["referrer-policy"]) == ("DENY", "no-referrer")
    policy = headers["content-security-policy"]
    assert policy.startswith("default-src 'none'")
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy


def test_a_defect_is_told_by_its_place_and_without_its_words(
    checker: Checker, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ValueError(PLANTED)

    monkeypatch.setattr(Checker, "check", fail)
    answer = call(application(checker), "POST", CHECK, b'{"text": "x"}', kind=JSON)
    assert (answer.status, answer.headers["content-type"]) == (500, "application/problem+json")
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.startswith("medcheck desk: ValueError in test_desk_api.py, line ")
    assert PLANTED not in told.err + answer.text


def test_sixteen_threads_that_share_the_application_get_their_own_answers(app: Any, checker: Checker) -> None:
    texts = [f"Lasix {dose} mg, simvastatn 20 mg, zyzzo{dose}fol" for dose in range(16)]
    expected = [checker.check(text).model_dump_json().encode() for text in texts]
    wrong: list[str] = []

    def ask(number: int) -> None:
        for _ in range(5):
            if call(app, "POST", CHECK, texts[number].encode(), kind=TEXT).body != expected[number]:
                wrong.append(texts[number])

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_the_description_names_every_operation_and_what_it_is_refused_with(app: Any) -> None:
    document = call(app, "GET", "/openapi.json").json()
    described = {
        (method.upper(), path): sorted(operation["responses"])
        for path, operations in document["paths"].items()
        for method, operation in operations.items()
    }
    with_body = ["200", "400", "408", "413", "415", "422"]
    signed = ["401", "403"]
    assert described == {
        ("POST", "/api/v1/check"): with_body,
        ("POST", "/api/v1/check/medicines"): with_body,
        ("POST", "/api/v1/check/fhir"): with_body,
        ("POST", "/api/v1/check/fhir/issues"): with_body,
        ("GET", "/api/v1/drugs/{name}"): ["200", "404"],
        ("GET", "/api/v1/tables"): ["200"],
        ("GET", "/healthz"): ["200"],
        ("GET", "/cds-services"): ["200", *signed],
        ("POST", "/cds-services/{id}"): sorted([*with_body, *signed, "404", "412"]),
        ("POST", "/cds-services/{id}/feedback"): sorted([*with_body, *signed, "404"]),
        ("GET", "/cds-services/{id}/feedback"): ["200", *signed, "404"],
    }
    assert document["components"]["schemas"]["Review"]["properties"]["findings"]["items"] == {
        "$ref": "#/components/schemas/Finding"
    }


def test_a_name_with_a_slash_is_a_drug_s_name(app: Any) -> None:
    assert call(app, "GET", "/drugs/" + quote("amlodipine/valsartan", safe="/")).status == 200
