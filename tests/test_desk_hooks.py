"""CDS Hooks over HTTP: discovery, calls, feedback, who may call, and what the public sandbox sends."""

import json
import sys
import time
from datetime import date
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("starlette")
jwt = pytest.importorskip("jwt")

from asgi import call  # noqa: E402
from click.testing import CliRunner  # noqa: E402
from cryptography.hazmat.primitives.asymmetric import ec, rsa  # noqa: E402

from medcheck import Checker, UsageError  # noqa: E402
from medcheck.cli import main  # noqa: E402
from medcheck.desk import hooks, tokens  # noqa: E402
from medcheck.desk.application import application  # noqa: E402
from medcheck.desk.hook_setting import HookSetting, read_setting  # noqa: E402
from medcheck.exceptions import EngineUnavailable, InputFileError  # noqa: E402
from medcheck.hooks.feedback import MOST  # noqa: E402

JSON = "application/json"
PLANTED = "Quackenbusch"
BASE, ISSUER, PAGE = "https://cds.example.org", "https://ehr.example.org", "https://sandbox.cds-hooks.org"
HOST = "cds.example.org"
EXAMPLES = sorted((Path(__file__).parent.parent / "examples" / "hooks").glob("*.json"))
EC_KEY, RSA_KEY = ec.generate_private_key(ec.SECP384R1()), rsa.generate_private_key(65537, 2048)


def jwk(key: Any, kid: str, **more: str) -> dict[str, Any]:
    kind = jwt.algorithms.ECAlgorithm if isinstance(key, ec.EllipticCurvePrivateKey) else jwt.algorithms.RSAAlgorithm
    return {**json.loads(kind.to_jwk(key.public_key())), "kid": kid, **more}


def setting(*keys: dict[str, Any]) -> HookSetting:
    clients = [{"iss": ISSUER, "jwks": {"keys": list(keys)}}]
    return HookSetting.model_validate({"base": BASE, "origins": [PAGE], "clients": clients})


@pytest.fixture(scope="module")
def app(checker: Checker) -> Any:
    return application(checker)


@pytest.fixture
def signed(checker: Checker) -> Any:
    known = setting(jwk(EC_KEY, "e"), jwk(RSA_KEY, "r", alg="RS384"))
    return application(checker, hooks=known, is_loopback=False)


def post(app: Any, path: str, sent: object) -> Any:
    return call(app, "POST", path, json.dumps(sent).encode(), kind=JSON)


def example(hook: str) -> dict[str, Any]:
    path = next(path for path in EXAMPLES if path.stem == hook)
    read: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return read


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_each_service_that_discovery_lists_answers_its_hook(
    app: Any, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hooks, "_today", lambda: date(2026, 11, 30))  # that of the page with these conversations
    services = {one["hook"]: one for one in call(app, "GET", "/cds-services").json()["services"]}
    sent = json.loads(path.read_text(encoding="utf-8"))
    service = services.pop(path.stem)
    assert sent["prefetch"].keys() <= service["prefetch"].keys()
    answer = post(app, f"/cds-services/{service['id']}", sent)
    assert (answer.status, answer.headers["content-type"]) == (200, JSON)
    assert [card["summary"] for card in answer.json()["cards"]] == SUMMARIES[path.stem]
    for other in services.values():
        refused = post(app, f"/cds-services/{other['id']}", sent)
        assert (refused.status, refused.json()["detail"]) == (422, "hook: is not the one that this service answers.")


SUMMARIES = {
    "patient-view": ["Cramp review: bendroflumethiazide: may cause or worsen cramps (moderate evidence)"],
    "order-select": ["Adding clarithromycin: clarithromycin + simvastatin (muscle damage)"],
    "order-sign": ["Adding furosemide: potassium 3.1 mmol/L low on 2026-11-20, with furosemide; 1 more in the details"],
    "medication-verify": ["Verifying quinine: safety warning; 1 more in the details"],
    "medication-refill": [],
}


