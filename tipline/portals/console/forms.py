"""What analysts type: the filters of the queue, a number, a reason."""

from django import forms
from django.utils.translation import gettext_lazy as _

from tipline.intake.wording import INCIDENT_WORDINGS, Words, incident_wire
from tipline.triage.queue_lines import QueueFilters

REASON_MAX = 3000  # characters, as for a platform's own escalation


def _reason(label: Words, *, needed: Words, element: str) -> forms.CharField:
    """Give the field for a reason that must be given.

    `needed` is said to whoever gives none; `element` is its id on the page.
    """
    attrs = {"class": "form__control", "rows": 2, "dir": "auto", "id": element}
    return forms.CharField(
        label=label,  # type: ignore[arg-type]  # a text, translated late
        max_length=REASON_MAX,
        error_messages={"required": needed},  # type: ignore[dict-item]
        widget=forms.Textarea(attrs=attrs),
    )


class FilterForm(forms.Form):
    """The filters; what cannot be read narrows nothing."""

    priority = forms.ChoiceField(
        label=_("Level"),
        required=False,
        choices=[
            ("", _("All levels")),
            ("1", _("1: may be in danger now")),
            ("2", _("2: today")),
            ("3", _("3: in turn")),
            ("E", _("E: not ranked")),
        ],
    )
    incident = forms.ChoiceField(
        label=_("Incident"),
        required=False,
        choices=[
            ("", _("All incidents")),
            *((wording.code, wording.words) for wording in INCIDENT_WORDINGS),
        ],
    )
    platform = forms.TypedChoiceField(
        label=_("Platform"), required=False, coerce=int, empty_value=None
    )
    designation = forms.ChoiceField(
        label=_("Designation"),
        required=False,
        choices=[
            ("", _("Both")),
            ("referral", _("Referral")),
            ("informational", _("Informational")),
        ],
    )
    escalated = forms.BooleanField(label=_("Escalated"), required=False)
    person = forms.BooleanField(label=_("Needs a person"), required=False)
    telephone = forms.BooleanField(label=_("By telephone"), required=False)
    form = forms.BooleanField(label=_("By the form"), required=False)
    unread = forms.BooleanField(label=_("New message"), required=False)
    release = forms.BooleanField(label=_("Waits for release"), required=False)

    def __init__(self, data: object, *, platforms: list[tuple[int, str]]) -> None:
        super().__init__(data)  # type: ignore[arg-type]  # a QueryDict, says the view
        self.fields["platform"].choices = [("", _("All platforms")), *platforms]  # type: ignore[attr-defined]  # is a choice field
        self.is_valid()
        for name, field in self.fields.items():
            is_box = isinstance(field, forms.BooleanField)
            kind = "" if is_box else "filter-bar__control"
            field.widget.attrs.update({"class": kind, "id": f"filter-{name}"})
        key = {"data-key": "f", "data-reach": "", "aria-keyshortcuts": "f"}
        self.fields["priority"].widget.attrs.update(key)

    def filters(self) -> QueueFilters:
        """Give what the queue is narrowed to."""
        chosen = self.cleaned_data
        return QueueFilters(
            priority=chosen.get("priority", ""),
            designation=chosen.get("designation", ""),
            platform_id=chosen.get("platform"),
            incident_type=incident_wire(chosen.get("incident", "")) or "",
            needs_person=chosen.get("person", False),
            is_escalated=chosen.get("escalated", False),
            is_by_telephone=chosen.get("telephone", False),
            is_by_form=chosen.get("form", False),
            has_unread=chosen.get("unread", False),
            waits_for_release=chosen.get("release", False),
        )


class NumberForm(forms.Form):
    """A report's number, with whatever people paste around it."""

    report = forms.RegexField(r"^\s*#?\s*(\d{1,18})\s*$", label=_("Report number"))

    def clean_report(self) -> int:
        """Give the number alone."""
        return int(self.cleaned_data["report"].strip().lstrip("#"))


class EscalateForm(forms.Form):
    """Why a report cannot wait, from who has the time to say it."""

    reason = forms.CharField(
        label=_("Reason, if you have a moment"),
        required=False,
        max_length=REASON_MAX,
        widget=forms.Textarea(
            attrs={"class": "form__control", "rows": 2, "dir": "auto"}
        ),
    )


class IntentForm(forms.Form):
    """How often-seen material was shared, as the analyst reads it."""

    intent = forms.ChoiceField(
        label=_("How was it shared?"),
        choices=[
            ("meme", _("as a foolish joke")),
            ("outrage", _("in outrage at it")),
            ("awareness", _("to warn others")),
            ("none-of-these", _("none of these, or nobody can tell")),
        ],
        widget=forms.Select(attrs={"class": "form__control", "id": "id_intent"}),
    )


class LowerForm(forms.Form):
    """To which level a report is lowered, and why."""

    level = forms.ChoiceField(
        label=_("Lower to"),
        choices=[("2", _("2: today")), ("3", _("3: in turn"))],
        widget=forms.Select(attrs={"class": "form__control", "id": "id_lower_level"}),
    )
    reason = _reason(
        _("Why can it wait?"),
        needed=_("Say in a sentence why this report can wait."),
        element="id_lower_reason",
    )


class SetAsideForm(forms.Form):
    """Why nobody needs to read a flood."""

    reason = _reason(
        _("Why does nobody need to read them?"),
        needed=_("Say in a sentence why nobody needs to read these reports."),
        element="id_set_aside_reason",
    )


class HalfAsideForm(forms.Form):
    """Why nobody needs to read what is like a flood in half, and how much was seen."""

    reason = _reason(
        _("Why does nobody need to read them?"),
        needed=_("Say in a sentence why nobody needs to read these reports."),
        element="id_half_aside_reason",
    )
    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


class TakeOutForm(forms.Form):
    """Why a report must be seen by itself."""

    reason = _reason(
        _("Why must it be seen by itself?"),
        needed=_("Say in a sentence why this report must be seen by itself."),
        element="id_take_out_reason",
    )


class DecisionForm(forms.Form):
    """Whether a second person agrees."""

    decision = forms.ChoiceField(choices=[("confirm", ""), ("decline", "")])
