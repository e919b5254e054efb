"""What analysts press and mark when they say what a file shows.

One key says it all for most files: each grade brings what it means, and marks that were
set before refine it. Several children are counted in a table.
"""

from dataclasses import dataclass
from operator import itemgetter

from django import forms
from django.conf import settings
from django.utils.translation import get_language_info
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from tipline.intake.wording import Words
from tipline.portals.console.list_forms import Data
from tipline.review.grading import Grade
from tipline.review.labels import (
    Act,
    AgeRange,
    Child,
    ContentType,
    Generated,
    Labels,
    Reason,
    Sex,
)
from tipline.review.wording import (
    AGE_WORDS,
    GENERATED_WORDS,
    REASON_WORDS,
    SEX_WORDS,
)


@dataclass(frozen=True, kw_only=True)
class GradeKey:
    """One key that grades: what it says, in words and in labels."""

    code: str
    key: str
    words: Words
    note: Words
    content_type: ContentType
    act: Act | None = None
    age: AgeRange | None = None
    reason: Reason | None = None

    @property
    def is_grave(self) -> bool:
        return self.content_type is ContentType.CSAM


def _csam(key: str, code: str, *, age: AgeRange, act: Act) -> GradeKey:
    return GradeKey(
        code=code.lower(),
        key=key,
        words=code,
        note=_CSAM_NOTES[age, act],
        content_type=ContentType.CSAM,
        act=act,
        age=age,
    )


def _not_relevant(key: str, reason: Reason) -> GradeKey:
    return GradeKey(
        code=reason.value,
        key=key,
        words=_("Not relevant"),
        note=REASON_WORDS[reason],
        content_type=ContentType.NOT_RELEVANT,
        reason=reason,
    )


_CHILD, _TEEN = AgeRange.PREPUBESCENT, AgeRange.PUBESCENT
_CSAM_NOTES: dict[tuple[AgeRange, Act], Words] = {
    (_CHILD, Act.SEX_ACT): _("before puberty, sex act"),
    (_CHILD, Act.EXHIBITION): _("before puberty, exhibition"),
    (_TEEN, Act.SEX_ACT): _("in puberty, sex act"),
    (_TEEN, Act.EXHIBITION): _("in puberty, exhibition"),
}
GRADES: tuple[GradeKey, ...] = (
    _csam("1", "A1", age=_CHILD, act=Act.SEX_ACT),
    _csam("2", "A2", age=_CHILD, act=Act.EXHIBITION),
    _csam("3", "B1", age=_TEEN, act=Act.SEX_ACT),
    _csam("4", "B2", age=_TEEN, act=Act.EXHIBITION),
    GradeKey(
        code="exploitative",
        key="5",
        words=_("Exploitative"),
        note=_("below the legal line"),
        content_type=ContentType.EXPLOITATIVE,
        age=AgeRange.UNDETERMINED,
    ),
    GradeKey(
        code="text-only",
        key="6",
        words=_("Text only"),
        note=_("no picture"),
        content_type=ContentType.TEXT_ONLY,
    ),
    _not_relevant("7", Reason.ADULTS),
    _not_relevant("8", Reason.CHILDREN_NOT_SEXUAL),
    _not_relevant("9", Reason.NUDITY_WITHOUT_SEX),
    _not_relevant("0", Reason.UNRELATED),
    _not_relevant("w", Reason.DRAWN),
    _not_relevant("x", Reason.NOT_READABLE),
)
_BY_CODE = {grade.code: grade for grade in GRADES}
_YOUNG = frozenset({AgeRange.INFANT_TODDLER, AgeRange.PREPUBESCENT})
_COUNT_MOST = 20


