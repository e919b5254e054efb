import pytest

from tests import cast, factories
from tipline.foundation.jobs.models import StepRun
from tipline.foundation.policy.scope import acting
from tipline.referral.models import Referral
from tipline.triage.models import Standing

pytestmark = pytest.mark.django_db


def test_a_finished_report_reaches_the_task_force_of_its_place():
    report_id = factories.routed_report(cast.platform())
    with acting(cast.STAGE):
        agencies = Referral.objects.filter(report_id=report_id)
        assert [r.agency.code for r in agencies] == [cast.LENAS_AGENCY]
        assert Standing.objects.get(report_id=report_id).priority == "2"
        steps = StepRun.objects.filter(subject_id=report_id)
        assert {s.step: s.state for s in steps} == {
            "inspect": "done",
            "match": "done",
            "link": "done",
            "assess": "done",
            "route": "done",
        }
