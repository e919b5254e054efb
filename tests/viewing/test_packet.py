"""What we viewed is told to the officer who gets the file."""

from datetime import UTC, datetime

import pytest
from django.conf import settings

from tests import cast, factories
from tests.viewing.evidence import VIEWED, ask
from tipline.files import queries as files
from tipline.referral.assembly import contents_for
from tipline.viewing import services
from tipline.viewing.look import short_code
from tipline.viewing.services import Wanted

pytestmark = pytest.mark.django_db


def test_the_packet_says_who_viewed_what_by_the_bytes_that_left(ana):
    report_id = factories.routed_report(cast.platform(), flags=VIEWED)
    (file,) = files.files_of(cast.STAGE, report_id)
    wanted = Wanted(report_id=report_id, file_id=file.file_id, severity="unknown")
    at = datetime.now(UTC)
    token = services.veil(ana, wanted, terms=settings.VIEWING, at=at)
    size = len(ask(token).body)
    lena = cast.lena()
    contents = contents_for(cast.principal_of(lena), lena, report_id, at=at)
    (viewing,) = contents.files[0].viewed_by_clearinghouse
    assert viewing.by == short_code(ana.person.pk)
    assert f"{size} of {size} bytes of the veiled preview" in viewing.basis
    # A veiled look is no view of the file.
    assert "Staff of the clearinghouse viewed" not in contents.files[0].gate.banner
