from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from tipline.foundation.accounts import queries as accounts
from tipline.foundation.accounts import services
from tipline.intake import platforms
from tipline.intake.profile import Profile, ViewedScope
from tipline.portals.operations.asking import SignedInRequest
from tipline.portals.operations.errors import OwnAccountError
from tipline.portals.operations.forms import (
    KINDS,
    AgencyForm,
    PlatformForm,
    ProfileForm,
)
from tipline.portals.operations.listing import listed
from tipline.portals.operations.views.acting import Change, change_page, posted
from tipline.referral import services as referral
from tipline.referral.agencies import AgencyKind


def organizations(request: SignedInRequest) -> HttpResponse:
    kind = request.GET.get("kind", "platform")
    if kind not in KINDS:
        raise Http404
    found = accounts.organizations(request.principal)
    search = request.GET.get("q", "").strip()
    of_kind = [organization for organization in found if organization.kind == kind]
    context = {
        "kind": kind,
        "kinds": [
            (value, words, sum(o.kind == value for o in found))
            for value, words in KINDS.items()
        ],
        "search": search,
        "page": listed(of_kind, search=search, after=request.GET.get("after", "")),
        "is_first": "after" not in request.GET,
    }
    return render(request, "operations/organizations.html", context)


def organization(request: SignedInRequest, organization_id: int) -> HttpResponse:
    reader, now = request.principal, timezone.now()
    found = accounts.organization(reader, organization_id)
    is_platform = found.kind == "platform"
    context = {
        "organization": found,
        "people": accounts.people(reader, found),
        "invitations": accounts.open_invitations(reader, found, at=now),
        "credentials": accounts.credentials_of(reader, found) if is_platform else (),
        "profile": platforms.profile_of(reader, found.pk) if is_platform else None,
        "is_own": found.pk == reader.organization_id,
        "own_actor": reader.actor,
        "now": now,
    }
    return render(request, "operations/organization.html", context)


def add_organization(request: SignedInRequest, kind: str) -> HttpResponse:
    adding = {
        "platform": _add_platform,
        "agency": _add_agency,
        "audit-firm": _add_firm,
    }.get(kind)
    if adding is None:
        raise Http404
    return adding(request)


def _add_platform(request: SignedInRequest) -> HttpResponse:
    def do(form: forms.Form) -> HttpResponse:
        name, at = form.cleaned_data["name"], timezone.now()
        added = services.add_organization(
            request.principal, kind="platform", name=name, at=at
        )
        return redirect("operations:organization", added.pk)

    change = Change(
        title=_("Add a platform"),
        explanation=_(
            "It can report once it has a credential: a test one first, so that its"
            " engineers can try, then one for production."
        ),
        button=_("Add the platform"),
        back=_organizations_of("platform"),
    )
    return change_page(request, change, do, form=PlatformForm(posted(request)))


def _add_firm(request: SignedInRequest) -> HttpResponse:
    def do(form: forms.Form) -> HttpResponse:
        added = services.add_organization(
            request.principal, kind="audit-firm", **form.cleaned_data, at=timezone.now()
        )
        return redirect("operations:organization", added.pk)

    change = Change(
        title=_("Add an audit firm"),
        explanation=_("Its people see the samples of hash lists that you hand to it."),
        button=_("Add the firm"),
        back=_organizations_of("audit-firm"),
    )
    return change_page(request, change, do, form=PlatformForm(posted(request)))


def _add_agency(request: SignedInRequest) -> HttpResponse:
    def do(form: forms.Form) -> HttpResponse:
        fields = form.cleaned_data
        added = referral.add_agency(
            request.principal,
            name=fields["name"],
            code=fields["code"],
            kind=AgencyKind(fields["kind"]),
            country=fields["country"],
            state=fields["state"],
            at=timezone.now(),
        )
        return redirect("operations:organization", added.pk)

    change = Change(
        title=_("Add an agency"),
        explanation=_(
            "The agencies of the shipped table are there already. One that is added by"
            " hand can have officers at once, and receives reports once the table of"
            " agencies names its code."
        ),
        button=_("Add the agency"),
        back=_organizations_of("agency"),
    )
    return change_page(request, change, do, form=AgencyForm(posted(request)))


def _organizations_of(kind: str) -> str:
    return f"{reverse('operations:organizations')}?kind={kind}"


def platform_profile(request: SignedInRequest, organization_id: int) -> HttpResponse:
    found = accounts.organization(request.principal, organization_id)
    if found.kind != "platform":
        raise Http404
    now = platforms.profile_of(request.principal, found.pk)
    form = ProfileForm(
        posted(request),
        initial={
            "profile": now.profile,
            "viewed_definition": now.viewed_definition,
            "viewed_scope": now.viewed_scope,
        },
    )

    def do(form: forms.Form) -> None:
        platforms.set_profile(
            request.principal,
            found.pk,
            profile=Profile(form.cleaned_data["profile"]),
            viewed_definition=form.cleaned_data["viewed_definition"],
            viewed_scope=ViewedScope(form.cleaned_data["viewed_scope"]),
            at=timezone.now(),
        )
        messages.success(request, _("Saved. It holds for reports opened from now on."))

    change = Change(
        title=_("How this platform is read"),
        explanation=_("Reports that are open keep the profile they were opened with."),
        button=_("Save"),
        back=reverse("operations:organization", args=[found.pk]),
        about=found.name,
    )
    return change_page(request, change, do, form=form)


def suspend(request: SignedInRequest, organization_id: int) -> HttpResponse:
    found = accounts.organization(request.principal, organization_id)

    def stop(form: forms.Form) -> None:
        del form
        if found.pk == request.principal.organization_id:
            raise OwnAccountError
        services.suspend_organization(request.principal, found, at=timezone.now())

    def resume(form: forms.Form) -> None:
        del form
        services.resume_organization(request.principal, found)

    back = reverse("operations:organization", args=[found.pk])
    if found.suspended_at:
        return _resumed(request, resume, back=back, about=found.name)
    change = Change(
        title=_("Suspend this organization"),
        explanation=_(
            "All its people are signed out and its credentials are refused, at once."
            " Nothing is deleted, and you can let it in again at any time."
        ),
        button=_("Suspend"),
        back=back,
        about=found.name,
        is_danger=True,
    )
    return change_page(request, change, stop)


def suspend_person(request: SignedInRequest, person_id: int) -> HttpResponse:
    found = accounts.person(request.principal, person_id)

    def stop(form: forms.Form) -> None:
        del form
        if f"person:{found.pk}" == request.principal.actor:
            raise OwnAccountError
        services.suspend_person(request.principal, found, at=timezone.now())

    def resume(form: forms.Form) -> None:
        del form
        services.resume_person(request.principal, found)

    back = reverse("operations:organization", args=[found.organization_id])
    if found.suspended_at:
        return _resumed(request, resume, back=back, about=found.name)
    change = Change(
        title=_("Suspend this person"),
        explanation=_(
            "They are signed out with their next click, and their passkeys are refused"
            " until you let them in again."
        ),
        button=_("Suspend"),
        back=back,
        about=found.name,
        is_danger=True,
    )
    return change_page(request, change, stop)


def _resumed(
    request: SignedInRequest,
    resume: Callable[[forms.Form], None],
    *,
    back: str,
    about: str,
) -> HttpResponse:
    change = Change(
        title=_("Let in again"),
        explanation=_("They can sign in or report again with what they had before."),
        button=_("Let in again"),
        back=back,
        about=about,
    )
    return change_page(request, change, resume)
