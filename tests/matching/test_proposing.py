"""What of a file would go onto a list, for others to match by."""

import io

import pytest
from PIL import Image

from tests import cast, factories
from tests.files.films import scene
from tipline.matching.proposing import proposable

pytestmark = pytest.mark.django_db


def algorithms_of(picture: Image.Image) -> set[str]:
    content = io.BytesIO()
    picture.save(content, "PNG")
    platform = cast.platform()
    report_id = factories.open_report(platform)
    file_id = factories.add_file(platform, report_id, content.getvalue())
    factories.finish(platform, report_id)
    factories.pipeline.journey.func(report_id=report_id)
    found = proposable(cast.STAGE, report_id, file_id)
    return {each.algorithm for each in found.fingerprints}


def test_a_picture_is_proposed_with_its_pdq_hash():
    detailed = Image.fromarray(scene(1, 1))
    assert algorithms_of(detailed) == {"md5", "sha1", "sha256", "pdq"}


def test_the_pdq_of_a_picture_with_nothing_on_it_is_not_proposed():
    """A member that does not look at quality would find every blank picture."""
    blank = Image.new("RGB", (400, 300), (200, 200, 200))
    assert algorithms_of(blank) == {"md5", "sha1", "sha256"}
