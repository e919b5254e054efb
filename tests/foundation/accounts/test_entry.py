from datetime import UTC, datetime, timedelta

import pytest

from tests import cast
from tests.foundation.accounts.authenticator import Authenticator
from tipline.foundation.accounts import entry, queries, services
from tipline.foundation.accounts.errors import (
    AttemptExpiredError,
    DemoOnlyError,
    InvitationNotValidError,
    PasskeyNotRegisteredError,
    PasskeyRefusedError,
    SignInLinkNotValidError,
)
from tipline.foundation.accounts.models import Person
from tipline.foundation.audit.models import Entry
from tipline.foundation.policy.principal import Kind, Principal
from tipline.foundation.policy.scope import acting

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 21, 14, 0, tzinfo=UTC)
LATER = NOW + timedelta(minutes=10)
OPERATOR = Principal(
    kind=Kind.CLEARINGHOUSE, actor="person:1", roles=frozenset({"operator"})
)


@pytest.fixture(autouse=True)
def at_localhost(settings):
    settings.PASSKEY_RP_ID = "localhost"
    settings.PASSKEY_ORIGINS = ["http://localhost:8080"]


@pytest.fixture
def agency():
    return services.add_organization(
        OPERATOR, kind="agency", name="Kestrel Bay task force", at=NOW
    )


@pytest.fixture
def token(agency):
    _, token = services.invite(
        OPERATOR,
        organization=agency,
        name="Rosa Lindqvist",
        email="rosa@example.org",
        role="officer",
        at=NOW,
    )
    return token


@pytest.fixture
def device():
    return Authenticator()


@pytest.fixture
def rosa(token, device):
    return accept(token, device)


def accept(token, device, at=NOW, **how):
    options, attempt = entry.begin_registration(token, at=at)
    answer = device.make(options, **how)
    return entry.accept_invitation(token, attempt.as_json(), answer, at=at)


def sign_in(device, at=LATER, **how):
    options, attempt = entry.begin_sign_in(at=at)
    return entry.finish_sign_in(attempt.as_json(), device.sign(options, **how), at=at)


def actions_about(person):
    with acting(OPERATOR):
        rows = Entry.objects.filter(subject=f"person:{person.pk}").order_by("position")
        return list(rows.values_list("action", flat=True))


def test_rosa_accepts_her_invitation_and_signs_in_later(rosa, device, agency):
    assert (rosa.name, rosa.role, rosa.organization) == (
        "Rosa Lindqvist",
        "officer",
        agency,
    )
    assert sign_in(device) == rosa
    with acting(OPERATOR):
        assert Person.objects.get(pk=rosa.pk).last_sign_in_at == LATER
    assert actions_about(rosa) == ["person.signed_in"]


@pytest.mark.usefixtures("rosa")
def test_an_invitation_is_accepted_once(token):
    with pytest.raises(InvitationNotValidError):
        entry.begin_registration(token, at=NOW)
    with pytest.raises(InvitationNotValidError):
        entry.accept_invitation(token, None, {}, at=NOW)


def test_an_invitation_stays_open_when_the_device_failed(token, device):
    with pytest.raises(PasskeyNotRegisteredError):
        accept(token, Authenticator(origin="https://tipline.example.com"))
    with acting(OPERATOR):
        assert not Person.objects.exists()
    assert accept(token, device).email == "rosa@example.org"


def test_an_attempt_for_one_invitation_does_not_accept_another(agency, token, device):
    _, other = services.invite(
        OPERATOR,
        organization=agency,
        name="Zed Marsh",
        email="zed@example.org",
        role="officer",
        at=NOW,
    )
    options, attempt = entry.begin_registration(token, at=NOW)
    answer = device.make(options)
    with pytest.raises(AttemptExpiredError):
        entry.accept_invitation(other, attempt.as_json(), answer, at=NOW)


def test_rosa_lost_her_phone_and_her_new_passkey_replaces_the_old(rosa, device):
    _, token = services.invite_again(OPERATOR, rosa, at=LATER)
    new_phone = Authenticator()
    assert accept(token, new_phone, at=LATER) == rosa
    much_later = LATER + timedelta(hours=1)
    assert sign_in(new_phone, at=much_later) == rosa
    with pytest.raises(PasskeyRefusedError):
        sign_in(device, at=much_later)


def test_whom_an_operator_invites_again_begins_as_trained(rosa):
    """Whoever holds the link could be her; so her rank is not theirs."""
    omar = cast.omar()
    for by, after in ((cast.STAGE, 3), (cast.principal_of(omar), 1)):
        with acting(cast.STAGE):
            Person.objects.filter(pk=rosa.pk).update(seniority=3)
        _, token = services.invite_again(by, rosa, at=LATER)
        accept(token, Authenticator(), at=LATER)
        with acting(cast.STAGE):
            assert Person.objects.get(pk=rosa.pk).seniority == after
    with acting(cast.STAGE):
        assert Person.objects.get(pk=rosa.pk).invited_by == omar


def test_a_passkey_belongs_to_one_account(rosa, device, agency):
    _, token = services.invite(
        OPERATOR,
        organization=agency,
        name="Zed Marsh",
        email="zed@example.org",
        role="officer",
        at=NOW,
    )
    with pytest.raises(PasskeyNotRegisteredError):
        accept(token, device)
    assert sign_in(device) == rosa