class GradeForm(forms.Form):
    """A grade's key and the marks beside it, or a recognition to confirm."""

    grade = forms.ChoiceField(required=False, choices=[(c, c) for c in _BY_CODE])
    confirm = forms.CharField(required=False, max_length=40)
    infant = forms.BooleanField(label=_("Infant or toddler"), required=False)
    violence = forms.BooleanField(label=_("Violence"), required=False)
    bestiality = forms.BooleanField(label=_("Bestiality"), required=False)
    unsure = forms.BooleanField(label=_("I am not sure"), required=False)
    sex = forms.ChoiceField(
        label=_("Sex"),
        required=False,
        choices=[
            ("", _("not determined")),
            ("female", _("female")),
            ("male", _("male")),
            ("both", _("both")),
        ],
    )
    self_produced = forms.TypedChoiceField(
        label=_("Self-produced"),
        required=False,
        empty_value=None,
        coerce=lambda said: said == "yes",
        choices=[("", _("cannot be told")), ("yes", _("yes")), ("no", _("no"))],
    )
    generated = forms.ChoiceField(
        label=_("Generative AI"),
        required=False,
        choices=[("", _("nothing points to it")), *GENERATED_WORDS.items()],
    )
    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=500,
        widget=forms.TextInput(attrs={"class": "form__control", "dir": "auto"}),
    )

    def __init__(self, data: Data) -> None:
        super().__init__(data)
        for age in AgeRange:
            for sex in Sex:
                label = f"{AGE_WORDS[age]}, {SEX_WORDS[sex]}"
                self.fields[f"count_{age}_{sex}"] = forms.IntegerField(
                    label=label, required=False, min_value=0, max_value=_COUNT_MOST
                )
        for name in ("sex", "self_produced", "generated"):
            self.fields[name].widget.attrs["class"] = "form__control"

    @property
    def counts(self) -> list[tuple[Words, list[forms.BoundField]]]:
        """Give the table of children: each age with the fields of its sexes."""
        return [
            (AGE_WORDS[age], [self[f"count_{age}_{sex}"] for sex in Sex])
            for age in AgeRange
        ]

    @property
    def has_counts(self) -> bool:
        return any(field.value() for _age, row in self.counts for field in row)

    def clean(self) -> dict[str, object]:
        """Say what a key and the marks beside it cannot mean together."""
        said = self.cleaned_data
        if not said.get("grade") and not said.get("confirm"):
            self.add_error(None, now("Press one of the grades."))
        elif said.get("grade"):
            self._check_ages(_BY_CODE[said["grade"]])
        return said

    def _check_ages(self, pressed: GradeKey) -> None:
        if pressed.content_type is not ContentType.CSAM or pressed.age is None:
            return
        ages = [child.age for child in self._children(pressed)]
        youngest = next((age for age in AgeRange if age in ages), None)
        if (youngest in _YOUNG) == (pressed.age in _YOUNG):
            return
        self.add_error(
            None,
            now(
                "You pressed %(grade)s, but the youngest child that you marked is of"
                " another age. Change one of them."
            )
            % {"grade": pressed.words},
        )

    def said(self) -> Grade:
        """Give what the person says of the file."""
        marked = self.cleaned_data
        pressed = _BY_CODE[marked["grade"]]
        return Grade(
            labels=Labels(
                content_type=pressed.content_type,
                act=pressed.act,
                reason=pressed.reason,
                children=self._children(pressed),
                has_violence=marked["violence"],
                has_bestiality=marked["bestiality"],
                self_produced=marked["self_produced"],
                generated=Generated(marked["generated"])
                if marked["generated"]
                else None,
            ),
            is_sure=not marked["unsure"],
            note=marked["note"],
        )

    def _children(self, pressed: GradeKey) -> tuple[Child, ...]:
        """Count the table's children; without any, the key says how old one is."""
        counted = tuple(
            Child(age=age, sex=sex)
            for age in AgeRange
            for sex in Sex
            for _each in range(self.cleaned_data.get(f"count_{age}_{sex}") or 0)
        )
        if counted or pressed.age is None:
            return counted
        age = pressed.age
        if self.cleaned_data["infant"]:
            age = AgeRange.INFANT_TODDLER
        return tuple(Child(age=age, sex=sex) for sex in _sexes(self.cleaned_data))


def _sexes(marked: dict[str, str]) -> tuple[Sex, ...]:
    if marked["sex"] == "both":
        return Sex.FEMALE, Sex.MALE
    return (Sex(marked["sex"]) if marked["sex"] else Sex.UNDETERMINED,)


class BulkForm(GradeForm):
    """The files that are said to show the same."""

    content = forms.TypedMultipleChoiceField(coerce=int)

    def __init__(self, data: Data, *, contents: list[int]) -> None:
        super().__init__(data)
        self.fields["content"].choices = [(each, each) for each in contents]  # type: ignore[attr-defined]  # is a choice
        self.fields["content"].error_messages["required"] = _(
            "Choose at least one file."
        )


class SkillsForm(forms.Form):
    """What a person takes."""

    takes_videos = forms.BooleanField(label=_("Videos"), required=False)
    takes_violence = forms.BooleanField(
        label=_("What is marked as violent"), required=False
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages that you read"),
        required=False,
        choices=lambda: sorted(
            ((code, language_name(code)) for code in _languages()), key=itemgetter(1)
        ),
        widget=forms.CheckboxSelectMultiple,
    )


_OTHER_LANGUAGES = {"tl": _("Tagalog")}  # which the framework has no name for


def _languages() -> frozenset[str]:
    """Give the languages that texts are told apart by: those of the terms."""
    found: frozenset[str] = settings.PRIORITY_TABLE.terms.languages
    return found


def language_name(code: str) -> str:
    """Give the name of a language in the reader's own; its code, if it has none."""
    try:
        return str(get_language_info(code)["name_translated"])
    except KeyError:
        return str(_OTHER_LANGUAGES.get(code, code))
