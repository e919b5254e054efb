"""Whose hotline this is: one settings file, read and checked at the start.

Name, colors, emergency numbers, helplines, legal texts, the way out, who may frame it.
"""

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit

from django.utils.translation import get_language
from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    ValidationError,
    model_validator,
)

from tipline.foundation.errors import TiplineError
from tipline.foundation.languages import LANGUAGES
from tipline.foundation.web.territories import is_territory

SHIPPED = Path(__file__).with_name("hotline.toml")
CONTRAST_LEAST = 4.5  # WCAG 2.2, 1.4.3
# The grounds of tokens.css that accents stand on.
GROUNDS = {"day": ("#f4f5f2", "#ffffff"), "night": ("#0e1514", "#16201f")}
_HEX = re.compile(r"#[0-9a-f]{6}")
_PHONE = re.compile(r"[0-9+][0-9 ()-]*")


class MalformedHotlineError(TiplineError):
    """The hotline's settings file cannot be used; says where and what to change."""

    code = "malformed-hotline"
    http_status = 500
    sentence = "%(problems)s"


def _color(text: str) -> str:
    if not _HEX.fullmatch(text):
        raise ValueError("write a color as #rrggbb, in small letters")
    return text


def _origin(text: str) -> str:
    parts = urlsplit(text)
    is_one = parts.scheme in {"https", "http"} and parts.hostname
    if not is_one or parts.path.strip("/") or parts.query or "*" in text:
        raise ValueError("write one web site, such as https://hotline.example.org")
    if not re.fullmatch(r"https?://[A-Za-z0-9.:\[\]-]+/?", text):
        raise ValueError("write one web site, such as https://hotline.example.org")
    return text.rstrip("/")


def _address(text: str) -> str:
    if urlsplit(text).scheme not in {"https", "http"} or not urlsplit(text).hostname:
        raise ValueError("write a whole address, such as https://example.org/")
    return text


def _number(text: str) -> str:
    if not _PHONE.fullmatch(text):
        raise ValueError("write a telephone number, such as 112 or 0800 1111")
    return text


def _onion(text: str) -> str:
    if text and not re.fullmatch(r"https?://[a-z2-7]{56}\.onion", text):
        raise ValueError("write an onion service of 56 letters, as http://….onion")
    return text


