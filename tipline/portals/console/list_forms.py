"""What analysts type about hash lists: a look, a vote, a reason."""

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from tipline.hashlist.reviewing import Look
from tipline.hashlist.states import Sight
from tipline.viewing.list_looks import Copy, proven

Data = QueryDict | None
_TEXT = {"class": "form__control", "rows": 3, "dir": "auto"}


class LookForm(forms.Form):
    """How the person saw the file; every vote begins with it.

    Where the file is here, what was served says it, and the person's words may follow.
    """

    sight = forms.ChoiceField(
        label=_("How did you look at the file?"),
        widget=forms.RadioSelect,
        choices=[
            (Sight.VIEWED_ORIGINAL.value, _("I saw the whole file")),
            (
                Sight.VIEWED_COPY.value,
                _("I saw an identical copy: its SHA-256 is the same"),
            ),
        ],
    )
    statement = forms.CharField(
        label=_("Where, and what you made sure of"),
        max_length=500,
        help_text=_(
            "The file is not here, so nobody can be shown it. Say where you looked;"
            " your words stay with your vote."
        ),
        widget=forms.Textarea(attrs=_TEXT),
    )

    def __init__(self, data: Data, *, copy: Copy | None) -> None:
        super().__init__(data)
        self.copy = copy
        if copy is not None:
            del self.fields["sight"]
            said = self.fields["statement"]
            said.required = False
            said.label = _("What you made sure of")
            said.help_text = _("If you like; your words stay with your vote.")

    def look(self) -> Look:
        """Give how the file was seen.

        Raises:
            NotLookedAtError: the file is here, and the person has not seen it.
        """
        said = self.cleaned_data
        sight = said.get("sight", Sight.SERVED.value)
        return proven(Look(sight=sight, statement=said["statement"]), self.copy)


class ClassifiedForm(LookForm):
    """A look, and the class that the file is given."""

    classification = forms.CharField(
        label=_("Classification"),
        max_length=100,
        required=False,
        help_text=_("A1, A2, B1 or B2, or the words that the list uses."),
        widget=forms.TextInput(attrs={"class": "form__control", "dir": "auto"}),
    )
    field_order = ["hash_list", "target", "classification", "sight", "statement"]


class ProposeForm(ClassifiedForm):
    """Which list a file is proposed for."""

    hash_list = forms.TypedChoiceField(label=_("List"), coerce=int)

    def __init__(
        self,
        data: Data,
        *,
        copy: Copy | None,
        lists: list[tuple[int, str]],
        is_labeled: bool = False,
    ) -> None:
        """Leave the classification out where a label says it."""
        super().__init__(data, copy=copy)
        if is_labeled:
            del self.fields["classification"]
        self.fields["hash_list"].choices = lists  # type: ignore[attr-defined]  # is a choice
        self.fields["hash_list"].widget.attrs["class"] = "form__control"


class MoveForm(ClassifiedForm):
    """Which list an item moves to."""

    target = forms.TypedChoiceField(label=_("To the list"), coerce=int)

    def __init__(
        self, data: Data, *, copy: Copy | None, lists: list[tuple[int, str]]
    ) -> None:
        super().__init__(data, copy=copy)
        self.fields["target"].choices = lists  # type: ignore[attr-defined]  # is a choice
        self.fields["target"].widget.attrs["class"] = "form__control"


class VoteForm(LookForm):
    """A vote on a proposal."""

    vote = forms.ChoiceField(
        label=_("Your vote"),
        widget=forms.RadioSelect,
        choices=[
            ("concur", _("I concur with the list and the classification")),
            ("dissent", _("I dissent: this stops it")),
        ],
    )
    reason = forms.CharField(
        label=_("Why you dissent"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs=_TEXT),
    )


class ReasonForm(forms.Form):
    """Why an item leaves its list."""

    reason = forms.CharField(
        label=_("Why"), max_length=1000, widget=forms.Textarea(attrs=_TEXT)
    )
