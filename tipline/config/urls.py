"""Every address of the web server, one line per portal."""

from django.urls import include, path

# The reporting interface first: it is asked a thousand times for each page.
urlpatterns = [
    path("ispws", include("tipline.portals.platforms.urls")),
    path("hashsharing/", include("tipline.portals.platforms.hashsharing.urls")),
    path("", include("tipline.portals.public.urls")),
    path("take-it-down/", include("tipline.portals.public.take_it_down.urls")),
    path("", include("tipline.foundation.web.urls")),
    path("console/", include("tipline.portals.console.urls")),
    path("agency/api/v1/", include("tipline.portals.agencies.api.urls")),
    path("agency/", include("tipline.portals.agencies.urls")),
    path("alarms/", include("tipline.portals.duty.urls")),
    path("operations/", include("tipline.portals.operations.urls")),
]
handler400 = "tipline.foundation.web.error_pages.bad_request"
handler403 = "tipline.foundation.web.error_pages.permission_denied"
handler404 = "tipline.foundation.web.error_pages.not_found"
handler500 = "tipline.foundation.web.error_pages.server_error"
