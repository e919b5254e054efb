import pytest

from tests import cast, factories

pytestmark = pytest.mark.django_db


def test_lena_sees_what_reports_share_first_and_where_they_differ():
    lena = factories.browser_of(cast.lena())
    same = {"email": "same@example.net", "screen_name": "heron \u202ex"}
    first, second = (
        factories.routed_report(
            cast.platform(name), factories.report_xml(user_id=name, **same), files=0
        )
        for name in ("Exemplar Chat", "Sample Social")
    )
    page = lena.get("/agency/compare/", {"report": [first, second, first]}).text
    shared, _, fields = page.partition("The same fields of each report")
    assert "same@example.net" in shared
    assert "heron [U+202E]x" in shared
    assert "Exemplar Chat" in fields
    assert "Sample Social" in fields
    line = fields.partition("Reported by")[2][:200]
    assert "different" in line
    assert "different" not in fields.partition("Escalated")[2].partition("</tr>")[0]
    for wrong in ([first, 17], [first, "x"], [first, "9" * 30]):
        answer = lena.get("/agency/compare/", {"report": wrong})
        assert answer.status_code == 404
    alone = lena.get("/agency/compare/", {"report": [first]}).text
    assert "two to four" in alone
    zed = factories.browser_of(cast.zed())
    hidden = zed.get("/agency/compare/", {"report": [first, second]})
    assert hidden.status_code == 404
