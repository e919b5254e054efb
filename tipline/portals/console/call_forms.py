"""What analysts send about a call that is over: a check, a release, a refusal."""

from django import forms

from tipline.intake.calls import NOTE_MAX
from tipline.intake.danger import CheckKind, CheckOutcome
from tipline.intake.web_forms import MESSAGE_MAX
from tipline.referral.releasing import REASON_MAX

PROPOSALS_MOST = 1000


class CheckForm(forms.Form):
    """How a danger was checked, and what came of it."""

    kind = forms.ChoiceField(choices=[(kind.value, "") for kind in CheckKind])
    outcome = forms.ChoiceField(choices=[(each.value, "") for each in CheckOutcome])
    note = forms.CharField(required=False, max_length=NOTE_MAX)

    def clean(self) -> dict[str, str]:
        """Refuse an outcome that a second look cannot have."""
        chosen = self.cleaned_data
        is_look = chosen.get("kind") == CheckKind.SECOND_PERSON
        if is_look and chosen.get("outcome") == CheckOutcome.NOT_REACHED:
            raise forms.ValidationError("")
        return chosen


class ReleaseForm(forms.Form):
    """To which of the proposed agencies a report goes: those that the person saw."""

    proposal = forms.TypedMultipleChoiceField(coerce=int, required=False)

    def __init__(self, data: object) -> None:
        super().__init__(data)  # type: ignore[arg-type]  # a QueryDict, says the view
        sent = data.getlist("proposal")[:PROPOSALS_MOST]  # type: ignore[attr-defined]
        keys = [key for key in sent if key.isascii() and key.isdecimal()]
        fit = [(key, "") for key in keys if len(key) <= 18]  # noqa: PLR2004 - 64 bits
        self.fields["proposal"].choices = fit  # type: ignore[attr-defined]  # it chooses


class AskForm(forms.Form):
    """What an analyst asks whoever filled in the form."""

    text = forms.CharField(max_length=MESSAGE_MAX)


class RefuseForm(forms.Form):
    """Why no agency should have a report."""

    reason = forms.CharField(max_length=REASON_MAX)
