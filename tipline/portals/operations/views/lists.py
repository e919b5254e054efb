"""Hash lists to operators: lists, members, tiers, switches, quarantine, leaks."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from tipline.foundation.accounts import queries as accounts
from tipline.foundation.accounts import seniority as accounting
from tipline.hashlist import alarms, members, queries, services
from tipline.hashlist.members import Member
from tipline.portals.operations.asking import SignedInRequest
from tipline.portals.operations.list_acts import LIST_ACTS, MEMBER_ACTS, Act
from tipline.portals.operations.list_forms import (
    AccessForm,
    DistanceForm,
    KeyForm,
    LeakForm,
    ListForm,
    MemberForm,
    SeniorityForm,
)
from tipline.portals.operations.views.acting import Change, change_page, posted


def lists(request: SignedInRequest) -> HttpResponse:
    reader = request.principal
    context = {"lists": queries.lists(reader), "alarms": alarms.alarms(reader)}
    return render(request, "operations/lists.html", context)


def one_list(request: SignedInRequest, list_id: int) -> HttpResponse:
    reader = request.principal
    context = {
        "list": queries.hash_list(reader, list_id),
        "members": queries.members_of(reader, list_id),
        "counts": queries.state_counts(reader, list_id),
        "flat": queries.flat_count(reader, list_id),
        "flat_most": queries.FLAT_MOST,
    }
    return render(request, "operations/list.html", context)


def add_list(request: SignedInRequest) -> HttpResponse:
    def do(form: forms.Form) -> HttpResponse:
        made = services.add_list(
            request.principal, **form.cleaned_data, at=timezone.now()
        )
        return redirect("operations:list", made.pk)

    change = Change(
        title=_("Add a hash list"),
        explanation=_(
            "On the clearinghouse's own kinds a file comes by three reviews and in no"
            " other way. The path name is where members' programs find the list."
        ),
        button=_("Add the list"),
        back=reverse("operations:lists"),
        about=_("Hash lists"),
    )
    return change_page(request, change, do, form=ListForm(posted(request)))


def change_list(request: SignedInRequest, list_id: int, what: str) -> HttpResponse:
    found = queries.hash_list(request.principal, list_id)
    back = reverse("operations:list", args=[list_id])
    if what == "distance":
        return _distance(request, found.pk, bits=found.match_distance, back=back)
    return _acted(request, LIST_ACTS.get(what), list_id, back=back, about=found.name)


def _distance(
    request: SignedInRequest, list_id: int, *, bits: int, back: str
) -> HttpResponse:
    def do(form: forms.Form) -> None:
        services.set_match_distance(request.principal, list_id, **form.cleaned_data)

    change = Change(
        title=_("Match distance"),
        explanation=_("A lower distance misses more copies, and errs less often."),
        button=_("Save"),
        back=back,
    )
    form = DistanceForm(posted(request), initial={"bits": bits})
    return change_page(request, change, do, form=form)


def add_member(request: SignedInRequest, list_id: int) -> HttpResponse:
    found = queries.hash_list(request.principal, list_id)
    taken = {m.organization_id for m in queries.members_of(request.principal, list_id)}
    platforms = accounts.organizations(request.principal, kind="platform")
    free = [(each.pk, each.name) for each in platforms if each.pk not in taken]

    def do(form: forms.Form) -> None:
        said = form.cleaned_data
        members.add_member(
            request.principal,
            found,
            organization=accounts.organization(request.principal, said["organization"]),
            tier=said["tier"],
            may_contribute=said["may_contribute"],
            at=timezone.now(),
        )
        messages.success(
            request, _("It can fetch the list now, with canaries of its own.")
        )

    change = Change(
        title=_("Add a member"),
        explanation=_(
            "Give perceptual hashes to vetted members only: with them a picture can be"
            " changed until no list knows it, and to some degree be guessed."
        ),
        button=_("Add the member"),
        back=reverse("operations:list", args=[list_id]),
        about=found.name,
    )
    form = MemberForm(posted(request), organizations=free)
    return change_page(request, change, do, form=form)


def change_member(request: SignedInRequest, member_id: int, what: str) -> HttpResponse:
    member = queries.member(request.principal, member_id)
    back = reverse("operations:list", args=[member.hash_list_id])
    if what in ("access", "key"):
        if not hasattr(member, "access"):
            raise Http404
        page = _change_access if what == "access" else _set_key
        return page(request, member, back=back)
    return _acted(
        request, MEMBER_ACTS.get(what), member_id, back=back, about=member.name
    )


def _acted(
    request: SignedInRequest, act: Act | None, key: int, *, back: str, about: str
) -> HttpResponse:
    if act is None:
        raise Http404

    def do(form: forms.Form) -> None:
        del form
        act.do(request.principal, key, timezone.now())

    change = Change(
        title=str(act.title),
        explanation=str(act.explanation),
        button=str(act.button),
        back=back,
        about=about,
        is_danger=act.is_danger,
    )
    return change_page(request, change, do)


def leak(request: SignedInRequest) -> HttpResponse:
    form = LeakForm(posted(request))
    holders = None
    if request.method == "POST" and form.is_valid():
        holders = members.find_leak(request.principal, form.values())
    context = {"form": form, "holders": holders}
    status = 400 if form.errors else 200
    return render(request, "operations/leak.html", context, status=status)


def seniority(request: SignedInRequest, person_id: int) -> HttpResponse:
    found = accounts.person(request.principal, person_id)

    def do(form: forms.Form) -> None:
        became = accounting.set_seniority(
            request.principal,
            found,
            seniority=form.cleaned_data["seniority"],
            at=timezone.now(),
        )
        if became == "waits":
            messages.info(request, _("It waits: a second operator must say the same."))

    change = Change(
        title=_("Seniority"),
        explanation=_(
            "A file comes onto a list by three looks: of anybody, then of a senior,"
            " then of management. So two operators must say it before anybody is"
            " raised; neither may have invited the other."
        ),
        button=_("Save"),
        back=reverse("operations:organization", args=[found.organization_id]),
        about=found.name,
    )
    form = SeniorityForm(posted(request), initial={"seniority": found.seniority})
    return change_page(request, change, do, form=form)


def _change_access(
    request: SignedInRequest, member: Member, *, back: str
) -> HttpResponse:
    def do(form: forms.Form) -> None:
        members.change_access(request.principal, member.pk, **form.cleaned_data)

    change = Change(
        title=_("What this member receives"),
        explanation=_("Its next fetch brings the whole list, as it may see it then."),
        button=_("Save"),
        back=back,
        about=member.name,
    )
    access = member.access
    initial = {"tier": access.tier, "may_contribute": access.may_contribute}
    form = AccessForm(posted(request), initial=initial)
    return change_page(request, change, do, form=form)


def _set_key(request: SignedInRequest, member: Member, *, back: str) -> HttpResponse:
    def do(form: forms.Form) -> None:
        sha256 = members.set_key(request.principal, member.pk, **form.cleaned_data)
        said = (
            _("Read this to the member and let them compare: %(sha256)s")
            if sha256
            else _("Its answers are encrypted to no key now.")
        )
        messages.success(request, said % {"sha256": sha256})

    change = Change(
        title=_("Public key"),
        explanation=_(
            "Answers that hold hashes can then be encrypted, so that only this member's"
            " programs read them, even if its password or the way to it is not safe."
        ),
        button=_("Save"),
        back=back,
        about=member.name,
    )
    initial = {"must_seal": member.access.must_seal}
    return change_page(
        request, change, do, form=KeyForm(posted(request), initial=initial)
    )
