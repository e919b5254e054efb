"""Let an officer have answered in the month before: no test can wait for its end."""

import subprocess
import sys
from datetime import UTC, datetime, timedelta

from tests.product import Product
from tipline.feedback import services
from tipline.feedback.answers import Answer, Status, Way
from tipline.foundation.accounts.models import Person
from tipline.foundation.accounts.queries import principal_of
from tipline.foundation.policy.principal import GATE
from tipline.foundation.policy.scope import acting

# Beside the running product, in its data folder.
PROGRAM = f"""
import sys, django
django.setup()
from {__name__} import answer
answer(*sys.argv[1:])
"""


def answered(product: Product, email: str, report_id: int) -> datetime:
    """Let an officer say that somebody was arrested; give when that was."""
    where = {
        "TIPLINE_DATA": str(product.data),
        "DJANGO_SETTINGS_MODULE": "tipline.config.settings",
    }
    words = [sys.executable, "-c", PROGRAM, email, str(report_id)]
    subprocess.run(words, env={**product.environment, **where}, check=True)
    return _last_month()


def answer(email: str, report_id: str) -> None:
    """Answer as the officer with this address, as of last month."""
    with acting(GATE):
        person = Person.objects.select_related("organization").get(email=email)
    services.give(
        principal_of(person),
        int(report_id),
        Answer(status=Status.ARREST),
        way=Way.PORTAL,
        at=_last_month(),
    )


def _last_month() -> datetime:
    return datetime.now(UTC).replace(day=1) - timedelta(days=3)
