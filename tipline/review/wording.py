"""Labels, and what files wait for, in plain words."""

from collections import Counter

from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from tipline.intake.wording import Words
from tipline.review import mappings
from tipline.review.labels import AgeRange, Child, Labels, Sex
from tipline.review.mappings import Said, Scheme

CONTENT_TYPE_WORDS: dict[str, Words] = {
    "csam": _("Apparent CSAM"),
    "exploitative": _("Exploitative, below the legal line"),
    "text-only": _("Text only"),
    "not-relevant": _("Not relevant"),
}
ACT_WORDS: dict[str, Words] = {
    "sex-act": _("Sex act"),
    "exhibition": _("Exhibition"),
}
AGE_WORDS: dict[str, Words] = {
    "infant-toddler": _("Infant or toddler"),
    "prepubescent": _("Before puberty"),
    "pubescent": _("In puberty"),
    "undetermined": _("Age not determined"),
}
SEX_WORDS: dict[str, Words] = {
    "female": _("female"),
    "male": _("male"),
    "undetermined": _("sex not determined"),
}
GENERATED_WORDS: dict[str, Words] = {
    "depicted": _("Generated: it shows generated material"),
    "training-data": _("Training data of a model"),
    "prompt": _("Only asked for by a prompt"),
}
REASON_WORDS: dict[str, Words] = {
    "adults": _("adults"),
    "nudity-without-sex": _("nudity without sex"),
    "children-not-sexual": _("children, not sexual"),
    "drawn": _("drawn"),
    "unrelated": _("unrelated"),
    "not-readable": _("not readable"),
}
ASKED_WORDS: dict[str, Words] = {
    "first": _("First look"),
    "second": _("Second look, blind"),
    "senior": _("Senior's look, blind"),
    "settled": _("Contested"),
}
HOW_WORDS: dict[str, Words] = {
    "video": _("shares frames"),
    "pdq": _("looks alike (PDQ)"),
}
DIMENSION_WORDS: dict[str, Words] = {
    "content_type": _("Content type"),
    "act": _("Sex act or exhibition"),
    "age": _("Youngest age"),
    "sex": _("Sex"),
    "has_violence": _("Violence"),
    "has_bestiality": _("Bestiality"),
    "self_produced": _("Self-produced"),
    "generated": _("Generated"),
    "reason": _("Why not relevant"),
}


def tags_of(labels: Labels) -> tuple[str, ...]:
    """Say a label set as short words, the most telling first."""
    said = [str(CONTENT_TYPE_WORDS[labels.content_type])]
    if labels.reason:
        said[0] = f"{said[0]}: {REASON_WORDS[labels.reason]}"
    if labels.act:
        said.append(str(ACT_WORDS[labels.act]))
    said += [_child(child, n) for child, n in Counter(labels.children).items()]
    if labels.has_violence:
        said.append(now("Violence"))
    if labels.has_bestiality:
        said.append(now("Bestiality"))
    if labels.self_produced is not None:
        said.append(
            now("Self-produced") if labels.self_produced else now("Not self-produced")
        )
    if labels.generated:
        said.append(str(GENERATED_WORDS[labels.generated]))
    return tuple(said)


def _child(child: Child, number: int) -> str:
    age = AGE_WORDS[AgeRange(child.age)]
    said = (
        str(age) if child.sex is Sex.UNDETERMINED else f"{age}, {SEX_WORDS[child.sex]}"
    )
    return f"{number} \N{MULTIPLICATION SIGN} {said}" if number > 1 else said


def industry_class(labels: Labels) -> str:
    """Give the industry's class of a label set, or nothing where it has none."""
    said = mappings.said_in(Scheme.INDUSTRY, labels)
    return said.values[0][1] if isinstance(said, Said) else ""
