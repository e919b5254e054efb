from enum import StrEnum


class Why(StrEnum):
    """Why a value could not become an identifier; stable, shown to analysts."""

    EMPTY = "empty"
    TOO_LONG = "too-long"
    MALFORMED = "malformed"
    SCOPE_MISSING = "scope-missing"
    NOT_PUBLIC = "not-public"
    PLACEHOLDER = "placeholder"
    UNKNOWN_CALLING_CODE = "unknown-calling-code"
    UNSUPPORTED_SCHEME = "unsupported-scheme"
    CHECKSUM = "checksum"
    SINGLE_NAME = "single-name"
    NO_PREFIX = "no-prefix"
    NO_PORT = "no-port"


SENTENCES: dict[Why, str] = {
    Why.EMPTY: "Nothing is left once spaces and invisible characters are removed.",
    Why.TOO_LONG: "The value is longer than any genuine one of its kind.",
    Why.MALFORMED: "The value does not have the form of its kind.",
    Why.SCOPE_MISSING: "The platform, service or type it belongs to is not stated.",
    Why.NOT_PUBLIC: "The address is private: the same one exists in every household.",
    Why.PLACEHOLDER: "The value is a filler that unrelated devices or files share.",
    Why.UNKNOWN_CALLING_CODE: "No country has this calling code.",
    Why.UNSUPPORTED_SCHEME: "This kind of URL does not name a place on a network.",
    Why.CHECKSUM: "Its check digits do not fit: a letter is wrong, or it is invented.",
    Why.SINGLE_NAME: "One name alone is shared by too many people to say anything.",
    Why.NO_PREFIX: "Only an IPv6 address has a prefix that stands for one household.",
    Why.NO_PORT: "There is no port of a customer's side, 1024 to 65535, beside it.",
}
