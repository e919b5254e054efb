"""What is typed about previews: a legal basis, how they look, a time zone."""

from collections.abc import Collection, Sequence

from django import forms
from django.utils.translation import gettext_lazy as _

from tipline.portals.console.words import BASIS_KIND_WORDS, BLUR_WORDS
from tipline.viewing.bases import NOTE_MAX, REFERENCE_MAX
from tipline.viewing.look import Blur, Look


class BasisForm(forms.Form):
    """Why a file may be opened although no other ground holds."""

    kind = forms.ChoiceField(label=_("Kind"), widget=forms.RadioSelect)
    reference = forms.CharField(
        label=_("Reference number"),
        max_length=REFERENCE_MAX,
        help_text=_("Of the warrant, the order or the file note; printed in packets."),
    )
    note = forms.CharField(
        label=_("Note"),
        max_length=NOTE_MAX,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
        help_text=_("Who gave it and what it covers."),
    )
    until = forms.DateTimeField(
        label=_("Until (UTC)"),
        required=False,
        help_text=_("As 2026-12-31 18:00. Empty if it does not end."),
    )

    def __init__(self, data: object, *, kinds: Collection[str]) -> None:
        super().__init__(data)  # type: ignore[arg-type]  # a QueryDict, says the view
        words = BASIS_KIND_WORDS.items()
        self.fields["kind"].choices = [(k, w) for k, w in words if k in kinds]  # type: ignore[attr-defined]  # is a choice field
        _style(self, but="kind")


class WithdrawalForm(forms.Form):
    """Why a legal basis does not hold."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=NOTE_MAX,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
        help_text=_("What is wrong with it, and who says so."),
    )

    def __init__(self, data: object) -> None:
        super().__init__(data)  # type: ignore[arg-type]  # as above
        _style(self, but="")


class BuddyForm(forms.Form):
    """Who is told when somebody has seen much."""

    buddy = forms.TypedChoiceField(
        label=_("My buddy"), required=False, coerce=int, empty_value=None
    )

    def __init__(
        self, data: object, *, colleagues: Sequence[tuple[int, str]], now: int | None
    ) -> None:
        super().__init__(data, initial={"buddy": now})  # type: ignore[arg-type]  # as above
        self.fields["buddy"].choices = [("", _("Nobody")), *colleagues]  # type: ignore[attr-defined]  # is a choice field
        _style(self, but="")


class LookForm(forms.Form):
    """How somebody wants previews."""

    blur = forms.ChoiceField(
        label=_("Veiled previews keep"),
        widget=forms.RadioSelect,
        choices=[(blur.value, BLUR_WORDS[blur.value]) for blur in reversed(Blur)],
    )
    grey = forms.TypedChoiceField(
        label=_("Colors"),
        widget=forms.RadioSelect,
        choices=[("yes", _("Grey, clear previews too")), ("no", _("As they are"))],
    )

    def __init__(self, data: object, *, initial: dict[str, object]) -> None:
        grey = "yes" if initial["grey"] else "no"
        super().__init__(data, initial={**initial, "grey": grey})  # type: ignore[arg-type]  # as above

    def look(self) -> Look:
        """Give what was chosen."""
        chosen = self.cleaned_data
        return Look(grey=chosen["grey"] == "yes", blur=Blur(chosen["blur"]))


class ZoneForm(forms.Form):
    """Where somebody works."""

    zone = forms.CharField(label=_("Time zone"), required=False, max_length=64)


def _style(form: forms.Form, *, but: str) -> None:
    for name, field in form.fields.items():
        if name != but:
            field.widget.attrs["class"] = "form__control"