def test_every_hook_has_its_example() -> None:
    assert [path.stem for path in EXAMPLES] == sorted(SUMMARIES)


def test_what_cannot_be_answered_is_a_problem_without_a_word_of_the_call(app: Any) -> None:
    path = "/cds-services/medcheck-patient-view"
    sent = example("patient-view")
    for status, changed in (
        (412, {"prefetch": {}}),
        (412, {"prefetch": None}),
        (422, {"context": {"patientId": PLANTED}}),
        (422, {"context": {}}),
        (422, {"context": PLANTED}),
        (422, {"hook": PLANTED}),
        (422, {"hookInstance": ""}),
        (422, {"prefetch": [PLANTED]}),
    ):
        answer = post(app, path, {**sent, **changed})
        assert (answer.status, answer.headers["content-type"]) == (status, "application/problem+json"), changed
        assert PLANTED not in answer.text
    assert post(app, f"/cds-services/{PLANTED}", sent).status == 404
    assert call(app, "POST", path, b"{", kind=JSON).status == 400
    assert call(app, "POST", path, b"{}", kind="text/plain").status == 415
    assert call(app, "GET", path).status == 405
    assert post(app, path, {**sent, "prefetch": {}}).json()["detail"] == "Needed and not given: medicines."


def sandbox(hook: str, order: dict[str, Any], **prefetch: Any) -> dict[str, Any]:
    """A call as the public sandbox makes it, which leaves out an intent and has objects where lists belong."""
    context: dict[str, Any] = {"patientId": "smart-1288992", "userId": "Practitioner/COREPRACTITIONER1"}
    context["draftOrders"] = {"resourceType": "Bundle", "entry": [{"resource": order}]}
    if hook == "order-select":
        context["selections"] = [f"{order['resourceType']}/{order['id']}"]
    authorization = {
        "access_token": PLANTED,
        "token_type": "Bearer",
        "expires_in": 300,
        "scope": "launch",
        "subject": "x",
    }
    return {
        "hookInstance": "d1577c69-dfbe-44ad-ba6d-3e05e953b2ea",
        "hook": hook,
        "fhirServer": "https://launch.smarthealthit.org/v/r4/fhir",
        "fhirAuthorization": authorization,
        "context": context,
        "prefetch": prefetch,
    }


SEARCHED = {
    "resourceType": "Bundle",
    "type": "searchset",
    "total": 1,
    "link": [{"relation": "self", "url": "https://launch.smarthealthit.org/v/r4/fhir/MedicationRequest/_search"}],
    "entry": [
        {
            "fullUrl": "https://launch.smarthealthit.org/v/r4/fhir/MedicationRequest/1",
            "resource": {
                "resourceType": "MedicationRequest",
                "id": "1",
                "status": "active",
                "medicationCodeableConcept": {"text": "simvastatin 40 MG Oral Tablet"},
                "subject": {"reference": "Patient/smart-1288992"},
            },
            "search": {"mode": "match"},
        }
    ],
}
ORDER = {
    "resourceType": "MedicationRequest",
    "id": "request-123",
    "status": "draft",
    "subject": {"reference": "Patient/smart-1288992"},
    "authoredOn": "2026-11-29",
    "dosageInstruction": [{"timing": {"repeat": {"frequency": 1, "period": 1, "periodUnit": "d"}}}],
    "category": {"coding": [{"code": "community"}]},
    "medicationCodeableConcept": {
        "text": "clarithromycin 500 MG Oral Tablet",
        "coding": [{"display": "clarithromycin 500 MG Oral Tablet", "code": "197517"}],
    },
}


