"""The analysts' pages of files: what waits, one file, many at once, agreement.

Many are the media of one user, or the file of a bundle and its near copies.
"""

from collections.abc import Sequence

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tipline import pipeline
from tipline.foundation.errors import NotFoundError, TiplineError
from tipline.foundation.keys import read_number
from tipline.foundation.policy.principal import Principal
from tipline.foundation.policy.scope import acting
from tipline.linking import queries as links
from tipline.matching import circulation
from tipline.matching import queries as matches
from tipline.portals.console import described, filed
from tipline.portals.console.review_forms import BulkForm, GradeForm, SkillsForm
from tipline.portals.console.unsaid import unsaid
from tipline.portals.console.views import SignedInRequest, around
from tipline.review import grading, handing_out, near, people, quality, queries
from tipline.review.wording import SEX_WORDS
from tipline.triage.bundle_reading import read_bundle
from tipline.triage.errors import BundleNotFoundError
from tipline.triage.reading import read_summary
from tipline.viewing import queries as viewing

_REPORTS_MOST = 200


def files(request: SignedInRequest) -> HttpResponse:
    reader, at = request.principal, timezone.now()
    skills = people.skills_of(reader)
    context = {
        "summary": queries.summary(reader, at=at),
        "counted_most": queries.COUNTED_MOST,
        "page": queries.queue_page(reader, after=request.GET.get("after", ""), at=at),
        "is_first": "after" not in request.GET,
        "is_grid": request.GET.get("view") == "grid",
        "skills": SkillsForm(initial=vars(skills)),
        "now": at,
        **around(reader),
    }
    return render(request, "console/files.html", context)


def next_file(request: SignedInRequest) -> HttpResponse:
    return _next(request.principal, request)


def skills(request: SignedInRequest) -> HttpResponse:
    form = SkillsForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Nothing was kept: choose among what is listed."))
        return redirect("console:files")
    people.choose_skills(request.principal, **form.cleaned_data)
    messages.success(request, _("From now on you are handed what you chose."))
    return redirect("console:files")


def file(request: SignedInRequest, content_id: int) -> HttpResponse:
    if request.method != "POST":
        return _file_page(request, content_id)
    form = GradeForm(request.POST)
    if not form.is_valid():
        return _file_page(request, content_id, form, status=400)
    try:
        _say(request.principal, content_id, form)
    except NotFoundError:
        raise
    except TiplineError as refusal:
        form.add_error(None, str(refusal))
        return _file_page(request, content_id, form, status=refusal.http_status)
    return _next(request.principal, request, last=content_id)


def set_aside(request: SignedInRequest, content_id: int) -> HttpResponse:
    reader, policy = request.principal, settings.REVIEW_POLICY
    queries.require_readable(reader, content_id)
    handing_out.set_aside(reader, content_id, policy=policy, at=timezone.now())
    return _next(reader, request)


def give_back(request: SignedInRequest, content_id: int) -> HttpResponse:
    queries.require_readable(request.principal, content_id)
    handing_out.give_back(request.principal, content_id)
    messages.success(request, _("The file waits again, for whoever is next."))
    return redirect("console:files")


def media(request: SignedInRequest, report_id: int) -> HttpResponse:
    reader = request.principal
    report = read_summary(reader, report_id)
    reports = (report_id, *links.reports_of_person(reader, report_id))[:_REPORTS_MOST]
    tiles = queries.media_of(reader, reports, at=timezone.now())
    return _many(request, tiles, report=report, reports=reports)


def bundle_media(request: SignedInRequest, bundle_id: int) -> HttpResponse:
    """Grade a bundle's file and its near copies together; a flood has none."""
    reader = request.principal
    bundle = read_bundle(reader, bundle_id)
    if bundle.is_flood:
        raise BundleNotFoundError
    copies = circulation.copies_of(reader, bundle_id, most=queries.MEDIA_MOST)
    contents = [copy.content_id for copy in copies]
    tiles = queries.contents_of(reader, contents, at=timezone.now())
    return _many(request, tiles, bundle=bundle)