Color = Annotated[str, AfterValidator(_color)]
Number = Annotated[str, AfterValidator(_number)]
Line = Annotated[str, Field(min_length=1, max_length=200)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Helpline(_Part):
    """Somebody to talk to; `number` and `url` may each be missing, not both."""

    name: Line
    number: Number | None = None
    url: Annotated[str, AfterValidator(_address)] | None = None
    hours: str = ""

    @model_validator(mode="after")
    def _check(self) -> "Helpline":
        if not self.number and not self.url:
            raise ValueError("a helpline needs a number or a url")
        return self

    @property
    def dial(self) -> str:
        """The number as a telephone dials it."""
        return re.sub(r"[^0-9+]", "", self.number or "")


class Country(_Part):
    """What a visitor of one country is told; `name` where Tipline knows none."""

    emergency: Number
    name: str = ""
    helplines: tuple[Helpline, ...] = ()

    @property
    def dial(self) -> str:
        """The emergency number as a telephone dials it."""
        return re.sub(r"[^0-9+]", "", self.emergency)


class Palette(_Part):
    """Colors of the band at the top and of buttons, each with its text."""

    band: Color
    on_band: Color
    accent: Color
    on_accent: Color


class Colors(_Part):
    """By day and by night; every text must be readable."""

    day: Palette
    night: Palette

    @model_validator(mode="after")
    def _check(self) -> "Colors":
        for light, grounds in GROUNDS.items():
            palette: Palette = getattr(self, light)
            pairs = [
                ("on_band", palette.on_band, palette.band),
                ("on_accent", palette.on_accent, palette.accent),
                *(("accent", palette.accent, ground) for ground in grounds),
            ]
            for name, text, ground in pairs:
                found = contrast(text, ground)
                if found < CONTRAST_LEAST:
                    raise ValueError(
                        f"{light}.{name} {text} on {ground} has a contrast of"
                        f" {found:.1f} to 1; people need {CONTRAST_LEAST} to 1. Take"
                        " a darker or a lighter one"
                    )
        return self


class LegalText(_Part):
    """Who runs the service; paragraphs of plain text."""

    title: Line
    paragraphs: tuple[str, ...] = ()


class Legal(LegalText):
    """The legal text, and what it is in other languages, by their codes."""

    languages: dict[str, LegalText] = {}

    @model_validator(mode="after")
    def _check(self) -> "Legal":
        known = {each.code for each in LANGUAGES}
        if unknown := sorted(self.languages.keys() - known):
            raise ValueError(
                f"languages.{unknown[0]}: write one of {', '.join(sorted(known))}"
            )
        return self

    @property
    def here(self) -> LegalText:
        """The text in the language of the page, or else the one text there is."""
        return self.languages.get(get_language() or "", self)


class Hotline(_Part):
    """Everything that a hotline says of itself."""

    name: Annotated[str, Field(min_length=1, max_length=60)]
    exit_url: Annotated[str, AfterValidator(_address)]
    default_country: str
    embed_origins: tuple[Annotated[str, AfterValidator(_origin)], ...]
    onion_url: Annotated[str, AfterValidator(_onion)]
    legal: Legal
    colors: Colors
    countries: dict[str, Country]

    @property
    def onion_hosts(self) -> tuple[str, ...]:
        """The host name of the onion service, if there is one."""
        name = urlsplit(self.onion_url).hostname
        return (name,) if name else ()

    @model_validator(mode="after")
    def _check(self) -> "Hotline":
        for code, country in self.countries.items():
            if not re.fullmatch("[A-Z]{2}", code):
                raise ValueError(f"countries.{code}: write two capital letters")
            if not is_territory(code) and not country.name:
                raise ValueError(f"countries.{code}: give it a name")
        if self.default_country and self.default_country not in self.countries:
            raise ValueError("default_country: it is none of the countries")
        return self


def load_hotline(path: Path | None = None) -> Hotline:
    """Read a hotline's file over the shipped one.

    Raises:
        MalformedHotlineError: with a sentence for each thing that is wrong.
    """
    shipped = tomllib.loads(SHIPPED.read_text(encoding="utf-8"))
    try:
        own = tomllib.loads(path.read_text(encoding="utf-8")) if path else {}
        return Hotline.model_validate(_over(shipped, own))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise MalformedHotlineError(problems=f"{path}: {error}") from error
    except ValidationError as error:
        raise MalformedHotlineError(problems=_sentences(path, error)) from error


def _over(shipped: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    """Lay an own file over the shipped one; a country and a legal text go whole."""
    merged = {**shipped, **own}
    if isinstance(own.get("countries"), dict):
        merged["countries"] = {**shipped["countries"], **own["countries"]}
    if isinstance(own.get("colors"), dict):
        lights = {**shipped["colors"], **own["colors"]}
        merged["colors"] = {
            light: {**shipped["colors"].get(light, {}), **palette}
            if isinstance(palette, dict)
            else palette
            for light, palette in lights.items()
        }
    return merged


def _sentences(path: Path | None, error: ValidationError) -> str:
    lines = []
    for detail in error.errors(include_url=False):
        where = ".".join(map(str, detail["loc"]))
        why = detail["msg"].removeprefix("Value error, ")
        lines.append(f"{path or SHIPPED.name}: {where + ': ' if where else ''}{why}.")
    return "\n".join(lines)


def contrast(one: str, other: str) -> float:
    """Give the contrast of two colors, 1 to 21 (WCAG 2.2, relative luminance)."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(color: str) -> float:
    red, green, blue = (_linear(int(color[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    is_dark = part <= 0.04045  # noqa: PLR2004 - sRGB, IEC 61966-2-1
    return part / 12.92 if is_dark else ((part + 0.055) / 1.055) ** 2.4
