"""Who may call the hooks, from where, and by which address: a file of JSON that whoever runs the desk writes."""

from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from medcheck.exceptions import InputFileError, UsageError


def _address(address: str) -> str:
    """An address that others may reach, without what stands at its end."""
    parts = urlsplit(address)
    known = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in ("localhost", "127.0.0.1", "::1"))
    if not known or not parts.hostname or parts.username or parts.query or parts.fragment:
        raise ValueError("is no address that begins with https:// and ends with a name or path")
    return address.rstrip("/")


Address = Annotated[str, AfterValidator(_address)]


class _Setting(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class KeySet(BaseModel):
    """Public keys as a JSON Web Key Set (RFC 7517) has them."""

    model_config = ConfigDict(frozen=True)
    keys: list[dict[str, Any]] = Field(min_length=1)


class Client(_Setting):
    """A record system that signs its calls: the issuer that its tokens name, and its public keys."""

    iss: str = Field(min_length=1)
    jwks: KeySet


class HookSetting(_Setting):
    """``base`` is the address that clients call us by, ``origins`` the pages whose scripts may; both as they are.

    Without clients a call needs no token, and the desk answers it on loopback alone.
    """

    base: Address | None = None
    origins: list[Address] = []
    clients: list[Client] = []

    @property
    def hosts(self) -> set[str]:
        """The name that clients call us by."""
        return {urlsplit(self.base).hostname or ""} if self.base else set()


OF_NOBODY = HookSetting()


def read_setting(path: str) -> HookSetting:
    """The setting of a file; InputFileError where it cannot be read, UsageError with the place of what is wrong."""
    file = Path(path)
    try:
        content = file.read_bytes()
    except OSError as error:
        raise InputFileError(f"{file.name} cannot be read: {error.strerror}") from None
    try:
        setting = HookSetting.model_validate_json(content)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        place = ".".join(map(str, first["loc"])) or "the file"
        raise UsageError(f"{file.name}, {place}: {first['msg'].removeprefix('Value error, ')}") from None
    if setting.clients and not setting.base:
        raise UsageError(f"{file.name}, clients: need a base, the address that their tokens are for")
    return setting
