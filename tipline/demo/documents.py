"""A scene in XML, as a platform's program would write it."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from lxml import etree

from tipline.demo.scene import Scene, Subject, Upload

Node = etree._Element  # noqa: SLF001 - lxml has no public name for it


def report(scene: Scene) -> bytes:
    """Give the document for /submit."""
    root = _node("report")
    if scene.batch:
        _add(root, _node("batchedReport", reason="VIRAL_POTENTIAL_MEME"))
    _add(root, _summary(scene))
    if scene.channel is not None:
        name, texts = scene.channel
        _add(root, _node("internetDetails", _node(name, *_texts(texts))))
    _add(root, _reporter(scene.platform))
    for user_id in scene.batch:
        _add(root, _node("personOrUserReported", _text("espIdentifier", user_id)))
    if scene.subject is not None:
        _add(root, _reported(scene.subject, scene.happened_at))
    if scene.victim_age is not None:
        _add(root, _victim(scene.victim_age))
    _add(root, _text("additionalInfo", scene.note))
    return _bytes(root)


def file_details(
    upload: Upload, *, report_id: int, file_id: str, at: datetime
) -> bytes:
    """Give the document for /fileinfo; `at` is when the platform received the file."""
    marks = [_node(mark) for mark in upload.marks]
    is_batch_file = upload.ip is None and "viral" in upload.marks
    return _bytes(
        _node(
            "fileDetails",
            _text("reportId", str(report_id)),
            _text("fileId", file_id),
            None if is_batch_file else _text("originalFileName", upload.name),
            _text("fileViewedByEsp", _said(upload.viewed)),
            _text("exifViewedByEsp", _said(upload.viewed)),
            _text("publiclyAvailable", _said(upload.public)),
            _node("fileAnnotations", *marks) if marks else None,
            _text("industryClassification", upload.classification),
            _capture(upload.ip, "Upload", at),
        )
    )


def _summary(scene: Scene) -> Node:
    marks = [_node(mark) for mark in scene.annotations]
    return _node(
        "incidentSummary",
        _text("incidentType", scene.incident_type),
        _text("platform", scene.platform),
        _text("escalateToHighPriority", scene.escalation),
        _node("reportAnnotations", *marks) if marks else None,
        _text("incidentDateTime", _time(scene.happened_at)),
        _text("incidentDateTimeDescription", scene.time_means),
    )


def _reporter(platform: str) -> Node:
    return _node(
        "reporter",
        _node(
            "reportingPerson",
            _text("firstName", "Trust"),
            _text("lastName", "Team"),
            _text("email", "safety@example.com"),
        ),
        _text("companyTemplate", f"{platform} answers legal requests at example.com."),
        _text("legalURL", "https://www.example.com/legal"),
    )


def _reported(subject: Subject, at: datetime) -> Node:
    contact = [
        _text("firstName", subject.first_name),
        _text("lastName", subject.last_name),
        _text("phone", subject.phone, type="Mobile", countryCallingCode="+1"),
        _text("email", subject.email),
    ]
    is_known = any(part is not None for part in contact)
    return _node(
        "personOrUserReported",
        _node("personOrUserReportedPerson", *contact) if is_known else None,
        _text("espIdentifier", subject.user_id),
        _text("screenName", subject.screen_name),
        _capture(subject.ip, "Login", at - timedelta(minutes=20)),
        _device(subject.device),
    )


def _device(value: str | None) -> Node | None:
    if value is None:
        return None
    return _node("deviceId", _text("idType", "Device"), _text("idValue", value))


def _victim(age: int) -> Node:
    return _node(
        "victim",
        _node("victimPerson", _text("age", str(age))),
        _text("espIdentifier", f"child-account-{age}"),
    )


def _capture(ip: str | None, event: str, at: datetime) -> Node | None:
    if ip is None:
        return None
    return _node(
        "ipCaptureEvent",
        _text("ipAddress", ip),
        _text("eventName", event),
        _text("dateTime", _time(at)),
    )


def _texts(texts: Mapping[str, str]) -> list[Node | None]:
    return [_text(name, value) for name, value in texts.items()]


def _said(value: object) -> str | None:
    """Write yes or no; saying nothing is neither."""
    return None if value is None else str(value).lower()


def _text(name: str, value: str | None, /, **attributes: str) -> Node | None:
    if value is None:
        return None
    node = _node(name, **attributes)
    node.text = value
    return node


def _node(name: str, /, *children: Node | None, **attributes: str) -> Node:
    node = etree.Element(name, attributes)
    for child in children:
        _add(node, child)
    return node


def _add(parent: Node, child: Node | None) -> None:
    if child is not None:
        parent.append(child)


def _time(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


def _bytes(root: Node) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")
