import re

import pytest
from django.test import RequestFactory

from tipline.foundation.request_id import new_request_id
from tipline.foundation.web.error_pages import STATUSES, error_page


@pytest.mark.parametrize("status", STATUSES)
def test_every_refusal_says_what_to_do_and_gives_its_number(status):
    request_id = new_request_id()
    page = error_page(RequestFactory().get("/"), status)
    assert page.status_code == status
    assert request_id in page.text
    assert len(re.findall("<h1", page.text)) == 1
    assert re.search(r'class="button', page.text)


@pytest.mark.parametrize(("status", "like"), [(405, 400), (418, 400), (502, 500)])
def test_an_unusual_status_gets_the_page_of_its_class(status, like):
    request = RequestFactory().get("/")
    title = re.search("<title>.*</title>", error_page(request, like).text)
    page = error_page(request, status)
    assert page.status_code == status
    assert title[0] in page.text


def test_somebody_who_was_too_fast_learns_when_to_come_back():
    page = error_page(RequestFactory().get("/"), 429, retry_after_seconds=30)
    assert page["Retry-After"] == "30"
    assert "30 seconds" in page.text
