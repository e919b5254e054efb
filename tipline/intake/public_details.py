"""What a person tells that no platform is asked; it goes with a `ReportDocument`."""

from dataclasses import dataclass

YES, NO, UNKNOWN = "yes", "no", "unknown"


@dataclass(frozen=True, kw_only=True)
class PublicDetails:
    """What a member of the public said; None where the question was not answered.

    `danger_now` and `contact_allowed` are `yes`, `no` or `unknown`, which the person
    said; `told_by`, `access` and `language` are codes of `public_form.py`. The others
    are the person's own words.
    """

    told_by: str | None = None
    danger_now: str | None = None
    danger: str | None = None
    child_now: str | None = None
    callback_number: str | None = None
    contact_allowed: str | None = None
    language: str | None = None
    happened: str | None = None
    how_known: str | None = None
    access: str | None = None
    relation: str | None = None

    @property
    def says_danger(self) -> bool:
        """Tell whether the person says that a child is in danger now."""
        return self.danger_now == YES
