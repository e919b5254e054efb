"""What is typed to put somebody on duty."""

from datetime import UTC

from django import forms
from django.utils.translation import gettext_lazy as _

_CONTROL = {"class": "form__control"}


class DutyForm(forms.Form):
    """Who, from when to when in UTC, and who is called first."""

    person = forms.TypedChoiceField(
        label=_("Who"), coerce=int, widget=forms.Select(attrs=_CONTROL)
    )
    starts_at = forms.DateTimeField(
        label=_("From (UTC)"),
        widget=forms.DateTimeInput(
            format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local", **_CONTROL}
        ),
    )
    ends_at = forms.DateTimeField(
        label=_("Until (UTC)"),
        widget=forms.DateTimeInput(
            format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local", **_CONTROL}
        ),
    )
    turn = forms.IntegerField(
        label=_("Turn: 1 is called first"),
        min_value=1,
        max_value=9,
        initial=1,
        widget=forms.NumberInput(attrs=_CONTROL),
    )

    def __init__(self, data: object, *, people: list[tuple[int, str]]) -> None:
        super().__init__(data)  # type: ignore[arg-type]  # a QueryDict, says the view
        self.fields["person"].choices = people  # type: ignore[attr-defined]  # is a choice field

    def clean(self) -> dict[str, object]:
        cleaned: dict[str, object] = super().clean() or {}
        # The browser's field has no zone; the page says that times are in UTC.
        for name in ("starts_at", "ends_at"):
            at = cleaned.get(name)
            if at is not None:
                cleaned[name] = at.replace(tzinfo=UTC)  # type: ignore[attr-defined]  # a time
        return cleaned
