"""How far people agree, label by label: for seniors and those who run the place."""

from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass

from tipline.foundation.accounts.models import Role
from tipline.foundation.errors import NotFoundError
from tipline.foundation.policy.principal import Principal
from tipline.foundation.policy.scope import acting
from tipline.review.agreement import cohens_kappa, fleiss_kappa
from tipline.review.labels import Labels, from_json
from tipline.review.models import Opinion
from tipline.review.opinions import SENIOR, ReviewState
from tipline.review.people import person_of

OPINIONS_MOST = 30_000  # the newest; older habits say little of today's

DIMENSIONS: dict[str, Callable[[Labels], Hashable]] = {
    "content_type": lambda said: said.content_type,
    "act": lambda said: said.act,
    "age": lambda said: said.youngest,
    "sex": lambda said: frozenset(child.sex for child in said.children),
    "has_violence": lambda said: said.has_violence,
    "has_bestiality": lambda said: said.has_bestiality,
    "self_produced": lambda said: said.self_produced,
    "generated": lambda said: said.generated,
    "reason": lambda said: said.reason,
}


@dataclass(frozen=True, kw_only=True)
class Agreement:
    """How far people agree on one label.

    `cohen` compares the first look with the second, `fleiss` all three looks of what
    went to a senior: those are the hard ones. None where there is nothing to compare.
    """

    label: str
    pairs: int
    same: int
    cohen: float | None
    triples: int
    fleiss: float | None

    @property
    def percent(self) -> int | None:
        return round(100 * self.same / self.pairs) if self.pairs else None


def agreement(reader: Principal) -> tuple[Agreement, ...]:
    """Give how far people agree on each label, of the newest opinions.

    Raises:
        NotFoundError: the person is an analyst, and no senior.
    """
    with acting(reader):
        person = person_of(reader)
        if person.role == Role.ANALYST and person.seniority < SENIOR:
            raise NotFoundError
        looks = list(_looks())
    return tuple(_agreement(name, looks) for name in DIMENSIONS)


def _looks() -> Iterator[list[Labels]]:
    """Give the blind looks at each content that had two or three of them."""
    rows = Opinion.objects.exclude(asked=ReviewState.SETTLED).order_by("-pk")
    newest = rows.values_list("pk", "content_id", "asked", "labels")[:OPINIONS_MOST]
    by_content: dict[int, list[Labels]] = {}
    for _, content_id, asked, labels in sorted(newest):
        if asked == ReviewState.FIRST or content_id in by_content:
            by_content.setdefault(content_id, []).append(from_json(labels))
    return (looks[:3] for looks in by_content.values() if len(looks) > 1)


def _agreement(name: str, looks: list[list[Labels]]) -> Agreement:
    of = DIMENSIONS[name]
    pairs = [(of(said[0]), of(said[1])) for said in looks]
    triples = [tuple(map(of, said)) for said in looks if len(said) > 2]  # noqa: PLR2004 - a first, a second and a senior
    return Agreement(
        label=name,
        pairs=len(pairs),
        same=sum(first == second for first, second in pairs),
        cohen=cohens_kappa(pairs),
        triples=len(triples),
        fleiss=fleiss_kappa(triples),
    )
