"""What an analyst adds to a finished report, or corrects in it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tipline.intake.correcting import FIELDS, CannotCorrectError, check
from tipline.intake.document import (
    Account,
    Correction,
    Email,
    Person,
    SupplementDocument,
)

TEXT_MAX = 3000
_PARTS = {
    "report": _("Report"),
    "personOrUserReported": _("Reported person"),
    "intendedRecipient": _("Intended recipient"),
    "victim": _("Child"),
}


def _choices() -> list[tuple[str, Any]]:
    """Offer the fields of the wire by part; files are their platform's to correct."""
    groups: list[tuple[str, Any]] = [
        (str(words), [(f"{part}/{field}", field) for field in FIELDS[part]])
        for part, words in _PARTS.items()
    ]
    return [("", _("Correct nothing")), *groups]


class SupplementForm(forms.Form):
    """Why, and at least one of: a text, an account, a corrected value."""

    reason = forms.CharField(
        label=_("Why, and where it is from"),
        max_length=TEXT_MAX,
        error_messages={"required": _("Say in a sentence where this is from.")},
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )
    added = forms.CharField(
        label=_("What is new"),
        required=False,
        max_length=TEXT_MAX,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )
    email = forms.EmailField(
        label=_("Another e-mail address of the reported person"), required=False
    )
    screen_name = forms.CharField(
        label=_("Another screen name"), required=False, max_length=256
    )
    corrected = forms.ChoiceField(label=_("Correct"), required=False, choices=_choices)
    number = forms.IntegerField(
        label=_("Of which account, if there are several"),
        required=False,
        min_value=1,
        max_value=1000,
    )
    old_value = forms.CharField(
        label=_("The value that is replaced, where there are several"),
        required=False,
        max_length=TEXT_MAX,
    )
    new_value = forms.CharField(
        label=_("The right value; empty takes it back"),
        required=False,
        max_length=TEXT_MAX,
    )

    def __init__(self, data: Any = None) -> None:  # noqa: ANN401 - a QueryDict
        super().__init__(data, auto_id="supplement_%s")
        for field in self.fields.values():
            field.widget.attrs["class"] = "form__control"

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("corrected"):
            try:
                check(self._correction(said))
            except CannotCorrectError as wrong:
                self.add_error("new_value", str(wrong))
        elif not any(said.get(name) for name in ("added", "email", "screen_name")):
            self.add_error(None, _("Add something, or correct a value."))
        return said

    def document(self, report_id: int) -> SupplementDocument:
        """Give what was typed as a supplement of a report."""
        said = self.cleaned_data
        email = said["email"]
        person = Person(emails=(Email(address=email),)) if email else None
        account = Account(person=person, screen_name=said["screen_name"] or None)
        is_new = email or said["screen_name"]
        return SupplementDocument(
            report_id=report_id,
            reason=said["reason"].strip(),
            additional_info=said["added"].strip() or None,
            reported_persons=(account,) if is_new else (),
            corrections=(self._correction(said),) if said["corrected"] else (),
        )

    @staticmethod
    def _correction(said: dict[str, Any]) -> Correction:
        of, _slash, field = said["corrected"].partition("/")
        return Correction(
            of=of,
            field=field,
            number=said.get("number") or 1,
            old_value=said.get("old_value") or None,
            new_value=(said.get("new_value") or "").strip(),
        )