def _many(
    request: SignedInRequest, tiles: Sequence[queries.ContentFacts], **of: object
) -> HttpResponse:
    """Show files side by side, or say the same of those that are chosen of them."""
    if not request.POST:
        form = BulkForm(None, contents=[])
    else:
        form = BulkForm(request.POST, contents=[tile.content_id for tile in tiles])
    context = {
        **of,
        "tiles": tiles,
        "most": queries.MEDIA_MOST,
        "form": form,
        "unsaid": unsaid(),
        "sexes": SEX_WORDS.values(),
        **around(request.principal),
    }
    if not form.is_valid():
        status = 400 if form.is_bound else 200
        return render(request, "console/media.html", context, status=status)
    try:
        _say_of_many(request, form)
    except TiplineError as refusal:
        form.add_error(None, str(refusal))
        status = refusal.http_status
        return render(request, "console/media.html", context, status=status)
    return redirect(request.path)


def agreement(request: SignedInRequest) -> HttpResponse:
    reader = request.principal
    context = {
        "rows": quality.agreement(reader),
        "policy": settings.REVIEW_POLICY,
        **around(reader),
    }
    return render(request, "console/quality.html", context)


def _say(actor: Principal, content_id: int, form: GradeForm) -> None:
    policy, at = settings.REVIEW_POLICY, timezone.now()
    with acting(actor):
        if form.cleaned_data["confirm"]:
            key = form.cleaned_data["confirm"]
            grading.confirm(actor, content_id, key, policy=policy, at=at)
        else:
            grading.grade(actor, content_id, form.said(), policy=policy, at=at)
        pipeline.follow_labels(actor, [content_id])


def _say_of_many(request: SignedInRequest, form: BulkForm) -> None:
    actor = request.principal
    with acting(actor):
        graded = grading.grade_many(
            actor,
            form.cleaned_data["content"],
            form.said(),
            policy=settings.REVIEW_POLICY,
            at=timezone.now(),
        )
        pipeline.follow_labels(actor, graded.labeled)
    done, passed_over = len(graded.labeled), len(graded.passed_over)
    if done:
        said = ngettext("%(n)s file is labeled.", "%(n)s files are labeled.", done)
        messages.success(request, said % {"n": done})
    if passed_over:
        said = ngettext(
            "%(n)s file was passed over: somebody else has it in hand or looks next.",
            "%(n)s files were passed over: somebody else has them in hand or looks"
            " next.",
            passed_over,
        )
        messages.warning(request, said % {"n": passed_over})


def _next(
    reader: Principal, request: SignedInRequest, *, last: int | None = None
) -> HttpResponse:
    """Go on to what the person is handed next, or say that nothing waits."""
    found = handing_out.next_for(
        reader, policy=settings.REVIEW_POLICY, at=timezone.now()
    )
    if found is None:
        messages.info(request, _("Nothing waits for you now."))
        return redirect("console:files")
    address = reverse("console:file", args=[found.pk])
    return redirect(f"{address}?last={last}" if last else address)


def _file_page(
    request: SignedInRequest,
    content_id: int,
    form: GradeForm | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    reader, at = request.principal, timezone.now()
    place = queries.place_of(reader, content_id, at=at)
    report = read_summary(reader, place.report_id)
    found = matches.found_of(reader, place.file, copies_most=queries.COUNTED_MOST)
    context = {
        "place": place,
        "report": report,
        "report_id": place.report_id,
        "what": described.incident(report.document),
        "copies": found.copies,
        "file": filed.files_of(reader, place.report_id, only=place, found=found)[0],
        "seen": viewing.sight_at(reader, place.file, terms=settings.VIEWING, at=at),
        "recognitions": near.recognitions(reader, content_id)
        if found.is_near_something
        else (),
        "opinions": queries.opinions_of(reader, content_id) if place.labels else (),
        "form": form,
        "unsaid": unsaid(),
        "sexes": SEX_WORDS.values(),
        "last": read_number(request.GET.get("last")),
        **around(reader),
    }
    return render(request, "console/file.html", context, status=status)
