import re
from dataclasses import dataclass

from tipline.linking.text_folding import folded
from tipline.linking.unreadable import Why
from tipline.linking.web_addresses import ascii_host

LOCAL_MAX, ADDRESS_MAX = 64, 254


@dataclass(frozen=True, slots=True)
class ProviderRule:
    """How one mail provider delivers different spellings to the same mailbox.

    `ignored` are characters that do not count in the local part; everything from `tag`
    on is the user's own label; `domain` is the name under which all aliases are kept.
    """

    domain: str
    ignored: str = ""
    tag: str = "+"


_GOOGLE = ProviderRule("gmail.com", ignored=".")
_PROTON = ProviderRule("proton.me", ignored=".-_")

# Only rules that the provider itself publishes: a guess would join two people.
PROVIDERS: dict[str, ProviderRule] = {
    "gmail.com": _GOOGLE,
    "googlemail.com": _GOOGLE,
    "proton.me": _PROTON,
    "protonmail.com": _PROTON,
    "pm.me": _PROTON,
    "outlook.com": ProviderRule("outlook.com"),
    "hotmail.com": ProviderRule("hotmail.com"),
    "live.com": ProviderRule("live.com"),
    "msn.com": ProviderRule("msn.com"),
    "icloud.com": ProviderRule("icloud.com"),
    "me.com": ProviderRule("me.com"),
    "mac.com": ProviderRule("mac.com"),
    "fastmail.com": ProviderRule("fastmail.com"),
    "fastmail.fm": ProviderRule("fastmail.fm"),
}

_LOCAL = re.compile(r"[^\s@<>(),:;\[\]\\\"]+")


def normalize_email(raw: str) -> str | Why:
    """Give the mailbox an e-mail address is delivered to.

    Letter case is dropped on both sides: no large provider tells mailboxes apart by it,
    although RFC 5321 section 2.4 would allow it.
    """
    text = folded(raw).removeprefix("mailto:").strip("<> ")
    local, at, domain = text.rpartition("@")
    host = ascii_host(domain)
    if not at or not local or host is None or "." not in host:
        return Why.EMPTY if not text else Why.MALFORMED
    if len(local) > LOCAL_MAX:
        return Why.TOO_LONG
    if not _LOCAL.fullmatch(local):
        return Why.MALFORMED
    address = _mailbox(local, host)
    return address if len(address) <= ADDRESS_MAX else Why.TOO_LONG


def _mailbox(local: str, host: str) -> str:
    rule = PROVIDERS.get(host)
    if rule is None:
        return f"{local}@{host}"
    name = local.partition(rule.tag)[0]
    for character in rule.ignored:
        name = name.replace(character, "")
    return f"{name or local}@{rule.domain}"