@pytest.mark.parametrize("hook", ["order-select", "order-sign"])
def test_what_the_public_sandbox_sends_is_answered(app: Any, hook: str) -> None:
    answer = post(app, f"/cds-services/medcheck-{hook}", sandbox(hook, ORDER, requests=SEARCHED))
    assert answer.status == 200
    assert [card["summary"] for card in answer.json()["cards"]] == [
        "Adding clarithromycin: clarithromycin + simvastatin (muscle damage)"
    ]
    unnamed = {name: value for name, value in ORDER.items() if name != "medicationCodeableConcept"}
    early = post(app, f"/cds-services/medcheck-{hook}", sandbox(hook, unnamed, requests=SEARCHED))
    assert (early.status, early.json()) == (200, {"cards": []})


def searched(kind: str, *entries: dict[str, Any]) -> dict[str, Any]:
    """What the sandbox got from a server it asked by POST .../_search: without an ``entry`` where there is none."""
    here = f"http://localhost:8099/fhir/{kind}"
    found = [{"fullUrl": f"{here}/{one['id']}", "resource": one, "search": {"mode": "match"}} for one in entries]
    links = [{"relation": "self", "url": here}]
    answer = {"resourceType": "Bundle", "type": "searchset", "total": len(entries), "link": links}
    return {**answer, **({"entry": found} if found else {})}


def prescribed(id_: str, name: str, code: str, directions: str) -> dict[str, Any]:
    return {
        "resourceType": "MedicationRequest",
        "id": id_,
        "status": "active",
        "intent": "order",
        "subject": {"reference": "Patient/smart-1288992"},
        "authoredOn": "2026-08-22",
        "medicationCodeableConcept": {
            "text": name,
            "coding": [{"system": "http://www.nlm.nih.gov/research/umls/rxnorm", "code": code, "display": name}],
        },
        "dosageInstruction": [{"text": directions}],
    }


FETCHED = {
    "allergies": searched("AllergyIntolerance"),
    "requests": searched(
        "MedicationRequest",
        prescribed("1", "furosemide 40 MG Oral Tablet", "313988", "one tablet in the morning"),
        prescribed("2", "Hydrochlorothiazide 25 MG Oral Tablet", "310798", "Take 1 tablet daily"),
        prescribed("3", "simvastatin 40 MG Oral Tablet", "198211", "one at night"),
    ),
    "statements": searched(
        "MedicationStatement",
        {
            "resourceType": "MedicationStatement",
            "id": "5",
            "status": "active",
            "subject": {"reference": "Patient/smart-1288992"},
            "medicationCodeableConcept": {"text": "quinine sulphate 200 mg"},
            "dosage": [{"text": "one at night for cramps"}],
        },
    ),
    "observations": searched(
        "Observation",
        {
            "resourceType": "Observation",
            "id": "k",
            "status": "final",
            "subject": {"reference": "Patient/smart-1288992"},
            "code": {"coding": [{"system": "http://loinc.org", "code": "2823-3", "display": "Potassium"}]},
            "effectiveDateTime": "2026-11-25T08:30:00Z",
            "valueQuantity": {"value": 3.1, "unit": "mmol/L", "system": "http://unitsofmeasure.org", "code": "mmol/L"},
            "interpretation": [{"coding": [{"code": "L"}]}],
        },
    ),
}
DISCLAIMER = "A medicine not listed can cause cramps, too. Stop none without the prescriber."


def test_the_card_in_the_public_sandbox_has_a_line_for_each_thing_and_a_source_for_the_first(
    app: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hooks, "_today", lambda: date(2026, 11, 30))
    sent = sandbox("order-select", ORDER, **FETCHED)
    del sent["fhirAuthorization"]
    [card] = post(app, "/cds-services/medcheck-order-select", sent).json()["cards"]
    assert card["summary"] == (
        "Adding clarithromycin: potassium 3.1 mmol/L low on 2026-11-25, with clarithromycin and quinine; "
        "2 more in the details"
    )
    assert card["detail"].splitlines() == [
        "- **Act on** (SOON is within days):",
        "  - TODAY: potassium 3.1 mmol/L low on 2026-11-25, with clarithromycin and quinine: Tell the prescriber; "
        "ask about blackouts and palpitations",
        "  - TODAY: clarithromycin + simvastatin (muscle damage): Prescriber, before next dose; "
        "ask about muscle pain, weakness and dark urine",
        "  - SOON: clarithromycin + quinine (heart rhythm (QT)): Prescriber: is quinine needed? "
        "Ask about blackouts and palpitations",
        "",
        DISCLAIMER,
    ]
    assert [link["label"] for link in card["links"][:3]] == [
        "Quinine: reminder of dose-dependent QT-prolonging effects; updated medicine interactions",
        "Pharmacokinetic interactions between ritonavir and quinine in healthy volunteers following concurrent "
        "administration",
        "Zocor (simvastatin): drug interactions",
    ]


