"""Bearer tokens: a call is signed by a client whose keys are known, for one address, for a short time, and once.

Nothing that a token names is fetched: the keys are those of the setting, whatever its ``jku`` says.
"""

import time
from collections.abc import Sequence
from hashlib import sha256
from typing import Any, NamedTuple

import cryptography  # noqa: F401 - what PyJWT needs for these keys, and does without for others
import jwt

from medcheck.desk.hook_setting import Client
from medcheck.desk.problems import Refused
from medcheck.exceptions import UsageError

SECONDS_APART = 10  # by which two clocks may differ
MOST_SECONDS = 3600  # that a token may be good for; clients make them for five minutes
MOST_REMEMBERED = 100_000  # tokens that are still good and were used: 28 a second for an hour
LEAST_RSA_BITS = 2048
_CLAIMS = ["iss", "aud", "exp", "iat", "jti"]


class NotSigned(Refused):
    """A call without a token that is good for it; which of the reasons it is, is not said."""

    def __init__(self) -> None:
        super().__init__(401, "A bearer token of a known client is needed, for this address, in time, not used before.")
        self.headers = {"www-authenticate": "Bearer"}


class _Key(NamedTuple):
    algorithm: str
    key: Any


class Tokens:
    """The keys of the clients, and the tokens that were used and are still good."""

    def __init__(self, clients: Sequence[Client]) -> None:
        self._keys = {(client.iss, kid): key for client in clients for kid, key in _keys(client)}
        self._used: dict[bytes, float] = {}

    def check(self, authorization: str, audience: str) -> None:
        """Raise NotSigned unless the header holds a token for this address that is good and was not used before."""
        scheme, _, token = authorization.partition(" ")
        if scheme.lower() != "bearer":
            raise NotSigned
        try:
            kid = jwt.get_unverified_header(token).get("kid")
            issuer = jwt.decode(token, options={"verify_signature": False}).get("iss")
            key = self._keys[str(issuer), str(kid)]
            claims = jwt.decode(
                token,
                key.key,
                algorithms=[key.algorithm],
                audience=audience,
                issuer=issuer,
                leeway=SECONDS_APART,
                options={"require": _CLAIMS},
            )
        except (jwt.PyJWTError, KeyError, TypeError, ValueError):
            raise NotSigned from None
        self._use(f"{issuer} {claims['jti']}", float(claims["exp"]))

    def _use(self, token: str, until: float) -> None:
        now = time.time()
        digest = sha256(token.encode("utf-8", "surrogatepass")).digest()[:16]
        if digest in self._used or until > now + MOST_SECONDS + SECONDS_APART:
            raise NotSigned
        if len(self._used) >= MOST_REMEMBERED:
            self._used = {one: end for one, end in self._used.items() if end + SECONDS_APART > now}
            if len(self._used) >= MOST_REMEMBERED:
                raise Refused(503, "Too many calls in the last hour.")
        self._used[digest] = until


def _keys(client: Client) -> "list[tuple[str, _Key]]":
    found = []
    for number, written in enumerate(client.jwks.keys, 1):
        place = f"client {client.iss}, key {number}"
        if "d" in written:
            raise UsageError(f"{place}: is a private key; give the public one")
        kid = written.get("kid")
        if not isinstance(kid, str) or not kid:
            raise UsageError(f"{place}: has no kid")
        algorithm = {"EC": "ES384", "RSA": "RS384"}.get(str(written.get("kty")), "")
        try:
            key = jwt.PyJWK({**written, "alg": algorithm}, algorithm).key if algorithm else None
        except (jwt.PyJWTError, ValueError):
            key = None
        if key is None or written.get("alg", algorithm) != algorithm or key.key_size < _LEAST_BITS[algorithm]:
            raise UsageError(f"{place}: is none for ES384 (P-384) or RS384 ({LEAST_RSA_BITS} bits or more)")
        found.append((kid, _Key(algorithm, key)))
    return found


_LEAST_BITS = {"ES384": 384, "RS384": LEAST_RSA_BITS}
