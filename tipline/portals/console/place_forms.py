"""What analysts type of where a report or a network is, and who must not see it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tipline.referral.agencies import CODE_MAX
from tipline.referral.corrections import DAYS_MOST, REASON_MAX
from tipline.referral.evidence_words import NETWORK_WORDS


class PlaceForm(forms.Form):
    """A form of the page of a report's place; its controls look alike."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.setdefault("class", "form__control")


def _reason(hint: Any) -> forms.CharField:  # noqa: ANN401 - a lazy text
    return forms.CharField(
        label=_("How you know"),
        max_length=REASON_MAX,
        required=False,
        help_text=hint,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class DecideForm(PlaceForm):
    """Where a report belongs."""

    prefix = "decide"
    country = forms.CharField(
        label=_("Country"), max_length=2, help_text=_("Two letters, such as SE.")
    )
    state = forms.CharField(
        label=_("State"),
        max_length=2,
        required=False,
        help_text=_("Of the United States: two letters, such as MA."),
    )
    reason = _reason(_("Agencies do not read it."))


class CorrectForm(PlaceForm):
    """Where a network is, or what it hides."""

    prefix = "correct"
    network = forms.CharField(
        label=_("Network"),
        max_length=50,
        help_text=_("Such as 198.51.100.0/24: all addresses in it are corrected."),
    )
    country = forms.CharField(label=_("Country"), max_length=2, required=False)
    state = forms.CharField(label=_("State"), max_length=2, required=False)
    kind = forms.ChoiceField(
        label=_("Or: people hide behind it"),
        required=False,
        choices=[("", _("No: it has a place")), *NETWORK_WORDS.items()],
    )
    days = forms.IntegerField(
        label=_("For days"), min_value=1, max_value=DAYS_MOST, initial=180
    )
    reason = _reason(_("The list of corrections shows it."))


class ExcludeForm(PlaceForm):
    """An agency that must not see a report."""

    prefix = "exclude"
    code = forms.CharField(
        label=_("Code of the agency"),
        max_length=CODE_MAX,
        help_text=_("Such as ICAC-OH. What it has of the report is hidden at once."),
    )
    reason = _reason(_("Such as: the reported person works there."))
