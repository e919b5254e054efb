"""Lena reads times by her own clock, in her language, with UTC beside."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from django.urls import reverse
from django.utils import timezone, translation
from hypothesis import given
from hypothesis import strategies as st

from tests import cast, factories
from tests.referral.packet.packet_cast import RICH
from tipline.foundation.accounts.zones import time_zones, zone_named
from tipline.foundation.languages import Audience, offered_to
from tipline.foundation.web import times
from tipline.referral.packet.pdf import Paper, page_data
from tipline.referral.packet.wording import in_words_of, moment

ACCOUNT = "/agency/account/"


@pytest.mark.django_db
def test_lena_chooses_her_zone_and_every_time_is_in_it():
    lena = factories.browser_of(cast.lena())
    report_id = factories.routed_report(cast.platform(), files=0)
    page = f"/agency/reports/{report_id}/"
    assert "06:00:00 EST" in lena.get(page).text  # her agency's
    assert "Your agency's: America/New_York" in lena.get(ACCOUNT).text

    refused = lena.post(ACCOUNT, {"zone": "../../etc/passwd"})
    assert (refused.status_code, "such as Europe/Berlin" in refused.text) == (400, True)
    lena.post(ACCOUNT, {"zone": "Asia/Tokyo"})
    shown = lena.get(page).text
    assert "20:00:00" in shown
    assert "2026-11-20 11:00:00 UTC" in shown
    assert "All times are in UTC" not in shown
    german = lena.get(page, headers={"accept-language": "de"}).text
    assert "20.11.2026, 20:00:00 JST" in german
    lena.post(ACCOUNT, {"zone": "UTC"})
    assert "Nov 20, 2026, 11:00:00 UTC</time>" in lena.get(page).text
    # The clearinghouse works in UTC, whatever an officer chose.
    console = factories.browser_of(cast.ana()).get(f"/console/reports/{report_id}/")
    assert "2026-11-20 11:00" in console.text
    assert "All times are in UTC" in console.text


@pytest.mark.django_db
def test_programs_read_utc_alone():
    lena = factories.browser_of(cast.lena())
    report_id = factories.routed_report(cast.platform(), files=0)
    lena.post(ACCOUNT, {"zone": "Asia/Tokyo"})
    for name in ("json", "ip-events"):
        part = lena.post(reverse("agencies:packet", args=[report_id, name]))
        said = part.getvalue().decode()
        assert "2026-11-20T11:00:00Z" in said
        assert "JST" not in said


def test_the_paper_has_the_agencys_clock_behind_utc():
    made_for = replace(RICH.prepared_for, time_zone="America/New_York")
    printed = page_data(replace(RICH, prepared_for=made_for), Paper.A4)
    assert "2026-11-20 12:00:00 UTC (2026-11-20 07:00:00 EST)" in printed
    assert " EST" not in page_data(RICH, Paper.A4)


def test_an_hour_stands_beside_its_zone_whichever_way_the_words_around_it_run():
    noon = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)
    for name, said in (
        ("America/New_York", "\u206608:00 EDT\u2069 (\u206612:00 UTC\u2069)"),
        ("", "12:00 UTC"),
    ):
        with timezone.override(zone_named(name)):
            assert times.clock(noon) == said


@given(
    st.datetimes(timezones=st.just(UTC)),
    st.sampled_from(time_zones()),
    st.sampled_from(offered_to(Audience.AGENCIES)),
)
def test_whatever_the_zone_and_the_language_the_moment_is_exact(at, zone, language):
    with timezone.override(zone_named(zone)), translation.override(language.code):
        shown, written = times.shown(at), times.written(at)
    exact = at.replace(microsecond=0, tzinfo=None).isoformat()
    assert f'datetime="{exact}Z"' in shown
    if zone != "UTC":
        assert f"{exact.replace('T', ' ')} UTC" in written
    assert written.endswith(("UTC", "UTC)"))
    assert "{" not in written


def test_a_packets_time_names_a_zone_without_letters_by_its_distance():
    at = datetime(2026, 11, 20, 11, tzinfo=UTC)
    assert moment(at) == "2026-11-20 11:00:00 UTC"
    with in_words_of(replace(RICH.prepared_for, time_zone="America/Sao_Paulo")):
        assert moment(at).endswith("(2026-11-20 08:00:00 UTC-03)")
    with in_words_of(replace(RICH.prepared_for, time_zone="no such zone")):
        assert moment(datetime.min.replace(tzinfo=UTC)) == "0001-01-01 00:00:00 UTC"
