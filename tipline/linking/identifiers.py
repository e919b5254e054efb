from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from tipline.linking.accounts import normalize_handle, normalize_platform_user
from tipline.linking.bank_accounts import normalize_bank_account
from tipline.linking.coin_addresses import normalize_coin_address
from tipline.linking.devices import normalize_device
from tipline.linking.email_addresses import normalize_email
from tipline.linking.file_hashes import normalize_file_hash, normalize_near_file
from tipline.linking.ip_addresses import (
    normalize_ip,
    normalize_ip_port,
    normalize_ip_prefix,
)
from tipline.linking.names import normalize_name
from tipline.linking.phone_numbers import normalize_phone
from tipline.linking.unreadable import SENTENCES, Why
from tipline.linking.web_addresses import normalize_url

RAW_MAX = 4096  # characters; longer input is refused before any of it is looked at


class Kind(StrEnum):
    """What an identifier names; the values are stored."""

    EMAIL = "email"
    PHONE = "phone"
    IP = "ip"
    PLATFORM_USER = "platform-user"
    HANDLE = "handle"
    URL = "url"
    DEVICE = "device"
    FILE_HASH = "file-hash"
    NEAR_FILE = "near-file"
    IP_PREFIX = "ip-prefix"
    IP_PORT = "ip-port"
    COIN_ADDRESS = "coin-address"
    BANK_ACCOUNT = "bank-account"
    NAME = "name"


# What is handed to somebody else after a while: it links only uses near in time.
PASSED_ON = frozenset({Kind.IP, Kind.IP_PREFIX, Kind.IP_PORT})


@dataclass(frozen=True, slots=True)
class Identifier:
    """A value in the one form in which it is compared; equal means the same thing.

    `scope` is what the value is unique within: a platform, a service, a device type, a
    hash algorithm, a network of coins, "iban", "e164" or "national"; empty where the
    value is unique everywhere.
    """

    kind: Kind
    value: str
    scope: str = ""


@dataclass(frozen=True, slots=True)
class Normalized:
    """What became of one value: an identifier, or the reason why there is none."""

    original: str
    identifier: Identifier | None = None
    why: Why | None = None

    @property
    def explanation(self) -> str:
        return SENTENCES[self.why] if self.why else ""


_RULES: dict[Kind, Callable[[str, str], str | tuple[str, str] | Why]] = {
    Kind.EMAIL: lambda raw, _: normalize_email(raw),
    Kind.PHONE: normalize_phone,
    Kind.IP: lambda raw, _: normalize_ip(raw),
    Kind.PLATFORM_USER: normalize_platform_user,
    Kind.HANDLE: normalize_handle,
    Kind.URL: lambda raw, _: normalize_url(raw),
    Kind.DEVICE: normalize_device,
    Kind.FILE_HASH: normalize_file_hash,
    Kind.NEAR_FILE: lambda raw, _: normalize_near_file(raw),
    Kind.IP_PREFIX: lambda raw, _: normalize_ip_prefix(raw),
    Kind.IP_PORT: normalize_ip_port,
    Kind.COIN_ADDRESS: lambda raw, _: normalize_coin_address(raw),
    Kind.BANK_ACCOUNT: lambda raw, _: normalize_bank_account(raw),
    Kind.NAME: lambda raw, _: normalize_name(raw),
}


def normalize(kind: Kind, raw: str, *, context: str = "") -> Normalized:
    """Bring a reported value into the form in which reports are compared.

    Never raises, whatever was sent; the original stays in the result.

    Args:
        kind: what the value names.
        raw: as reported.
        context: what the kind needs to know besides: PHONE the calling code if stated
            ("+49"), PLATFORM_USER the platform, HANDLE the service, DEVICE the type
            ("IMEI"), FILE_HASH the algorithm ("SHA-256"), IP_PORT the
            port unless it stands in `raw`; others nothing.

    Returns:
        The identifier, or why the value cannot be one. Normalizing an identifier's
        value again with its own scope as context gives the same identifier.
    """
    if len(raw) > RAW_MAX or len(context) > RAW_MAX:
        return Normalized(raw, why=Why.TOO_LONG)
    outcome = _RULES[kind](raw, context)
    if isinstance(outcome, Why):
        return Normalized(raw, why=outcome)
    value, scope = (outcome, "") if isinstance(outcome, str) else outcome
    return Normalized(raw, Identifier(kind, value, scope))