def test_a_suspended_person_cannot_come_back_by_an_invitation(rosa, device):
    _, token = services.invite_again(OPERATOR, rosa, at=LATER)
    services.suspend_person(OPERATOR, rosa, at=LATER)
    with pytest.raises(InvitationNotValidError):
        accept(token, Authenticator(), at=LATER)
    services.resume_person(OPERATOR, rosa)
    assert sign_in(device) == rosa


def test_the_suspended_are_refused_like_strangers(rosa, agency, device):
    def refusal_of(somebody):
        with pytest.raises(PasskeyRefusedError) as refused:
            sign_in(somebody)
        return str(refused.value), refused.value.code

    stranger = refusal_of(Authenticator())
    services.suspend_person(OPERATOR, rosa, at=LATER)
    assert refusal_of(device) == stranger
    services.resume_person(OPERATOR, rosa)
    services.suspend_organization(OPERATOR, agency, at=LATER)
    assert refusal_of(device) == stranger
    services.resume_organization(OPERATOR, agency)
    assert sign_in(device) == rosa
    assert actions_about(rosa).count("passkey.refused") == 2


def test_a_copied_passkey_is_refused_and_that_is_noted(rosa, device):
    sign_in(device)
    afterwards = LATER + timedelta(minutes=1)
    with pytest.raises(PasskeyRefusedError):
        sign_in(device, at=afterwards, count=0)
    assert actions_about(rosa) == ["person.signed_in", "passkey.refused"]


def test_the_same_answer_does_not_let_in_twice(rosa, device):
    options, attempt = entry.begin_sign_in(at=LATER)
    answer = device.sign(options, count=0)
    assert entry.finish_sign_in(attempt.as_json(), answer, at=LATER) == rosa
    with pytest.raises(PasskeyRefusedError):
        entry.finish_sign_in(attempt.as_json(), answer, at=LATER)


def test_rosa_confirms_with_her_own_passkey_only(rosa, device, agency):
    _, token = services.invite(
        OPERATOR,
        organization=agency,
        name="Zed Marsh",
        email="zed@example.org",
        role="officer",
        at=NOW,
    )
    zeds = Authenticator()
    accept(token, zeds)
    options, attempt = entry.begin_confirm(rosa, at=LATER)
    with pytest.raises(PasskeyRefusedError):
        entry.finish_confirm(rosa, attempt.as_json(), zeds.sign(options), at=LATER)
    entry.finish_confirm(rosa, attempt.as_json(), device.sign(options), at=LATER)
    assert actions_about(rosa) == ["person.confirmed"]


def test_an_answer_for_signing_in_does_not_confirm(rosa, device):
    options, attempt = entry.begin_sign_in(at=LATER)
    with pytest.raises(AttemptExpiredError):
        entry.finish_confirm(rosa, attempt.as_json(), device.sign(options), at=LATER)


def test_leaving_is_noted(rosa):
    entry.sign_out(rosa)
    assert actions_about(rosa) == ["person.signed_out"]


def test_a_sign_in_link_lets_in_once_within_half_an_hour(rosa):
    link = entry.make_sign_in_link(OPERATOR, rosa, at=NOW, demo=True)
    late = entry.make_sign_in_link(OPERATOR, rosa, at=NOW, demo=True)
    assert entry.use_sign_in_link(link, at=LATER, demo=True) == rosa
    with pytest.raises(SignInLinkNotValidError):
        entry.use_sign_in_link(link, at=LATER, demo=True)
    with pytest.raises(SignInLinkNotValidError):
        entry.use_sign_in_link(late, at=NOW + timedelta(minutes=30), demo=True)
    with pytest.raises(SignInLinkNotValidError):
        entry.use_sign_in_link("never made", at=NOW, demo=True)


def test_a_sign_in_link_of_a_suspended_person_does_not_let_in(rosa):
    link = entry.make_sign_in_link(OPERATOR, rosa, at=NOW, demo=True)
    services.suspend_person(OPERATOR, rosa, at=NOW)
    with pytest.raises(SignInLinkNotValidError):
        entry.use_sign_in_link(link, at=NOW, demo=True)
    services.resume_person(OPERATOR, rosa)
    assert entry.use_sign_in_link(link, at=NOW, demo=True) == rosa


def test_outside_demo_mode_there_are_no_sign_in_links(rosa):
    link = entry.make_sign_in_link(OPERATOR, rosa, at=NOW, demo=True)
    with pytest.raises(DemoOnlyError):
        entry.use_sign_in_link(link, at=NOW, demo=False)
    with pytest.raises(DemoOnlyError):
        entry.make_sign_in_link(OPERATOR, rosa, at=NOW, demo=False)
    assert entry.use_sign_in_link(link, at=NOW, demo=True) == rosa


def test_a_person_acts_for_their_organization(rosa, agency):
    principal = queries.principal_of(rosa, verified_at=1.0)
    assert principal == Principal(
        kind=Kind.AGENCY,
        actor=f"person:{rosa.pk}",
        organization_id=agency.pk,
        roles=frozenset({"officer"}),
        verified_at=1.0,
    )
    assert queries.passkeys_of(principal, rosa)[0].person_id == rosa.pk
