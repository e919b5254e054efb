"""Who and what the access tests are about: people, platforms, reports of two sides.

Everything is made through the services, in one transaction that is never committed. The
connection belongs to the superuser of the throw-away cluster, who lends its session to
the role that is tested: so a test can look at what row-level security hides.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.db import connection, transaction

from tests import cast, factories
from tests.access import (
    agency_api_rows,
    bundle_rows,
    call_rows,
    casework_rows,
    clearance_rows,
    feedback_rows,
    linking_rows,
    lists_stage,
    paperwork_rows,
    place_rows,
    prior_rows,
    review_rows,
    supplement_rows,
    take_it_down_rows,
    urgency_rows,
    viewing_stage,
)
from tests.material import picture, report_xml
from tipline.files.models import ReportedFile, VideoHash
from tipline.foundation.accounts import entry, services
from tipline.foundation.accounts.models import (
    ApiCredential,
    Invitation,
    Organization,
    Passkey,
    Person,
)
from tipline.foundation.jobs.models import StepRun
from tipline.foundation.policy.scope import acting
from tipline.hashlist.services import load_list
from tipline.intake.models import PlatformProfile
from tipline.matching.models import (
    ClaimedHash,
    FrameMatch,
    Match,
    PictureMatch,
    Sweep,
    SweepPart,
    VideoMatch,
)
from tipline.referral import services as referral
from tipline.referral.models import Referral

CALIFORNIA = "171.64.64.64"
NOWHERE_ID = 4611686018427387904  # no record has this number


@dataclass(frozen=True)
class Side:
    """One platform, its finished report, and the officer whose agency received it."""

    platform: cast.Platform
    report_id: int
    file_id: str
    officer: Person
    canary: str


@dataclass(frozen=True)
class Stage:
    """Two sides that must never see each other, and the clearinghouse's people."""

    ours: Side
    theirs: Side
    test: cast.Platform
    test_report: int
    open_report: int
    open_file: str
    newcomer: cast.Platform
    ana: Person
    omar: Person
    vera: Person
    ilse: Person
    lists: lists_stage.Lists
    urgency: urgency_rows.Urgency
    reviewed: review_rows.Reviewed
    viewing: viewing_stage.Seen
    calls: call_rows.Calls
    places: place_rows.Places
    bundle_id: int
    flood_id: int
    case_id: int
    cluster_id: int
    appeal_id: int
    other_agency: Organization
    invitation: Invitation
    invitation_token: str
    credential: ApiCredential
    supplement_id: int
    clearance_id: int
    hold_id: int
    casework: casework_rows.Casework
    requests: dict[str, int]
    answer_secret: str
    tokens: agency_api_rows.Tokens


@contextmanager
def superuser() -> Iterator[None]:
    """Connect Django as the throw-away cluster's superuser; undo all that is done."""
    known = {name: connection.settings_dict[name] for name in ("USER", "PASSWORD")}
    login = settings.ENVIRONMENT.cluster.connection("tipline_superuser")
    connection.close()
    connection.settings_dict.update(USER=login.user, PASSWORD=login.password)
    try:
        with transaction.atomic():
            become("tipline_worker")
            yield
            transaction.set_rollback(True)
    finally:
        connection.close()
        connection.settings_dict.update(known)


def become(role: str) -> None:
    """Lend the session to a role; `tipline_superuser` takes it back."""
    with connection.cursor() as cursor:
        cursor.execute("RESET SESSION AUTHORIZATION")
        if role != "tipline_superuser":
            cursor.execute(f"SET SESSION AUTHORIZATION {role}")


