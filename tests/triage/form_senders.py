"""Reports by the form, as many as a test needs: by the service behind the form."""

from collections.abc import Mapping
from datetime import datetime

from tipline import pipeline, web_form
from tipline.intake import web_forms
from tipline.intake.public_form import SECTIONS


def fill_in(answers: Mapping[str, str], *, at: datetime) -> tuple[bytes, int]:
    """Fill in the form and send it; give its key, and the report's number."""
    key = web_forms.new_key()
    who = web_form.begin(key, at=at)
    for section in SECTIONS:
        names = {field.name for field in section.fields}
        sent = {name: text for name, text in answers.items() if name in names}
        if sent:
            web_form.save(who, section, sent, at=at)
    web_form.send(who, at=at)
    return key, who.organization_id


def report(answers: Mapping[str, str], *, at: datetime) -> int:
    """Give a report by the form at the end of its journey."""
    _, number = fill_in(answers, at=at)
    pipeline.journey.func(report_id=number)
    return number
