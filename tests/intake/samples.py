"""Small documents to start from, as text with the part of interest to fill in."""

INCIDENT_TYPE = "Child Sex Tourism"


def summary(
    inner="", *, incident_type=INCIDENT_TYPE, at="2026-10-15T08:00:00Z", after=""
):
    """Give an incidentSummary with elements between the type and the time."""
    return (
        f"<incidentSummary><incidentType>{incident_type}</incidentType>{inner}"
        f"<incidentDateTime>{at}</incidentDateTime>{after}</incidentSummary>"
    )


REPORTER = (
    "<reporter><reportingPerson><email>abuse@example.com</email></reportingPerson>"
    "</reporter>"
)


def report(  # one keyword per place where something can be put
    inner_summary="", *, first="", details="", law="", reporter=REPORTER, rest="", **of
):
    """Give a small valid report as bytes, with more put in at its places."""
    return (
        f"<report>{first}{summary(inner_summary, **of)}{details}{law}{reporter}{rest}"
        "</report>"
    ).encode()


def reported(content):
    return f"<personOrUserReported>{content}</personOrUserReported>"


def file_details(content="", *, report_id="42", file_id="a" * 32):
    return (
        f"<fileDetails><reportId>{report_id}</reportId><fileId>{file_id}</fileId>"
        f"{content}</fileDetails>"
    ).encode()