def test_several_causes_in_the_public_sandbox_stand_below_one_title(app: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hooks, "_today", lambda: date(2026, 11, 30))
    sent = {**sandbox("patient-view", ORDER, **FETCHED), "context": {"patientId": "smart-1288992", "userId": "x"}}
    [card] = post(app, "/cds-services/medcheck-patient-view", sent).json()["cards"]
    assert card["summary"] == (
        "Cramp review: potassium 3.1 mmol/L low on 2026-11-25, with furosemide, hydrochlorothiazide and quinine; "
        "6 more in the details"
    )
    assert card["detail"].splitlines()[3:] == [
        "- **Possible causes** (evidence, figure; a class ratio of 1 would be no link):",
        "  - hydrochlorothiazide (moderate, class ratio 1.48): Check creatinine; "
        "compare start or dose change with first cramp",
        "  - furosemide (limited, class ratio 1.20): Check creatinine; compare start or dose change with first cramp",
        "  - simvastatin (limited, class ratio 1.16): Ask about weakness and dark urine; "
        "ask about onset after start or dose rise",
        "- **Together:**",
        "  - furosemide + hydrochlorothiazide + quinine + simvastatin (one may treat what another causes)",
        "  - furosemide + hydrochlorothiazide + quinine (heart rhythm (QT))",
        "",
        DISCLAIMER,
    ]


@pytest.mark.parametrize("hook", ["order-select", "order-sign"])
def test_a_call_without_orders_is_refused_where_an_empty_answer_would_look_like_an_all_clear(
    app: Any, hook: str
) -> None:
    """The public sandbox makes such a call when the tab of a screen is pressed once more."""
    sent = sandbox(hook, ORDER, **FETCHED)
    sent["context"] = {"patientId": "smart-1288992", "userId": "Practitioner/COREPRACTITIONER1"}
    answer = post(app, f"/cds-services/medcheck-{hook}", sent)
    assert (answer.status, answer.json()["detail"]) == (422, "context.draftOrders is missing.")
    sent["context"]["draftOrders"] = {"resourceType": "Bundle"}
    assert post(app, f"/cds-services/medcheck-{hook}", sent).json() == {"cards": []}


def outcome(**fields: Any) -> dict[str, Any]:
    return {"card": "c1", "outcome": "overridden", "outcomeTimestamp": "2026-11-29T10:05:31.000Z", **fields}


def test_of_feedback_codes_and_times_are_kept_and_nothing_that_somebody_wrote(checker: Checker) -> None:
    app, path = application(checker), "/cds-services/medcheck-order-sign/feedback"
    ours = {"reason": {"code": "monitored", "system": "urn:medcheck:override-reasons"}, "userComment": PLANTED}
    told = post(
        app,
        path,
        {
            "feedback": [
                outcome(card=PLANTED),
                outcome(overrideReason=ours),
                outcome(overrideReason={"reason": {"code": PLANTED, "display": PLANTED}}),
                outcome(overrideReason={"userComment": PLANTED}),
                outcome(outcome="accepted", acceptedSuggestions=[{"id": PLANTED}], extension={"x": PLANTED}),
            ]
        },
    )
    when = "2026-11-29T10:05:31+00:00"
    assert (told.status, told.json()) == (
        200,
        {
            "feedback": [
                {"outcome": "overridden", "time": when},
                {"outcome": "overridden", "reason": "monitored", "time": when},
                {"outcome": "overridden", "time": when},
                {"outcome": "overridden", "time": when},
                {"outcome": "accepted", "time": when},
            ]
        },
    )
    assert call(app, "GET", path).body == told.body
    assert PLANTED not in repr(vars(app._app.state.feedback))
    assert call(app, "GET", "/cds-services/medcheck-patient-view/feedback").json() == {"feedback": []}


