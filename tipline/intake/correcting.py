"""What a finished report says once it was supplemented: the sum, as a pure rule.

Whatever was submitted stays as it is. A supplement adds to it, and names single values
that were wrong; the sum is what is ranked, linked, routed and shown. Only the fields
of `FIELDS` can be corrected: everything else is said anew, as an addition.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType
from typing import Any, TypeAlias, cast

from tipline.intake.document import (
    Account,
    Correction,
    FileDocument,
    Person,
    ReportDocument,
    SupplementDocument,
)
from tipline.intake.schema import listed_values
from tipline.intake.wire_time import read_day, read_time

PARTS = ("personOrUserReported", "intendedRecipient", "victim")
_GROUPS = {
    "personOrUserReported": "reported_persons",
    "intendedRecipient": "intended_recipients",
    "victim": "victims",
}
AGE_MOST = 150


class CannotCorrectError(ValueError):
    """A correction does not fit the report; the sentence says what to do.

    `rule_id` names the rule, `element` the part of the correction that is wrong.
    """

    def __init__(self, rule_id: str, element: str, sentence: str) -> None:
        """Name rule and element, and say what to do."""
        super().__init__(sentence)
        self.rule_id, self.element = rule_id, element


Read: TypeAlias = Callable[[str], Any]


@dataclass(frozen=True, kw_only=True)
class Field:
    """One value that can be corrected: where it is, and how its text is read.

    `inside` is the attribute of `name` that holds the text where there are several of
    them, empty where they are texts; None where there is one value only.
    """

    name: str
    read: Read = str
    inside: str | None = None
    of_person: bool = False
    may_be_empty: bool = True


def _flag(text: str) -> bool:
    if text not in {"true", "false", "1", "0"}:
        raise ValueError("write true or false")
    return text in {"true", "1"}


def _age(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and int(text) <= AGE_MOST):
        raise ValueError(f"write a whole number from 0 to {AGE_MOST}")
    return int(text)


def _day(text: str) -> date:
    try:
        return read_day(text)
    except ValueError as error:
        raise ValueError("write a day such as 2026-08-26") from error


def _time(text: str) -> object:
    try:
        return read_time(text).at
    except ValueError as error:
        raise ValueError("write a time such as 2026-08-26T14:03:00Z") from error


def _listed(kind: str) -> Read:
    def read(text: str) -> str:
        values = listed_values(kind)
        if text not in values:
            raise ValueError(f"write one of {', '.join(sorted(values))}")
        return text

    return read


_ACCOUNT = {
    "espIdentifier": Field(name="user_id"),
    "espService": Field(name="service"),
    "screenName": Field(name="screen_name"),
    "displayName": Field(name="display_names", inside=""),
    "profileUrl": Field(name="profile_urls", inside=""),
    "profileBio": Field(name="profile_bio"),
    "groupIdentifier": Field(name="group_id"),
    "vehicleDescription": Field(name="vehicle"),
    "schoolName": Field(name="school_name"),
    "compromisedAccount": Field(name="compromised", read=_flag),
    "ipAddress": Field(name="ip_captures", inside="address"),
    "firstName": Field(name="first_name", of_person=True),
    "lastName": Field(name="last_name", of_person=True),
    "email": Field(name="emails", inside="address", of_person=True),
    "phone": Field(name="phones", inside="number", of_person=True),
    "age": Field(name="age", read=_age, of_person=True),
    "dateOfBirth": Field(name="born_on", read=_day, of_person=True),
}
FIELDS: Mapping[str, Mapping[str, Field]] = MappingProxyType(
    {
        "report": {
            "incidentType": Field(
                name="incident_type",
                read=_listed("incidentType"),
                may_be_empty=False,
            ),
            "incidentDateTime": Field(
                name="incident_at", read=_time, may_be_empty=False
            ),
            "incidentDateTimeDescription": Field(name="incident_at_description"),
            "platform": Field(name="platform"),
            "additionalInfo": Field(name="additional_info"),
        },
        **dict.fromkeys(PARTS, _ACCOUNT),
        "file": {
            "originalFileName": Field(name="original_file_name"),
            "locationOfFile": Field(name="location"),
            "fileViewedByEsp": Field(name="viewed_by_platform", read=_flag),
            "exifViewedByEsp": Field(name="exif_viewed_by_platform", read=_flag),
            "publiclyAvailable": Field(name="publicly_available", read=_flag),
            "industryClassification": Field(
                name="industry_classification", read=_listed("industryClassification")
            ),
        },
    }
)


def supplemented(
    document: ReportDocument, supplement: SupplementDocument
) -> ReportDocument:
    """Give what a report says with one more supplement; corrections come first.

    An escalation is only ever added: none is taken back by what comes later.

    Raises:
        CannotCorrectError: a correction does not fit the report.
    """
    for correction in supplement.corrections:
        if correction.of != "file":
            document = corrected(document, correction)[0]
    reason, more = document.escalation_reason, supplement.escalation_reason
    texts = (document.additional_info, supplement.additional_info)
    return replace(
        document,
        escalation_reason="\n\n".join(filter(None, (reason, more)))
        if more is not None
        else reason,
        internet_details=document.internet_details + supplement.internet_details,
        reported_persons=document.reported_persons + supplement.reported_persons,
        intended_recipients=document.intended_recipients
        + supplement.intended_recipients,
        victims=document.victims + supplement.victims,
        additional_info="\n\n".join(filter(None, texts)) or None,
    )


def corrected(
    document: ReportDocument, correction: Correction
) -> tuple[ReportDocument, str | None]:
    """Give a report with one value of it corrected, and what stood there before.

    Raises:
        CannotCorrectError: there is no such field or account, the value cannot be
            read, or what is said to stand there does not.
    """
    field = _field(correction)
    if correction.of == "report":
        made, old = _changed(document, field, correction)
        if field.name == "incident_at":
            made = replace(made, incident_at_as_sent=correction.new_value)
        return made, old
    group = _GROUPS[correction.of]
    accounts: tuple[Account, ...] = getattr(document, group)
    if not 1 <= correction.number <= len(accounts):
        raise CannotCorrectError(
            "correction.no-such-account",
            "number",
            f"The report has {len(accounts)} of {correction.of}; 'number' counts them"
            " from 1.",
        )
    account = accounts[correction.number - 1]
    if field.of_person:
        person, old = _changed(account.person or Person(), field, correction)
        account = replace(account, person=person)
    else:
        account, old = _changed(account, field, correction)
    before, after = accounts[: correction.number - 1], accounts[correction.number :]
    whole: dict[str, Any] = {group: (*before, account, *after)}
    return replace(document, **whole), old


def corrected_file(
    details: FileDocument, correction: Correction
) -> tuple[FileDocument, str | None]:
    """Give what is said of a file with one value corrected, and what stood there.

    Raises:
        CannotCorrectError: as for `corrected`.
    """
    return _changed(details, _field(correction), correction)


def check(correction: Correction) -> None:
    """Refuse a correction that fits no report, whatever stands in it.

    Raises:
        CannotCorrectError: no such field, or its value cannot be read.
    """
    _read(_field(correction), correction)


def _field(correction: Correction) -> Field:
    fields = FIELDS.get(correction.of, {})
    if correction.field not in fields:
        raise CannotCorrectError(
            "correction.field-unknown",
            "field",
            f"'{correction.field[:60]}' of {correction.of} cannot be corrected; those"
            f" that can are {', '.join(fields)}. Say everything else as an addition.",
        )
    return fields[correction.field]


def _changed(record: Any, field: Field, said: Correction) -> tuple[Any, str | None]:  # noqa: ANN401 - any of the documents' classes
    value = _read(field, said)
    if field.inside is None:
        old = as_text(getattr(record, field.name))
        _require_old(said, stands=(old or "",) if said.old_value else ())
        return replace(record, **{field.name: value}), old
    items: tuple[Any, ...] = getattr(record, field.name)
    texts = [str(getattr(i, field.inside)) if field.inside else str(i) for i in items]
    if said.old_value is None and len(items) != 1:
        raise CannotCorrectError(
            "correction.old-value",
            "newValue",
            f"There are {len(items)} of '{said.field}': say in 'oldValue' which is"
            " wrong, or send a new one as an addition.",
        )
    old = said.old_value if said.old_value is not None else texts[0]
    _require_old(said, stands=texts if said.old_value is not None else ())
    at = texts.index(old)
    changed = _item(items[at], field.inside, value)
    kept = (*items[:at], *changed, *items[at + 1 :])
    return replace(record, **{field.name: kept}), old


def _item(item: Any, inside: str, value: object) -> tuple[Any, ...]:  # noqa: ANN401 - a text or a record
    """Give what takes an item's place: nothing if it is taken back."""
    if value is None:
        return ()
    return (replace(item, **{inside: value}),) if inside else (value,)


def _read(field: Field, said: Correction) -> object:
    if not said.new_value:
        if field.may_be_empty:
            return None
        raise CannotCorrectError(
            "correction.value",
            "newValue",
            f"'{said.field}' cannot be taken back; write the right value.",
        )
    try:
        return cast("object", field.read(said.new_value))
    except ValueError as error:
        raise CannotCorrectError(
            "correction.value", "newValue", f"For '{said.field}' {error}."
        ) from error


def _require_old(said: Correction, *, stands: tuple[str, ...] | list[str]) -> None:
    if stands and said.old_value not in stands:
        raise CannotCorrectError(
            "correction.old-value",
            "oldValue",
            f"'{said.field}' is not what 'oldValue' says; write what stands there now,"
            " or leave 'oldValue' out where there is only one.",
        )


def as_text(value: object) -> str | None:
    """Write a value as the wire does; None where nothing is said."""
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
