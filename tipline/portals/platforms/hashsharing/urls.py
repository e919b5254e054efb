"""The addresses of the hash sharing interface, below /hashsharing."""

from django.urls import path, re_path

from tipline.portals.platforms.hashsharing import (
    blocking,
    documentation,
    json_feed,
    matching,
    views,
)

app_name = "sharing"

_ENTRY = "<slug:slug>/v2/entries/<int:number>/<str:entry_id>"

urlpatterns = [
    path("<slug:slug>/v2/status", views.status, name="status"),
    path("<slug:slug>/v2/members", views.members, name="members"),
    path("<slug:slug>/v2/entries", views.entries, name="entries"),
    path(_ENTRY, views.entry, name="entry"),
    path(f"{_ENTRY}/access", views.audience, name="audience"),
    path(f"{_ENTRY}/<str:name>/feedback", views.feedback, name="feedback"),
    path(f"{_ENTRY}/<str:name>", views.large_fingerprint, name="large-fingerprint"),
    path("<slug:slug>/v2/feedback/<str:name>/reasons", views.reasons, name="reasons"),
    path(
        "<slug:slug>/v2/categorizations", views.categorizations, name="categorizations"
    ),
    path("<slug:slug>/v2/documentation/", documentation.page, name="documentation"),
    path("<slug:slug>/feed", json_feed.json_feed, name="feed"),
    path(
        "<slug:slug>/blocked/<int:number>/<str:entry_id>",
        blocking.blocked,
        name="blocked",
    ),
    path("<slug:slug>/match", matching.match, name="match"),
    path("<slug:slug>/match/<str:name>/<str:prefix>", matching.bucket, name="bucket"),
    re_path(r"^(?P<slug>[-a-zA-Z0-9_]*).*$", views.unknown, name="unknown"),
]
