"""All that is known of one report, gathered from the capabilities for one page."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from tipline.alerting.clocks import Station, stations
from tipline.alerting.watching import Clock
from tipline.foundation.accounts import queries as accounts
from tipline.foundation.jobs import queries as jobs
from tipline.foundation.policy.principal import Principal
from tipline.intake import call_queries, supplements, web_forms
from tipline.intake.call_queries import TakenCall
from tipline.intake.codec import Json
from tipline.intake.origins import ReportOrigin
from tipline.intake.supplements import Told as ToldLater
from tipline.intake.web_forms import Spoken
from tipline.linking import queries as links
from tipline.linking.cluster_reading import cluster_of
from tipline.pipeline import VIDEO_STEPS
from tipline.portals.console import described
from tipline.portals.console.described import Block
from tipline.portals.console.filed import FileView, files_of
from tipline.referral.geolocation import ATTRIBUTION_TEXT, ATTRIBUTION_URL
from tipline.referral.release_queries import ReleaseSheet, release_sheet
from tipline.triage.reading import ReadReport, read_report
from tipline.triage.wording import STEP_WORDS

LINKS_MOST = 200
LINKED_SHOWN = 8  # reports named for each shared identifier; a count says the rest
ORIGINAL_SHOWN = 100_000  # characters; more would make the page unusable


@dataclass(frozen=True, kw_only=True)
class Shared:
    """An identifier that other reports hold too, and what that says."""

    kind: str
    value: str
    role: str
    strength: str
    shared_by: int
    report_ids: tuple[int, ...]
    bits_apart: int | None = None

    @property
    def more(self) -> int:
        return max(self.shared_by - 1 - len(self.report_ids), 0)


@dataclass(frozen=True, kw_only=True)
class StepView:
    """One step of the journey; it is `waiting` until it ran for the first time."""

    step: str
    state: str = "waiting"
    attempts: int = 0
    error_code: str = ""
    at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Shown:
    """An original as the page shows it; `is_cut` if that is only its beginning."""

    kind: str
    file_id: str
    text: str
    size_bytes: int
    received_at: datetime
    is_cut: bool


@dataclass(frozen=True, kw_only=True)
class Warned:
    """A warning of the intake; `file_number` is None for the report itself."""

    file_number: int | None
    finding: Json


@dataclass(frozen=True, kw_only=True)
class Told:
    """What only a report of the public has; `names` are those of who decided.

    `spoken` are questions and answers since, of a report by the form.
    """

    call: TakenCall
    release: ReleaseSheet
    names: Mapping[str, str]
    spoken: tuple[Spoken, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Dossier:
    """The whole page of one report."""

    report: ReadReport
    what: Block
    asked: tuple[Block, ...]
    people: tuple[Block, ...]
    channels: tuple[Block, ...]
    reporting: tuple[Block, ...]
    files: tuple[FileView, ...]
    shared: tuple[Shared, ...]
    cluster_id: int | None
    steps: tuple[StepView, ...]
    warnings: tuple[Warned, ...]
    originals: tuple[Shown, ...]
    clock: tuple[Station, ...]
    supplements: tuple[ToldLater, ...]
    told: Told | None = None
    attribution_text: str = ATTRIBUTION_TEXT
    attribution_url: str = ATTRIBUTION_URL

    @property
    def failed_steps(self) -> tuple[StepView, ...]:
        return tuple(step for step in self.steps if step.state == "failed")

    @property
    def has_generative_mark(self) -> bool:
        """A mark says generative AI, and cannot say in which of its three senses."""
        marks = (file.said.annotations for file in self.files if file.said)
        return any("generativeAi" in names for names in marks)

    @property
    def strongly_linked(self) -> int:
        return len(self._linked("strong"))

    @property
    def weakly_linked(self) -> int:
        return len(self._linked("weak") - self._linked("strong"))

    def _linked(self, strength: str) -> set[int]:
        groups = (shared for shared in self.shared if shared.strength == strength)
        return {number for shared in groups for number in shared.report_ids}


def gather(reader: Principal, report_id: int, *, at: datetime) -> Dossier:
    """Give all that is known of a finished report; the reading is in the audit.

    Raises:
        ReportNotFoundError: there is none, it is unfinished, or it is a test.
    """
    report = read_report(reader, report_id, at=at)
    files = files_of(reader, report_id)
    return Dossier(
        report=report,
        what=described.incident(report.document),
        asked=described.told(report.document),
        people=described.people(report.document),
        channels=described.channels(report.document),
        reporting=described.reporting(report.document),
        files=files,
        shared=_shared(reader, report_id),
        cluster_id=cluster_of(reader, report_id),
        steps=_steps(reader, report_id, has_unseen=not all(f.inspected for f in files)),
        warnings=_warnings(report, files),
        originals=_originals(report),
        clock=stations(_clock(report)),
        supplements=supplements.of_report(reader, report_id),
        told=_told(reader, report),
    )


def _told(reader: Principal, report: ReadReport) -> Told | None:
    if report.origin == ReportOrigin.PLATFORM:
        return None
    call = call_queries.call_of(reader, report.report_id)
    release = release_sheet(reader, report.report_id)
    checked = [check.by for check in call.danger.checks]
    decided = [decision.by for decision in release.decided]
    names = accounts.names_of(reader, [*checked, *decided])
    spoken = web_forms.conversation(reader, report.report_id) if call.is_form else ()
    if call.is_form:
        web_forms.note_read(reader, report.report_id)
    names |= accounts.names_of(reader, [each.by for each in spoken])
    return Told(call=call, release=release, names=names, spoken=spoken)


def _clock(report: ReadReport) -> Clock:
    """Give the first time that the report passed each station."""
    there = report.handovers
    opened = [each.first_opened_at for each in there if each.first_opened_at]
    answered = [each.acknowledged_at for each in there if each.acknowledged_at]
    return Clock(
        finished_at=report.finished_at or report.changed_at,
        assessed_at=min((made.at for made in report.history), default=None),
        available_at=min((each.made_available_at for each in there), default=None),
        opened_at=min(opened, default=None),
        acknowledged_at=min(answered, default=None),
    )


def _shared(reader: Principal, report_id: int) -> tuple[Shared, ...]:
    """Group the links by identifier: strong before weak, the rarest first."""
    found: dict[tuple[str, str, str], list[links.Link]] = {}
    for link in links.links_of(reader, report_id, most=LINKS_MOST):
        found.setdefault((link.kind, link.value, link.role), []).append(link)
    groups = [
        Shared(
            kind=kind,
            value=value,
            role=role,
            strength=group[0].strength,
            shared_by=group[0].shared_by,
            report_ids=tuple(link.report_id for link in group[:LINKED_SHOWN]),
            bits_apart=max(
                (each.bits_apart for each in group if each.bits_apart is not None),
                default=None,
            ),
        )
        for (kind, value, role), group in found.items()
    ]
    return tuple(sorted(groups, key=lambda g: (g.strength != "strong", g.shared_by)))


def _steps(
    reader: Principal, report_id: int, *, has_unseen: bool
) -> tuple[StepView, ...]:
    """List the steps that ran and that will; of videos only where there may be some."""
    runs = {
        run.step: StepView(
            step=run.step,
            state=run.state,
            attempts=run.attempts,
            error_code=run.error_code,
            at=run.updated_at,
        )
        for run in jobs.steps_of(reader, report_id)
    }
    return tuple(
        runs.get(step, StepView(step=step))
        for step in STEP_WORDS
        if step in runs or step not in VIDEO_STEPS or has_unseen
    )


def _warnings(report: ReadReport, files: tuple[FileView, ...]) -> tuple[Warned, ...]:
    own = (Warned(file_number=None, finding=finding) for finding in report.warnings)
    of_files = (
        Warned(file_number=file.number, finding=finding)
        for file in files
        for finding in file.warnings
    )
    return (*own, *of_files)


def _originals(report: ReadReport) -> tuple[Shown, ...]:
    """Show what was sent as text; bytes that are no UTF-8 show as a replacement."""
    return tuple(
        Shown(
            kind=original.kind,
            file_id=original.file_id,
            text=original.body[: 4 * ORIGINAL_SHOWN].decode("utf-8", "replace")[
                :ORIGINAL_SHOWN
            ],
            size_bytes=len(original.body),
            received_at=original.received_at,
            is_cut=len(original.body) > ORIGINAL_SHOWN,
        )
        for original in report.originals
    )
