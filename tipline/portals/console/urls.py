"""The addresses of the analysts' console."""

from django.urls import path

from tipline.portals.console import views

app_name = "console"

urlpatterns = [
    path("", views.queue, name="queue"),
    path("reports/<int:report_id>/", views.report, name="report"),
    path("reports/<int:report_id>/escalate", views.escalate, name="escalate"),
    path("steps/", views.steps, name="steps"),
]
