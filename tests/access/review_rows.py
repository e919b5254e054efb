"""Review on the stage: who may see which of its rows, and one content of each sort."""

from dataclasses import dataclass

from tests import cast
from tests.review import stage as review
from tests.review.label_sets import ADULTS
from tipline.files.models import ReportedFile
from tipline.foundation.policy.scope import acting
from tipline.review import handing_out, people

# What people said and who has what in hand stays in the clearinghouse; what stands
# also goes to the agencies that see the content.
REVIEWED = (
    "review_contentreview",
    "review_opinion",
    "review_reviewerskills",
    "review_setaside",
)
LABELED = "review_contentlabels"
NEVER_SPOKEN_OVER = {"review_opinion": [("UD", "true")]}


@dataclass(frozen=True)
class Reviewed:
    """A content that waits for its first look, and one of our report's."""

    content_id: int
    listed_id: int


def build(*report_ids: int) -> Reviewed:
    """Label the files of some reports, and let one more wait that nobody looked at."""
    labeled = [_file(report_id).content for report_id in report_ids]
    for content in labeled:
        review.say(cast.ana(), content, ADULTS)
    aside, waiting = (review.content(f"stage {name}") for name in ("aside", "waits"))
    ana = cast.principal_of(cast.ana())
    review.handed_to(cast.ana())
    handing_out.set_aside(ana, aside.pk, policy=review.POLICY, at=review.NOW)
    handing_out.give_back(ana, waiting.pk)
    people.choose_skills(ana, takes_videos=True, takes_violence=True)
    return Reviewed(content_id=waiting.pk, listed_id=labeled[0].pk)


def _file(report_id: int) -> ReportedFile:
    with acting(cast.STAGE):
        rows = ReportedFile.objects.select_related("content")
        return rows.get(report_id=report_id)


# What each form of review asks for, and the columns and rows that it touches; the
# person is handed the next file, too.
_HANDED = {"held_by_id", "held_until"}
_SAID = {"grade": "adults", "note": ""}
_RANKED_AGAIN = {
    "procrastinate_jobs": {"a new row"},
    "procrastinate_events": {"a new row"},
}
_MANY_SAID: tuple[dict[str, str], dict[str, set[str]]] = (
    _SAID,
    {
        **_RANKED_AGAIN,
        "review_opinion": {"a new row"},
        "review_contentlabels": {"settled_at"},
        "review_contentreview": {"settled_opinion_id", "waiting_since"},
    },
)
FORMS: dict[str, tuple[dict[str, str], dict[str, set[str]]]] = {
    "console:file": (
        _SAID,
        {
            **_RANKED_AGAIN,
            "review_opinion": {"a new row"},
            "review_contentlabels": {"a new row"},
            "review_contentreview": {
                "state",
                "settled_opinion_id",
                "waiting_since",
                *_HANDED,
            },
        },
    ),
    "console:media": _MANY_SAID,
    "console:bundle-media": _MANY_SAID,
    "console:next-file": ({}, {"review_contentreview": _HANDED}),
    # Nothing is in her hand to set aside; what she set aside a day ago is forgotten.
    "console:set-aside": (
        {},
        {"review_contentreview": _HANDED, "review_setaside": {"a row less"}},
    ),
    "console:give-back": ({}, {}),
    "console:skills": (
        {"takes_videos": "", "takes_violence": "on", "languages": "pt"},
        {"review_reviewerskills": {"takes_videos", "languages"}},
    ),
}
