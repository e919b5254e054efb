"""What is drawn from the files of a report, viral and other ones together."""

from dataclasses import dataclass

import pytest

from tests import cast, factories
from tests.material import picture, report_xml
from tipline import pipeline
from tipline.files import queries as files
from tipline.foundation.policy.scope import acting
from tipline.hashing.digests import DigestStream
from tipline.hashlist import services as hashlist
from tipline.intake.codec import from_json
from tipline.intake.document import ReportDocument
from tipline.intake.models import Report
from tipline.matching import queries as matching
from tipline.triage.models import Standing
from tipline.triage.signals import signals_of

pytestmark = pytest.mark.django_db

WORDS = "Misleading Words or Digital Images on the Internet"
CHAT_LOG = b"%PDF-1.7\nconversation about a planned meeting"


@dataclass(frozen=True)
class Sent:
    """A file as a platform sends it: its bytes, its marks, and which list knows it."""

    content: bytes
    marks: tuple[str, ...] = ()
    on_list: str = ""


def routed(*sent: Sent) -> int:
    """A routed report that nothing but its files makes urgent."""
    platform = cast.platform()
    report_id = factories.open_report(platform, report_xml(incident_type=WORDS))
    for file in sent:
        marks = "".join(f"<{mark}>true</{mark}>" for mark in file.marks)
        flags = f"<fileAnnotations>{marks}</fileAnnotations>" if marks else ""
        factories.add_file(platform, report_id, file.content, flags=flags)
        if file.on_list:
            _list(file)
    factories.finish(platform, report_id)
    pipeline.journey.func(report_id=report_id)
    return report_id


def _list(file: Sent) -> None:
    digests = DigestStream()
    digests.update(file.content)
    hashlist.load_list(
        cast.STAGE,
        [f"sha256,{digests.result().sha256}"],
        name=file.on_list,
        meaning=file.on_list,
        is_viral=file.on_list == "viral",
        at=cast.NOW,
    )


def drawn(report_id: int):
    with acting(cast.STAGE):
        return signals_of(
            from_json(ReportDocument, Report.objects.get(pk=report_id).document),
            files.files_of(cast.STAGE, report_id),
            matching.matches_of(cast.STAGE, report_id),
            terms={},
            label_marks=frozenset(),
            repeat_reports=0,
            has_place=False,
            finished_at=cast.NOW,
        )


def level(report_id: int) -> str:
    with acting(cast.STAGE):
        return Standing.objects.get(report_id=report_id).priority


def test_a_viral_picture_does_not_swallow_the_mark_of_a_chat_log():
    report_id = routed(
        Sent(picture(1), on_list="viral"), Sent(CHAT_LOG, ("liveStreaming",))
    )
    signals = drawn(report_id)
    assert (signals.viral_files, signals.novel_files, signals.known_files) == (1, 0, 0)
    assert signals.file_annotations == {"liveStreaming"}
    assert level(report_id) == "1"


def test_the_mark_of_a_viral_picture_is_not_that_of_a_known_file_beside_it():
    report_id = routed(
        Sent(picture(1), ("infant",), on_list="viral"),
        Sent(picture(2), ("generativeAi",), on_list="known"),
    )
    signals = drawn(report_id)
    assert (signals.viral_files, signals.novel_files, signals.known_files) == (1, 0, 1)
    assert signals.file_annotations == {"generativeAi"}
    assert level(report_id) == "3"


def test_the_mark_of_a_known_file_counts_beside_a_viral_picture():
    report_id = routed(
        Sent(picture(1), on_list="viral"),
        Sent(picture(2), ("infant",), on_list="known"),
    )
    assert drawn(report_id).file_annotations == {"infant"}
    assert level(report_id) == "2"


@pytest.mark.parametrize("mark", ["viral", "potentialMeme"])
def test_a_file_that_its_platform_calls_viral_counts_as_viral(mark):
    report_id = routed(Sent(picture(1), (mark, "violenceGore")), Sent(picture(2)))
    signals = drawn(report_id)
    assert (signals.viral_files, signals.novel_files) == (1, 1)
    assert signals.file_annotations == frozenset()


def test_a_chat_log_is_neither_novel_nor_known():
    signals = drawn(routed(Sent(CHAT_LOG)))
    assert (signals.viral_files, signals.novel_files, signals.known_files) == (0, 0, 0)