@contextmanager
def undone() -> Iterator[None]:
    """Run the block and undo what it did, whoever it acted as."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def build() -> Stage:
    """Make the stage."""
    ours = _side("Exemplar Chat", cast.lena(), "quiet_canary_7f31", ip="18.9.22.69")
    theirs = _side("Sample Social", cast.zed(), "loud_canary_9c02", ip=CALIFORNIA)
    urgency = urgency_rows.build(ours.report_id, theirs.report_id)
    calls = call_rows.build()
    test = cast.platform("Exemplar Chat", is_test=True)
    test_report = factories.open_report(test)
    factories.finish(test, test_report)
    opened = factories.open_report(ours.platform)
    open_file = factories.add_file(ours.platform, opened)
    newcomer = cast.platform("Third Forum")
    factories.open_report(newcomer)
    invitation, token = _invited(ours.officer)
    with acting(cast.STAGE):
        _note_failed_step(ours.report_id)
        credential = ApiCredential.objects.get(username=theirs.platform.username)
    supplement_rows.build(theirs.platform, theirs.report_id)
    for person in (ours.officer, theirs.officer):
        entry.make_sign_in_link(cast.STAGE, person, at=datetime.now(UTC), demo=True)
    made = Stage(
        ours=ours,
        theirs=theirs,
        test=test,
        test_report=test_report,
        open_report=opened,
        open_file=open_file,
        newcomer=newcomer,
        ana=cast.ana(),
        omar=cast.omar(),
        vera=cast.vera(),
        ilse=cast.ilse(),
        case_id=take_it_down_rows.build(),
        lists=lists_stage.build(),
        urgency=urgency,
        reviewed=review_rows.build(ours.report_id, theirs.report_id),
        viewing=viewing_stage.build([ours.file_id, theirs.file_id], cast.ana()),
        calls=calls,
        places=place_rows.build(ours.report_id),
        bundle_id=bundle_rows.build(ours.report_id),
        flood_id=bundle_rows.build_flood(calls.sent_form_id),
        cluster_id=linking_rows.build_cluster(ours.report_id, calls.over_id),
        appeal_id=prior_rows.build(ours.platform, theirs.platform),
        other_agency=theirs.officer.organization,
        invitation=invitation,
        invitation_token=token,
        credential=credential,
        casework=casework_rows.build(ours, theirs),
        clearance_id=clearance_rows.build(ours, theirs),
        hold_id=clearance_rows.build_holds(ours.report_id, theirs.report_id),
        answer_secret=feedback_rows.build(ours, theirs),
        requests=paperwork_rows.build(ours, theirs),
        tokens=agency_api_rows.build(ours, theirs),
        supplement_id=supplement_rows.build(ours.platform, ours.report_id),
    )
    linking_rows.build_desks(
        [ours.officer, theirs.officer], [ours.report_id, theirs.report_id]
    )
    settle_constraints()
    return made


def _invited(officer: Person) -> tuple[Invitation, str]:
    return services.invite(
        cast.STAGE,
        organization=officer.organization,
        name="Ida Invited",
        email="ida@example.org",
        role="officer",
        at=datetime.now(UTC),
    )


def settle_constraints() -> None:
    """Check now what a commit would check: until then no table can be altered."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def _side(name: str, officer: Person, canary: str, *, ip: str) -> Side:
    platform = cast.platform(name)
    content = picture(len(name))
    body = report_xml(
        user_id=f"id-{canary}", screen_name=canary, ip=ip, email=f"{canary}@example.net"
    )
    report_id = factories.open_report(platform, body)
    file_id = factories.add_file(platform, report_id, content)
    _list_the_file(report_id, name)
    factories.finish(platform, report_id)
    factories.pipeline.journey.func(report_id=report_id)
    with acting(cast.STAGE):
        _let_the_file_move(report_id)
        PlatformProfile.objects.create(organization=platform.organization)
        Passkey.objects.create(
            person=officer,
            credential_id=canary.encode(),
            public_data=b"public",
            name="key",
            created_at=datetime.now(UTC),
        )
        sent = Referral.objects.get(report_id=report_id)
        assert sent.agency_id == officer.organization_id
    receive_packet(officer, report_id)
    return Side(platform, report_id, file_id, officer, canary)


def _list_the_file(report_id: int, name: str) -> None:
    """Put the report's file on a list of its own, so that it is matched."""
    with acting(cast.STAGE), connection.cursor() as cursor:
        cursor.execute(
            "SELECT sha256 FROM files_reportedfile WHERE report_id = %s", [report_id]
        )
        (sha256,) = cursor.fetchone()
    load_list(
        cast.STAGE,
        [f"sha256,{sha256},A1"],
        name=f"list of {name}",
        meaning="known",
        at=datetime.now(UTC),
    )


def _let_the_file_move(report_id: int) -> None:
    """Treat the report's picture as a video that shares frames with itself."""
    file = ReportedFile.objects.get(report_id=report_id)
    said = {"recipe": "none", "length_ms": 1, "frames": b""}
    VideoHash.objects.get_or_create(content=file.content, defaults=said)
    PictureMatch.objects.create(
        report_id=report_id,
        file=file,
        other=file.content,
        distance=0,
        matched_at=datetime.now(UTC),
    )
    now = datetime.now(UTC)
    facts = {"after": 0, "upto": 0, "entries": 1, "began_at": now, "finished_at": now}
    SweepPart.objects.create(sweep=Sweep.objects.create(**facts), after=0, upto=0)
    _suggest_a_frame(file, now)
    ClaimedHash.objects.create(file=file, algorithm="pdna", value="AbCd")
    VideoMatch.objects.create(
        report_id=report_id,
        file=file,
        other=file.content,
        file_percent=100,
        other_percent=100,
        intervals={"file": [], "other": []},
        matched_at=datetime.now(UTC),
    )


def _suggest_a_frame(file: ReportedFile, at: datetime) -> None:
    """Say that the report's picture may be a frame of what it matches."""
    FrameMatch.objects.create(
        report_id=file.report_id,
        file=file,
        entry_id=Match.objects.filter(file=file).values_list("entry", flat=True)[0],
        frame_of="item",
        distance=1,
        quality=100,
        matched_at=at,
    )


def receive_packet(officer: Person, report_id: int) -> None:
    """Leave the receipt of a download behind."""
    principal = cast.principal_of(officer)
    with acting(principal):
        sent = Referral.objects.get(report_id=report_id)
        referral.note_receipt(
            principal,
            sent,
            part="pdf",
            sha256="0" * 64,
            size_bytes=1,
            at=datetime.now(UTC),
        )


def _note_failed_step(report_id: int) -> None:
    StepRun.objects.filter(subject_id=report_id, step="match").update(
        state="failed", updated_at=datetime.now(UTC)
    )


def shut_out(platform: cast.Platform, how: str) -> cast.Platform:
    """Give a further credential of the platform that is `revoked` or `expired`."""
    at = datetime.now(UTC)
    made_at = at - timedelta(days=9) if how == "expired" else at
    credential, password = services.add_credential(
        cast.STAGE,
        organization=platform.organization,
        is_test=False,
        at=made_at,
        valid_days=1,
    )
    if how == "revoked":
        services.revoke_credential(cast.STAGE, credential, at=at)
    return cast.Platform(
        platform.organization, credential.username, password, platform.principal
    )


def person(name: str, role: str, organization: Organization) -> Person:
    """Give one more person."""
    with acting(cast.STAGE):
        return Person.objects.create(
            name=name,
            email=f"{name.lower()}@example.org",
            role=role,
            organization=organization,
            created_at=cast.YESTERDAY,
        )
