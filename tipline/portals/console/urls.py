"""The addresses of the analysts' console."""

from django.urls import path

from tipline.portals.console import (
    basis_views,
    bundle_views,
    call_views,
    clearance_views,
    exposure_views,
    level_views,
    list_views,
    review_views,
    supplement_views,
    viewing_views,
    views,
)

app_name = "console"

urlpatterns = [
    path("", views.queue, name="queue"),
    path("reports/<int:report_id>/", views.report, name="report"),
    path("reports/<int:report_id>/escalate", level_views.escalate, name="escalate"),
    path("reports/<int:report_id>/lower", level_views.lower, name="lower"),
    path(
        "reports/<int:report_id>/lower/decide",
        level_views.decide_lowering,
        name="decide-lowering",
    ),
    path("reports/<int:report_id>/clear", clearance_views.clear, name="clear"),
    path("reports/<int:report_id>/hold", clearance_views.hold, name="hold-report"),
    path(
        "reports/holds/<int:report_hold_id>/release",
        clearance_views.release,
        name="release-hold",
    ),
    path("clearances/", clearance_views.clearances, name="clearances"),
    path(
        "clearances/<int:clearance_id>/decide",
        clearance_views.decide,
        name="decide-clearance",
    ),
    path(
        "reports/<int:report_id>/supplement",
        supplement_views.supplement,
        name="supplement",
    ),
    path("reports/<int:report_id>/take-out", bundle_views.take_out, name="take-out"),
    path("bundles/<int:bundle_id>/", bundle_views.bundle, name="bundle"),
    path(
        "reports/<int:report_id>/files/<str:file_id>/propose/",
        list_views.propose,
        name="propose",
    ),
    path("reports/<int:report_id>/media/", review_views.media, name="media"),
    path("calls/", call_views.open_calls, name="calls"),
    path("calls/begin", call_views.begin, name="begin-call"),
    path("calls/<int:call_id>/", call_views.call, name="call"),
    path("calls/<int:call_id>/end", call_views.end, name="end-call"),
    path("calls/<int:call_id>/check", call_views.check, name="check-danger"),
    path("calls/<int:call_id>/release", call_views.release, name="release"),
    path("calls/<int:call_id>/refuse", call_views.refuse, name="refuse-release"),
    path("files/", review_views.files, name="files"),
    path("files/next", review_views.next_file, name="next-file"),
    path("files/skills", review_views.skills, name="skills"),
    path("files/<int:content_id>/", review_views.file, name="file"),
    path("files/<int:content_id>/set-aside", review_views.set_aside, name="set-aside"),
    path("files/<int:content_id>/give-back", review_views.give_back, name="give-back"),
    path("quality/", review_views.agreement, name="quality"),
    path(
        "reports/<int:report_id>/files/<str:file_id>/veil",
        viewing_views.veil,
        name="veil",
    ),
    path(
        "reports/<int:report_id>/files/<str:file_id>/hold",
        viewing_views.hold,
        name="hold",
    ),
    path(
        "reports/<int:report_id>/files/<str:file_id>/basis/",
        basis_views.basis,
        name="basis",
    ),
    path(
        "reports/<int:report_id>/bases/<int:basis_id>/withdraw/",
        basis_views.withdraw_basis,
        name="withdraw-basis",
    ),
    path("holds/<int:hold_id>/beat", viewing_views.beat, name="beat"),
    path("holds/<int:hold_id>/release", viewing_views.release, name="let-go"),
    path("exposure/", exposure_views.exposure, name="exposure"),
    path("exposure/buddy", exposure_views.buddy, name="buddy"),
    path("exposure/company", exposure_views.company, name="company"),
    path(
        "concerns/<int:concern_id>/answer",
        exposure_views.answer_concern,
        name="answer-concern",
    ),
    path("loads/", exposure_views.loads, name="loads"),
    path("loads/<int:person_id>/zone", exposure_views.time_zone, name="time-zone"),
    path("lists/", list_views.lists, name="lists"),
    path("lists/<int:list_id>/", list_views.one_list, name="list"),
    path("items/<int:item_id>/", list_views.item, name="item"),
    path(
        "items/<int:item_id>/withdraw/", list_views.withdraw_item, name="withdraw-item"
    ),
    path("items/<int:item_id>/<str:what>/", list_views.change_item, name="change-item"),
    path("review/", list_views.next_review, name="next-review"),
    path("review/<int:proposal_id>/", list_views.review, name="review"),
    path("steps/", views.steps, name="steps"),
]
