"""What operators and auditors type."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tipline.foundation.accounts.services import CREDENTIAL_MOST_DAYS
from tipline.intake.platforms import VIEWED_DEFINITION_MAX
from tipline.referral.agencies import CODE_MAX, AgencyKind
from tipline.triage.appeals import TEXT_MAX

KINDS = {
    "platform": _("Platforms"),
    "agency": _("Agencies"),
    "clearinghouse": _("Clearinghouse"),
    "audit-firm": _("Audit firms"),
}
ROLES = {
    "analyst": _("Analyst: reads the queue and reports, escalates"),
    "operator": _("Operator: organizations, people, credentials"),
    "auditor": _("Auditor: reads the audit and verifies it"),
    "officer": _("Officer: receives what is made available to the agency"),
    "list-auditor": _("List auditor: looks at samples of hash lists"),
}
ROLES_OF_KIND = {
    "clearinghouse": ("analyst", "operator", "auditor"),
    "agency": ("officer",),
    "platform": (),
    "audit-firm": ("list-auditor",),
}
AGENCY_KINDS = {
    AgencyKind.ICAC: _("Task force of a US state"),
    AgencyKind.COUNTRY: _("Desk of a country"),
    AgencyKind.FEDERAL: _("Federal desk"),
    AgencyKind.MILITARY: _("Military desk"),
    AgencyKind.INTERPOL: _("Interpol"),
    AgencyKind.EUROPOL: _("Europol"),
}


class StyledForm(forms.Form):
    """A form whose controls look like the portals'; hints are tied to their fields."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if not isinstance(field.widget, forms.RadioSelect | forms.CheckboxInput):
                field.widget.attrs.setdefault("class", "form__control")


class SureForm(forms.Form):
    """Nothing to type: the operator says yes."""


class PlatformForm(StyledForm):
    """A new platform."""

    name = forms.CharField(
        label=_("Name"),
        max_length=200,
        help_text=_("As analysts and officers will read it, such as Exemplar Chat."),
    )


class AgencyForm(StyledForm):
    """A new agency that the shipped table does not have."""

    name = forms.CharField(label=_("Name"), max_length=200)
    code = forms.RegexField(
        r"^[A-Z0-9][A-Z0-9-]*$",
        label=_("Code"),
        max_length=CODE_MAX,
        help_text=_("Capitals, digits and hyphens, such as ICAC-MA-2."),
        error_messages={"invalid": _("Write capitals, digits and hyphens only.")},
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=AGENCY_KINDS.items())
    country = forms.CharField(
        label=_("Country"),
        max_length=2,
        required=False,
        help_text=_("Two letters, such as SE; for the desk of a country."),
    )
    state = forms.CharField(
        label=_("State"),
        max_length=2,
        required=False,
        help_text=_("Two letters, such as MA; for a task force."),
    )

    def clean_country(self) -> str:
        """Give the code in capitals."""
        return str(self.cleaned_data["country"]).upper()

    def clean_state(self) -> str:
        """Give the code in capitals."""
        return str(self.cleaned_data["state"]).upper()


class InviteForm(StyledForm):
    """Somebody new; the roles are those of the organization's kind."""

    name = forms.CharField(label=_("Name"), max_length=200)
    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_("One account for each address. It is not written to yet."),
    )
    role = forms.ChoiceField(label=_("Role"), widget=forms.RadioSelect)

    def __init__(self, data: Any = None, *, kind: str) -> None:  # noqa: ANN401 - Django's
        super().__init__(data)
        roles = [(role, ROLES[role]) for role in ROLES_OF_KIND[kind]]
        self.fields["role"].choices = roles  # type: ignore[attr-defined]  # is a choice
        self.fields["role"].initial = roles[0][0] if len(roles) == 1 else None


class CredentialForm(StyledForm):
    """What a new credential is for, and for how long."""

    use = forms.ChoiceField(
        label=_("For"),
        widget=forms.RadioSelect,
        initial="test",
        choices=[
            ("test", _("Testing: reports are marked, and never reach people")),
            ("production", _("Production: every report counts")),
            ("hash-lists", _("Hash lists: fetch and ask, and nothing else")),
        ],
    )
    days = forms.IntegerField(
        label=_("Valid for days"),
        min_value=1,
        max_value=CREDENTIAL_MOST_DAYS,
        initial=CREDENTIAL_MOST_DAYS,
        help_text=_("At most a year. Issue the next one before it ends; both work."),
    )


class ProfileForm(StyledForm):
    """How a platform's submissions are read."""

    profile = forms.ChoiceField(
        label=_("Profile"),
        widget=forms.RadioSelect,
        choices=[
            (
                "lenient",
                _("Lenient: only plain errors are refused, the rest is warned about"),
            ),
            ("strict", _("Strict: every breach of a field rule is refused")),
        ],
    )
    viewed_definition = forms.CharField(
        label=_("What the platform means by having viewed a file"),
        max_length=VIEWED_DEFINITION_MAX,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
        help_text=_(
            "In its own words. Shown beside every viewed flag and printed in packets,"
            " since a warrant can turn on it."
        ),
    )
    viewed_scope = forms.ChoiceField(
        label=_("How much of a file it views"),
        widget=forms.RadioSelect,
        choices=[
            ("unknown", _("It has not said")),
            ("whole", _("The whole file, every time")),
            ("part", _("A part may do: its yes opens nothing")),
        ],
    )


class AppealForm(StyledForm):
    """What an operator answers a sender that appeals."""

    decision = forms.ChoiceField(
        label=_("Decision"),
        widget=forms.RadioSelect,
        choices=[
            ("grant", _("Grant it: pause the prior")),
            ("decline", _("Decline it: the prior is applied")),
        ],
    )
    answer = forms.CharField(
        label=_("Why?"),
        max_length=TEXT_MAX,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
        help_text=_("The platform reads it on its own page."),
    )


class AuditForm(forms.Form):
    """What the audit is narrowed to."""

    subject = forms.CharField(label=_("Subject"), required=False, max_length=200)
    actor = forms.CharField(label=_("Actor"), required=False, max_length=200)
    action = forms.CharField(label=_("Action"), required=False, max_length=100)

    def __init__(self, data: Any) -> None:  # noqa: ANN401 - Django's
        super().__init__(data)
        examples = {
            "subject": "report:17",
            "actor": "person:17",
            "action": "report.read",
        }
        for name, field in self.fields.items():
            field.widget.attrs.update(
                {"class": "filter-bar__control", "placeholder": examples[name]}
            )
