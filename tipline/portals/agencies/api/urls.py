"""Addresses of the agencies' interface, made from its operations."""

from django.urls import path, re_path

from tipline.portals.agencies.api import (
    about,
    alarms,
    answers,
    calling,
    cases,
    clusters,
    downloads,
    drafts,
    due_dates,
    events,
    figures,
    handovers,
    keys,
    meeting,
    openapi,
    reports,
    saved_filters,
    work,
)
from tipline.portals.agencies.api.operations import by_path

app_name = "agency-api"
# Importing a module declares its operations.
DECLARED = (
    about,
    reports,
    clusters,
    saved_filters,
    work,
    downloads,
    keys,
    cases,
    handovers,
    answers,
    due_dates,
    alarms,
    drafts,
    meeting,
    figures,
    events,
)

urlpatterns = [
    path("openapi.json", openapi.document, name="openapi"),
    *(
        path(where, calling.view_of(operations), name=name)
        for (where, name), operations in by_path().items()
    ),
    re_path("(?P<rest>.*)", calling.unknown, name="unknown"),
]
