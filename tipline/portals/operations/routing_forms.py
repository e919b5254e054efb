"""What operators type to change where reports go."""

from datetime import timedelta

from django import forms
from django.utils.translation import gettext_lazy as _

from tipline.portals.operations.forms import StyledForm
from tipline.referral.editions import REASON_MAX
from tipline.referral.errors import MalformedTableError
from tipline.referral.tables import FILE_MAX_BYTES, decoded

DAYS_MOST = 366


class DraftForm(StyledForm):
    """A whole table, pasted or as a file, and why it changes."""

    file = forms.FileField(
        label=_("A CSV file"),
        required=False,
        allow_empty_file=True,
        help_text=_(
            "In UTF-8, as it is exported. It takes the place of the text below."
        ),
    )
    content = forms.CharField(
        label=_("The table as CSV"),
        required=False,
        strip=False,
        widget=forms.Textarea(
            attrs={"rows": 14, "class": "form__control code", "spellcheck": "false"}
        ),
    )
    reason = forms.CharField(
        label=_("Why"),
        required=False,
        max_length=REASON_MAX,
        help_text=_("A sentence that the second person reads. Needed to keep a draft."),
    )

    def clean(self) -> dict[str, object]:
        """Let the file be the text, so that what was read is shown and can be kept."""
        fields = dict(self.cleaned_data)
        if fields.get("file") is not None:
            try:
                data = fields["file"].read(FILE_MAX_BYTES + 1)
                fields["content"] = decoded(data, table=fields["file"].name)
            except MalformedTableError as refusal:
                self.add_error("file", str(refusal))
        if not fields.get("content") and not self.errors:
            self.add_error("content", _("Choose a file, or paste the whole table."))
        fields["content"] = str(fields.get("content", "")).replace("\r\n", "\n")
        return fields


class SimulateForm(StyledForm):
    """Which reports to ask about."""

    days = forms.IntegerField(
        label=_("Reports of the last days"),
        min_value=1,
        max_value=DAYS_MOST,
        initial=30,
    )

    @property
    def span(self) -> timedelta:
        """The time that was asked for."""
        return timedelta(days=self.cleaned_data["days"])
