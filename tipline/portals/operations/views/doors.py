"""Invitations and credentials: made, shown once, and taken back."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from tipline.foundation.accounts import queries as accounts
from tipline.foundation.accounts import services
from tipline.foundation.accounts.uses import CredentialUse
from tipline.portals.operations.asking import SignedInRequest
from tipline.portals.operations.forms import CredentialForm, InviteForm
from tipline.portals.operations.views.acting import Change, change_page, posted


def invite(request: SignedInRequest, organization_id: int) -> HttpResponse:
    found = accounts.organization(request.principal, organization_id)
    if found.kind == "platform":
        raise Http404

    def do(form: forms.Form) -> HttpResponse:
        invitation, token = services.invite(
            request.principal,
            organization=found,
            name=form.cleaned_data["name"],
            email=form.cleaned_data["email"],
            role=form.cleaned_data["role"],
            at=timezone.now(),
        )
        return _link_once(request, invitation, token)

    change = Change(
        title=_("Invite somebody"),
        explanation=_(
            "You get a link that works once and for seven days. Hand it over in a way"
            " that nobody else can read: whoever opens it first has the account."
        ),
        button=_("Make the link"),
        back=reverse("operations:organization", args=[found.pk]),
        about=found.name,
    )
    form = InviteForm(posted(request), kind=found.kind)
    return change_page(request, change, do, form=form)


def invite_again(request: SignedInRequest, person_id: int) -> HttpResponse:
    person = accounts.person(request.principal, person_id)

    def do(form: forms.Form) -> HttpResponse:
        del form
        made = services.invite_again(request.principal, person, at=timezone.now())
        return _link_once(request, *made)

    change = Change(
        title=_("Replace a lost passkey"),
        explanation=_(
            "You get a link that works once and for seven days. The passkey made with"
            " it replaces all that this person has. Make sure that it is them who asks."
        ),
        button=_("Make the link"),
        back=reverse("operations:organization", args=[person.organization_id]),
        about=person.name,
    )
    return change_page(request, change, do)


def _link_once(
    request: SignedInRequest, invitation: object, token: str
) -> HttpResponse:
    """Show the link in this answer only: no session and no message ever has it."""
    link = request.build_absolute_uri(reverse("door:invitation", args=[token]))
    context = {"invitation": invitation, "link": link}
    return render(request, "operations/invited.html", context)


def revoke_invitation(request: SignedInRequest, invitation_id: int) -> HttpResponse:
    invitation = accounts.invitation(request.principal, invitation_id)

    def do(form: forms.Form) -> None:
        del form
        services.revoke_invitation(request.principal, invitation, at=timezone.now())
        messages.success(request, _("The invitation's link does not work any more."))

    change = Change(
        title=_("Revoke an invitation"),
        explanation=_("Its link stops working at once. You can invite them again."),
        button=_("Revoke"),
        back=reverse("operations:organization", args=[invitation.organization_id]),
        about=invitation.name,
        is_danger=True,
    )
    return change_page(request, change, do)


def issue_credential(request: SignedInRequest, organization_id: int) -> HttpResponse:
    found = accounts.organization(request.principal, organization_id)
    if found.kind != "platform":
        raise Http404

    def do(form: forms.Form) -> HttpResponse:
        credential, password = services.add_credential(
            request.principal,
            organization=found,
            is_test=form.cleaned_data["use"] == "test",
            use=CredentialUse.HASH_SHARING
            if form.cleaned_data["use"] == "hash-lists"
            else CredentialUse.REPORTING,
            valid_days=form.cleaned_data["days"],
            at=timezone.now(),
        )
        context = {"credential": credential, "password": password, "platform": found}
        return render(request, "operations/issued.html", context)

    change = Change(
        title=_("Issue a credential"),
        explanation=_(
            "A user name and a password for the platform's programs. The password is"
            " shown once, on the next page; only its hash is kept."
        ),
        button=_("Issue it"),
        back=reverse("operations:organization", args=[found.pk]),
        about=found.name,
    )
    return change_page(request, change, do, form=CredentialForm(posted(request)))


def revoke_credential(request: SignedInRequest, credential_id: int) -> HttpResponse:
    credential = accounts.credential(request.principal, credential_id)

    def do(form: forms.Form) -> None:
        del form
        services.revoke_credential(request.principal, credential, at=timezone.now())
        messages.success(request, _("The credential is refused from now on."))

    change = Change(
        title=_("Revoke a credential"),
        explanation=_(
            "The platform's next request with it is refused. Reports that it finished"
            " stay; one that is open can be finished with another credential of the"
            " platform."
        ),
        button=_("Revoke"),
        back=reverse("operations:organization", args=[credential.organization_id]),
        about=credential.username,
        is_danger=True,
    )
    return change_page(request, change, do)