def test_feedback_takes_one_by_itself_and_keeps_no_more_than_a_number(checker: Checker) -> None:
    app, path = application(checker), "/cds-services/medcheck-order-sign/feedback"
    assert len(post(app, path, {"feedback": outcome()}).json()["feedback"]) == 1
    assert len(post(app, path, {"feedback": [outcome()] * 3 * MOST}).json()["feedback"]) == MOST


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"feedback": "x"},
        {"feedback": [{}]},
        {"feedback": [outcome(outcome="seen")]},
        {"feedback": [outcome(outcomeTimestamp=PLANTED)]},
    ],
)
def test_feedback_that_is_none_is_refused(app: Any, sent: object) -> None:
    answer = post(app, "/cds-services/medcheck-order-sign/feedback", sent)
    assert answer.status == 422
    assert PLANTED not in answer.text
    assert post(app, "/cds-services/none/feedback", {"feedback": [outcome()]}).status == 404


# Who may call.

PATH = "/cds-services/medcheck-patient-view"


def token(key: Any = EC_KEY, kid: str = "e", algorithm: str = "ES384", **claims: Any) -> str:
    now = int(time.time())
    good = {
        "iss": ISSUER,
        "aud": BASE + PATH,
        "exp": now + 300,
        "iat": now,
        "jti": f"{time.perf_counter_ns()}",
        **claims,
    }
    kept = {name: value for name, value in good.items() if value is not None}
    headers = {"kid": kid, "jku": "https://elsewhere.example.org/keys"}
    made: str = jwt.PyJWS().encode(json.dumps(kept).encode(), key, algorithm, headers=headers)
    return made


def asked(app: Any, authorization: str, path: str = PATH, method: str = "POST") -> Any:
    sent = json.dumps(example("patient-view")).encode() if method == "POST" else b""
    return call(app, method, path, sent, kind=JSON, host=HOST, headers={"authorization": authorization})


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"key": RSA_KEY, "kid": "r", "algorithm": "RS384"},
        {"aud": ["https://elsewhere.example.org", BASE + PATH]},
    ],
)
def test_a_call_that_is_signed_by_a_known_client_is_answered_once(signed: Any, given: dict[str, Any]) -> None:
    bearer = f"Bearer {token(**given)}"
    assert asked(signed, bearer).status == 200
    again = asked(signed, bearer)
    assert (again.status, again.headers["www-authenticate"]) == (401, "Bearer")


OTHER_KEY = ec.generate_private_key(ec.SECP384R1())
SHARED = "x" * 48


@pytest.mark.parametrize(
    "authorization",
    [
        "",
        "Bearer",
        f"Bearer {PLANTED}",
        f"Basic {PLANTED}",
        lambda: f"Bearer {token(aud=BASE + '/cds-services')}",
        lambda: f"Bearer {token(aud=None)}",
        lambda: f"Bearer {token(iss='https://elsewhere.example.org')}",
        lambda: f"Bearer {token(iss=[ISSUER])}",
        lambda: f"Bearer {token(iss=None)}",
        lambda: f"Bearer {token(exp=int(time.time()) - 60)}",
        lambda: f"Bearer {token(exp=int(time.time()) + 7200)}",
        lambda: f"Bearer {token(exp=None)}",
        lambda: f"Bearer {token(iat=int(time.time()) + 600)}",
        lambda: f"Bearer {token(iat=None)}",
        lambda: f"Bearer {token(nbf=int(time.time()) + 600)}",
        lambda: f"Bearer {token(jti=None)}",
        lambda: f"Bearer {token(OTHER_KEY)}",
        lambda: f"Bearer {token(kid='r')}",
        lambda: f"Bearer {token(kid='unknown')}",
        lambda: f"Bearer {token(RSA_KEY, 'r', 'RS256')}",
        lambda: f"Bearer {token(RSA_KEY, 'r', 'PS384')}",
        lambda: f"Bearer {token(SHARED, 'e', 'HS384')}",
        lambda: f"Bearer {token('', 'e', 'none')}",
    ],
)
def test_any_other_call_is_refused_without_saying_why(signed: Any, authorization: Any) -> None:
    answer = asked(signed, authorization if isinstance(authorization, str) else authorization())
    assert (answer.status, answer.headers["www-authenticate"]) == (401, "Bearer")
    assert answer.json()["detail"] == (
        "A bearer token of a known client is needed, for this address, in time, not used before."
    )


