"""What operators and list auditors type about hash lists."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tipline.foundation.accounts.queries import SENIORITIES
from tipline.hashing.distance import MATCH_RADIUS
from tipline.hashlist.states import Finding, ListKind, Tier
from tipline.portals.operations.forms import StyledForm

LIST_KINDS = {
    ListKind.CSAM: _("Apparent CSAM: by three reviews"),
    ListKind.EXPLOITATIVE: _("Exploitative: by three reviews"),
    ListKind.YOUTH_PRODUCED: _("Youth-produced: by three reviews"),
    ListKind.GENERATED: _("Generated: by three reviews"),
    ListKind.NEGATIVE: _("Known harmless: by three reviews; suppresses hits"),
    ListKind.INDUSTRY: _("Platform to platform: on a member's own word"),
    ListKind.UNVERIFIED: _("Unverified: nobody has looked"),
    ListKind.IMPORTED: _("Imported: on a partner's word"),
}
TIERS = {
    Tier.CRYPTOGRAPHIC: _("Cryptographic hashes (MD5, SHA-1)"),
    Tier.PERCEPTUAL: _("Perceptual hashes, too: vetted members only"),
    Tier.MATCH_ONLY: _("No hashes: it asks about single ones"),
}
FINDINGS = {
    Finding.CONFIRMED: _("It belongs on the list, as classified"),
    Finding.WRONG_CLASS: _("It belongs on the list, classified wrongly"),
    Finding.NOT_FOR_LIST: _("It does not belong on the list"),
    Finding.NOT_REVIEWABLE: _("It could not be reviewed"),
}
# As a form it grows by a fifth, and stays below what a request may have.
LEAK_CHARACTERS_MAX = 2_000_000


class DistanceForm(StyledForm):
    """How near counts as the same."""

    bits = forms.IntegerField(
        label=_("Match distance in bits"),
        min_value=0,
        max_value=MATCH_RADIUS,
        initial=MATCH_RADIUS,
        help_text=_("Of 256 bits of a PDQ hash; 0 to 31."),
    )


class ListForm(StyledForm):
    """A new list."""

    name = forms.CharField(label=_("Name"), max_length=100)
    kind = forms.ChoiceField(label=_("Kind"), choices=LIST_KINDS.items())
    slug = forms.SlugField(
        label=_("Path name"),
        max_length=60,
        required=False,
        help_text=_("Small letters, digits, hyphens. Empty: made from the name."),
    )
    meaning = forms.CharField(
        label=_("What a hit says about a file"),
        max_length=200,
        help_text=_("Analysts and officers read it beside every hit."),
    )
    is_viral = forms.BooleanField(
        label=_("Often seen, shared without malice"), required=False
    )


class AccessForm(StyledForm):
    """What a member receives and may add."""

    tier = forms.ChoiceField(
        label=_("Receives"),
        widget=forms.RadioSelect,
        choices=TIERS.items(),
        initial=Tier.CRYPTOGRAPHIC,
    )
    may_contribute = forms.BooleanField(
        label=_("May add items of its own"), required=False
    )


class KeyForm(StyledForm):
    """The public key of a member's programs."""

    pem = forms.CharField(
        label=_("Public key in PEM"),
        max_length=2000,
        required=False,
        help_text=_("X25519, as the member's page explains. Empty takes it away."),
        widget=forms.Textarea(attrs={"rows": 4, "dir": "ltr", "spellcheck": "false"}),
    )
    must_seal = forms.BooleanField(
        label=_("Answer in no other way, also when a program does not ask for it"),
        required=False,
    )


class MemberForm(AccessForm):
    """A new member."""

    organization = forms.TypedChoiceField(label=_("Platform"), coerce=int)
    field_order = ["organization", "tier", "may_contribute"]

    def __init__(self, data: Any, *, organizations: list[tuple[int, str]]) -> None:  # noqa: ANN401 - Django's
        super().__init__(data)
        self.fields["organization"].choices = organizations  # type: ignore[attr-defined]  # is a choice


class LeakForm(StyledForm):
    """The lines of a copy that turned up somewhere."""

    hashes = forms.CharField(
        label=_("Hashes, one a line or with other text around them"),
        max_length=LEAK_CHARACTERS_MAX,
        widget=forms.Textarea(attrs={"rows": 8, "dir": "ltr"}),
    )

    def values(self) -> set[str]:
        """Give every word of what was pasted that could be a hash."""
        text = self.cleaned_data["hashes"].lower()
        words = "".join(c if c.isalnum() else " " for c in text).split()
        return {word for word in words if len(word) in (32, 40, 64)}


class SeniorityForm(StyledForm):
    """How far up a person's word counts."""

    seniority = forms.TypedChoiceField(
        label=_("Seniority"), widget=forms.RadioSelect, choices=SENIORITIES, coerce=int
    )


class BeginAuditForm(StyledForm):
    """Whom an audit is handed to, and how many items."""

    organization = forms.TypedChoiceField(label=_("Audit firm"), coerce=int)
    number = forms.IntegerField(
        label=_("How many items"),
        min_value=1,
        required=False,
        help_text=_("Drawn at random by a seed that is kept. Empty: all of them."),
    )

    def __init__(self, data: Any, *, organizations: list[tuple[int, str]]) -> None:  # noqa: ANN401 - Django's
        super().__init__(data)
        self.fields["organization"].choices = organizations  # type: ignore[attr-defined]  # is a choice


class FindingForm(StyledForm):
    """What a list auditor found of one item."""

    finding = forms.ChoiceField(
        label=_("Your finding"), widget=forms.RadioSelect, choices=FINDINGS.items()
    )
    note = forms.CharField(
        label=_("Note"),
        max_length=1000,
        required=False,
        help_text=_("Needed for anything but a confirmation."),
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )
