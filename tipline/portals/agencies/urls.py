"""Addresses of the agencies' portal."""

from django.urls import path

from tipline.portals.agencies.views import clearing, packet, queue, report

app_name = "agencies"

urlpatterns = [
    path("", queue.queue, name="queue"),
    path("reports/<int:report_id>/", report.report, name="report"),
    path("reports/<int:report_id>/acknowledge", report.acknowledge, name="acknowledge"),
    path("reports/<int:report_id>/clear", clearing.clear, name="clear"),
    path("reports/<int:report_id>/packet/<slug:part>", packet.packet, name="packet"),
    path("reports/<int:report_id>/files/<slug:file_id>", packet.file, name="file"),
]
