"""The addresses of the reporting interface, below /ispws."""

from django.urls import path, re_path

from tipline.portals.platforms import (
    documentation,
    outcomes_page,
    receipts,
    reporting,
    sender_page,
    supplements,
)

app_name = "platforms"

urlpatterns = [
    re_path(
        r"^(?:/|/documentation/?(?:index\.html)?)?$",
        documentation.page,
        name="documentation",
    ),
    path("/status", reporting.status, name="status"),
    path("/xsd", reporting.xsd, name="xsd"),
    path("/submit", reporting.submit, name="submit"),
    path("/upload", reporting.upload, name="upload"),
    path("/fileinfo", reporting.fileinfo, name="fileinfo"),
    path("/finish", reporting.finish, name="finish"),
    path("/retract", reporting.retract, name="retract"),
    path("/receipts/<str:report_id>", receipts.receipt, name="receipt"),
    path("/clearances", supplements.cleared, name="clearances"),
    path("/supplement", supplements.supplement, name="supplement"),
    path("/supplement/upload", supplements.upload, name="supplement-upload"),
    path(
        "/supplements/<str:supplement_id>",
        supplements.receipt,
        name="supplement-receipt",
    ),
    path("/sender", sender_page.page, name="sender"),
    path("/outcomes", outcomes_page.page, name="outcomes"),
    path("/sender/appeal", sender_page.appeal, name="appeal"),
    re_path(r"^/.*$", reporting.unknown, name="unknown"),
]
