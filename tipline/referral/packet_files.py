"""Give a packet's files: their facts, who was shown them, and the gate of each."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from tipline.files import queries as files
from tipline.files.models import ReportedFile
from tipline.foundation.policy.principal import Principal
from tipline.foundation.sentence import Sentence
from tipline.intake.document import MetadataPair
from tipline.intake.models import Report
from tipline.intake.profile import ViewedScope
from tipline.matching import queries as matching
from tipline.matching.models import Match
from tipline.referral.packet.contents import PacketFile, Viewing
from tipline.referral.packet.file_gate import FileGate, MatchBasis, gate
from tipline.referral.packet.sentence import in_a_row
from tipline.review.labels import Labels
from tipline.review.wording import tags_of
from tipline.viewing import queries as viewing
from tipline.viewing.gate import GROUND_WORDS, Ground, LegalBasis
from tipline.viewing.queries import Shown

PERCEPTUAL = frozenset({"pdq", "vpdq"})
DESTROYED = "The bytes of this file were destroyed; its hashes and metadata remain."


@dataclass(frozen=True, kw_only=True)
class Seen:
    """Who looked: how much of a file the platform views, what our staff was shown."""

    scope: ViewedScope
    shown: Mapping[int, tuple[Shown, ...]]


def seen_of(officer: Principal, report: Report) -> Seen:
    """Give what is known of who looked at a report's files."""
    scope, _ = viewing.scope_of(officer, report.platform_id)
    return Seen(scope=scope, shown=viewing.shown_of(officer, [report.pk]))


def files_of_reports(
    officer: Principal, reports: Sequence[Report]
) -> list[tuple[int, PacketFile]]:
    """Give the files of reports, each with its report's number, in their order."""
    numbers = [report.pk for report in reports]
    received = files.files_by_report(officer, numbers)
    matches = matching.matches_by_report(officer, numbers)
    shown = viewing.shown_of(officer, numbers)
    platforms = {report.platform_id for report in reports}
    scopes = {each: viewing.scope_of(officer, each)[0] for each in platforms}
    return [
        (report.pk, packet_file(file, matches[report.pk], seen))
        for report in reports
        for seen in [Seen(scope=scopes[report.platform_id], shown=shown)]
        for file in received[report.pk]
    ]


def packet_file(
    file: ReportedFile,
    matches: Iterable[Match],
    seen: Seen,
    *,
    basis: LegalBasis | None = None,
    labels: Labels | None = None,
) -> PacketFile:
    """Give one file with the gate that decides on its bytes."""
    shown = seen.shown.get(file.pk, ())
    details, content = files.details_of(file), file.content
    exif = content.exif if content else {}
    return PacketFile(
        file_id=file.file_id,
        file_name=file.file_name,
        original_file_name=details.original_file_name if details else None,
        size_bytes=file.size_bytes,
        md5=file.md5,
        sha1=file.sha1,
        sha256=file.sha256,
        gate=_gate(file, matches, seen, basis=basis),
        viewed_by_clearinghouse=tuple(_viewing(each) for each in shown),
        media_type=(content.media_type or None) if content else None,
        width=content.width if content else None,
        height=content.height if content else None,
        pdq=tuple(files.hashes_of(file)),
        exif=tuple(
            MetadataPair(name=name, value=str(value), kind="EXIF")
            for name, value in sorted(exif.items())
        ),
        details=details,
        details_as_sent=files.details_as_sent(file),
        labels=tags_of(labels) if labels else (),
        label_set=labels,
    )


def _viewing(shown: Shown) -> Viewing:
    """Say who was served what; the bytes are the proof, not somebody's word."""
    said = [Sentence(GROUND_WORDS[Ground(shown.ground)])]
    if shown.basis_reference:
        said.append(
            Sentence(
                "%(kind)s, %(reference)s.",
                kind=shown.basis_kind,
                reference=shown.basis_reference,
            )
        )
    if shown.is_withdrawn:
        said.append(Sentence("The clearinghouse withdrew this basis later."))
    said.append(_sent(shown))
    return Viewing(at=shown.at, by=shown.viewer, basis=in_a_row(said))


def _sent(shown: Shown) -> Sentence:
    of_all = {"size": str(shown.size_bytes), "variant": shown.variant}
    if shown.served_bytes is None:
        return Sentence(
            "not known of %(size)s bytes of the %(variant)s preview sent.", **of_all
        )
    return Sentence(
        "%(served)s of %(size)s bytes of the %(variant)s preview sent.",
        served=str(shown.served_bytes),
        **of_all,
    )


def _gate(
    file: ReportedFile,
    matches: Iterable[Match],
    seen: Seen,
    *,
    basis: LegalBasis | None,
) -> FileGate:
    found = gate(
        viewed_by_platform=file.viewed_by_platform,
        publicly_available=file.publicly_available,
        viewed_scope=seen.scope,
        viewed_by_clearinghouse=any(
            each.is_ours for each in seen.shown.get(file.pk, ())
        ),
        legal_basis=basis,
        match_bases=tuple(
            match_basis(match) for match in matches if match.file_id == file.pk
        ),
    )
    if file.shredded_at is None:
        return found
    return replace(found, may_open=False, banner=DESTROYED)


def match_basis(match: Match) -> MatchBasis:
    """Say on what a match rests."""
    is_near = match.algorithm in PERCEPTUAL
    return MatchBasis.PERCEPTUAL_HASH if is_near else MatchBasis.EXACT_HASH