def test_every_door_of_the_hooks_asks_for_a_token_of_its_own(signed: Any) -> None:
    for method, path in (("GET", "/cds-services"), ("GET", f"{PATH}/feedback"), ("POST", f"{PATH}/feedback")):
        assert asked(signed, f"Bearer {token()}", path, method).status == 401
        expected = 422 if method == "POST" else 200
        assert asked(signed, f"Bearer {token(aud=BASE + path)}", path, method).status == expected
    assert call(signed, "GET", "/healthz", host=HOST).status == 200


def test_used_tokens_are_forgotten_once_they_are_no_longer_good_and_never_before(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(tokens, "MOST_REMEMBERED", 3)
    known = tokens.Tokens(setting(jwk(EC_KEY, "e")).clients)
    for _ in range(3):
        known.check(f"Bearer {token()}", BASE + PATH)
    with pytest.raises(tokens.Refused) as refused:
        known.check(f"Bearer {token()}", BASE + PATH)
    assert refused.value.status_code == 503
    later = time.time() + 400
    monkeypatch.setattr(tokens.time, "time", lambda: later)
    known._use("another", later + 300)
    assert len(known._used) == 1


def test_where_other_machines_can_call_hooks_are_closed_until_clients_are_known(checker: Checker) -> None:
    closed = application(checker, is_loopback=False)
    for method, path in (("GET", "/cds-services"), ("POST", PATH), ("POST", f"{PATH}/feedback")):
        assert call(closed, method, path, b"{}", kind=JSON).status == 403
    assert call(closed, "GET", "/healthz").status == 200


def test_scripts_of_the_pages_that_are_named_may_call_the_hooks_and_nothing_else(checker: Checker) -> None:
    app = application(checker, hooks=HookSetting.model_validate({"origins": [PAGE]}))
    allowed = "access-control-allow-origin"
    asks = {"access-control-request-method": "POST", "access-control-request-headers": "authorization,content-type"}
    before = call(app, "OPTIONS", PATH, headers={"origin": PAGE, **asks})
    assert (before.status, before.headers[allowed]) == (200, PAGE)
    assert call(app, "GET", "/cds-services", headers={"origin": PAGE}).headers[allowed] == PAGE
    refused = call(app, "POST", PATH, b"{}", kind=JSON, headers={"origin": PAGE})
    assert (refused.status, refused.headers[allowed]) == (422, PAGE)
    elsewhere = {"origin": "https://elsewhere.example.org"}
    assert call(app, "OPTIONS", PATH, headers={**elsewhere, **asks}).status == 400
    assert allowed not in call(app, "GET", "/cds-services", headers=elsewhere).headers
    assert allowed not in call(app, "GET", "/api/v1/tables", headers={"origin": PAGE}).headers
    assert allowed not in call(app, "GET", "/", headers={"origin": PAGE}).headers


def test_without_a_setting_no_page_elsewhere_may_call(app: Any) -> None:
    answer = call(app, "GET", "/cds-services", headers={"origin": PAGE})
    assert "access-control-allow-origin" not in answer.headers


def written(folder: Path, content: object) -> str:
    path = folder / "hooks.json"
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return str(path)


@pytest.mark.parametrize(
    ("content", "error"),
    [
        ("{", "hooks.json, the file: Invalid JSON: EOF while parsing an object at line 1 column 1"),
        ({"bas": BASE}, "hooks.json, bas: Extra inputs are not permitted"),
        (
            {"base": "cds.example.org"},
            "hooks.json, base: is no address that begins with https:// and ends with a name or path",
        ),
        (
            {"base": "http://cds.example.org"},
            "hooks.json, base: is no address that begins with https:// and ends with a name or path",
        ),
        (
            {"origins": ["*"]},
            "hooks.json, origins.0: is no address that begins with https:// and ends with a name or path",
        ),
        ({"clients": [{"iss": ISSUER}]}, "hooks.json, clients.0.jwks: Field required"),
        (
            {"clients": [{"iss": ISSUER, "jwks": {"keys": [{}]}}]},
            "hooks.json, clients: need a base, the address that their tokens are for",
        ),
    ],
)
def test_a_setting_that_cannot_be_says_where(tmp_path: Path, content: object, error: str) -> None:
    with pytest.raises(UsageError) as raised:
        read_setting(written(tmp_path, content))
    assert str(raised.value) == error


def test_a_setting_that_is_not_there_is_an_error_of_ours(tmp_path: Path) -> None:
    with pytest.raises(InputFileError, match=r"^none\.json cannot be read: "):
        read_setting(str(tmp_path / "none.json"))


SMALL_KEY = rsa.generate_private_key(65537, 1024)
OTHER_CURVE = ec.generate_private_key(ec.SECP256R1())


@pytest.mark.filterwarnings("ignore")  # of cryptography, for the small key
@pytest.mark.parametrize(
    ("key", "error"),
    [
        (lambda: jwk(OTHER_CURVE, "k"), "is none for ES384 (P-384) or RS384 (2048 bits or more)"),
        (lambda: jwk(SMALL_KEY, "k"), "is none for ES384 (P-384) or RS384 (2048 bits or more)"),
        (lambda: jwk(RSA_KEY, "k", alg="RS256"), "is none for ES384 (P-384) or RS384 (2048 bits or more)"),
        (lambda: {"kty": "oct", "k": "AAAA", "kid": "k"}, "is none for ES384 (P-384) or RS384 (2048 bits or more)"),
        (lambda: {"kty": "EC", "kid": "k"}, "is none for ES384 (P-384) or RS384 (2048 bits or more)"),
        (dict, "has no kid"),
        (lambda: {**jwk(EC_KEY, "k"), "d": "AAAA"}, "is a private key; give the public one"),
    ],
)
def test_a_key_that_is_none_stops_the_start(checker: Checker, key: Any, error: str) -> None:
    with pytest.raises(UsageError) as raised:
        application(checker, hooks=setting(key()))
    assert str(raised.value) == f"client {ISSUER}, key 1: {error}"


def test_without_its_package_a_start_with_clients_says_what_to_install(
    checker: Checker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "jwt", None)
    monkeypatch.delitem(sys.modules, "medcheck.desk.tokens", raising=False)
    with pytest.raises(EngineUnavailable, match=r"^Keys of clients need PyJWT and cryptography: "):
        application(checker, hooks=setting(jwk(EC_KEY, "e")))


def test_the_command_reads_the_setting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("uvicorn")
    served: list[Any] = []
    monkeypatch.setattr("medcheck.desk.serve.serve", lambda *arguments: served.append(arguments[5:]))
    path = written(tmp_path, {"base": BASE})
    result = CliRunner().invoke(main, ["desk", "--no-open", "--host", "0.0.0.0", "--hooks", path])
    assert result.exit_code == 0, result.output
    assert served == [(HookSetting.model_validate({"base": BASE}), False)]
    assert served[0][0].hosts == {HOST}
