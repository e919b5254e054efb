"""Reports and pictures as bytes; nothing here needs the product."""

import io

import numpy as np
from PIL import Image

MASSACHUSETTS = "18.9.22.69"  # a university's address; the shipped table places it

REPORT = """<?xml version="1.0" encoding="UTF-8"?>
<report>
  <incidentSummary>
    <incidentType>{incident_type}</incidentType>
    {escalation}
    <incidentDateTime>2026-11-20T12:00:00Z</incidentDateTime>
  </incidentSummary>
  <internetDetails><webPageIncident><url>https://chat.example.com/room/7</url>
  </webPageIncident></internetDetails>
  <reporter><reportingPerson><firstName>Tess</firstName><lastName>Trust</lastName>
    <email>safety@example.com</email></reportingPerson></reporter>
  <personOrUserReported>
    <personOrUserReportedPerson><email>{email}</email></personOrUserReportedPerson>
    <espIdentifier>{user_id}</espIdentifier>
    <screenName>{screen_name}</screenName>
    <ipCaptureEvent><ipAddress>{ip}</ipAddress><eventName>Login</eventName>
      <dateTime>2026-11-20T11:00:00Z</dateTime></ipCaptureEvent>
  </personOrUserReported>
</report>
"""
FILE_DETAILS = """<fileDetails>
<reportId>{report_id}</reportId><fileId>{file_id}</fileId>
<originalFileName>holiday.jpg</originalFileName>{flags}</fileDetails>"""


def picture(
    seed: int, *, size: tuple[int, int] = (320, 240), form: str = "PNG"
) -> bytes:
    """A picture of colored blocks from a seed."""
    width, height = size
    blocks = np.random.default_rng(seed).integers(0, 255, (6, 8, 3), np.uint8)
    image = Image.fromarray(blocks).resize((width, height), Image.Resampling.BICUBIC)
    out = io.BytesIO()
    image.save(out, form, compress_level=1)  # of a PNG: the tests' time, not their size
    return out.getvalue()


def report_xml(
    *,
    incident_type: str = "Online Enticement of Children for Sexual Acts",
    escalation: str = "",
    email: str = "reported@example.net",
    user_id: str = "u-1",
    screen_name: str = "blue_kite",
    ip: str = MASSACHUSETTS,
) -> bytes:
    """A valid report; `escalation` is the reason for high priority, if any."""
    reason = f"<escalateToHighPriority>{escalation}</escalateToHighPriority>"
    return REPORT.format(
        incident_type=incident_type,
        escalation=reason if escalation else "",
        email=email,
        user_id=user_id,
        screen_name=screen_name,
        ip=ip,
    ).encode()
