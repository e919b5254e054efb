"""Run beside a product: prints as JSON what its database and vault really hold."""

import hashlib
import json
import os
import sys
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import django

os.environ["TIPLINE_DATABASE_ROLE"] = "tipline_worker"
os.environ["DJANGO_SETTINGS_MODULE"] = "tipline.config.settings"
django.setup()

from django.conf import settings  # noqa: E402
from procrastinate.contrib.django.models import ProcrastinateJob  # noqa: E402

from tipline import pipeline  # noqa: E402
from tipline.files import keeping  # noqa: E402
from tipline.files import queries as files  # noqa: E402
from tipline.files.models import ReportedFile  # noqa: E402
from tipline.foundation.audit.models import Entry  # noqa: E402
from tipline.foundation.audit.verification import verify  # noqa: E402
from tipline.foundation.jobs.models import StepRun  # noqa: E402
from tipline.foundation.policy.principal import system  # noqa: E402
from tipline.foundation.policy.scope import acting  # noqa: E402
from tipline.foundation.vault.errors import ObjectMissingError  # noqa: E402
from tipline.intake.codec import from_json  # noqa: E402
from tipline.intake.document import ReportDocument  # noqa: E402
from tipline.intake.models import Report  # noqa: E402
from tipline.referral.models import Referral  # noqa: E402
from tipline.triage.models import Standing  # noqa: E402

ACTOR = system("tests")


def waiting() -> int:
    """Count the reports whose journey is not over."""
    with acting(ACTOR):
        finished = set(
            Report.objects.filter(state="finished").values_list("pk", flat=True)
        )
        done = Counter(
            StepRun.objects.filter(state="done").values_list("subject_id", flat=True)
        )
    return sum(done[pk] < len(pipeline.STEPS) for pk in finished)


def reports() -> list[dict[str, Any]]:
    with acting(ACTOR):
        return [_report(report) for report in Report.objects.order_by("pk")]


def _report(report: Report) -> dict[str, Any]:
    about = f"report:{report.pk}"
    entries = Entry.objects.filter(subject=about).values_list("action", flat=True)
    return {
        "id": report.pk,
        "state": report.state,
        "key": _key(report),
        "files": [_file(file) for file in ReportedFile.objects.filter(report=report)],
        "standings": Standing.objects.filter(report=report).count(),
        "referrals": Referral.objects.filter(report=report).count(),
        "has_answer": bool(report.finish_answer),
        "entries": Counter(entries),
        "steps": sorted(
            StepRun.objects.filter(subject_id=report.pk, state="done").values_list(
                "step", flat=True
            )
        ),
    }


def _key(report: Report) -> str | None:
    document = from_json(ReportDocument, report.document)
    return document.reported_persons[0].user_id


def _file(file: ReportedFile) -> dict[str, Any]:
    digest = hashlib.sha256()
    try:
        for piece in keeping.pieces_of(file):
            digest.update(piece)
    except ObjectMissingError:
        return {"file_id": file.file_id, "sha256": file.sha256, "content": "missing"}
    return {
        "file_id": file.file_id,
        "sha256": file.sha256,
        "content": digest.hexdigest(),
        "is_described": file.viewed_by_platform,
        "is_inspected": file.content_id is not None,
    }


def leftovers() -> dict[str, int]:
    """Reap as the upkeep does, with a patience of nothing, and count what stays."""
    later = datetime.now(UTC) + timedelta(hours=1)
    vault = keeping.vault()
    vault.reap_incoming(later)
    known = partial(files.known_objects, ACTOR)
    reaped = vault.reap_orphans(known, older_than=later)
    with acting(ACTOR):
        rows = ReportedFile.objects.filter(shredded_at=None).count()
    files_folder = settings.ENVIRONMENT.data / "files"
    return {
        "reaped": reaped,
        "temporary": len(list(files_folder.glob("incoming/*"))),
        "objects": len(list(files_folder.glob("objects/*/*"))),
        "rows": rows,
    }


def wait(seconds: float) -> int:
    """Wait for the journeys; give how many are not over after all."""
    deadline = time.monotonic() + seconds
    while (left := waiting()) and time.monotonic() < deadline:
        time.sleep(0.5)
    return left


if __name__ == "__main__":
    left = wait(float(sys.argv[1]))
    found = {
        "waiting": left,
        "failed_jobs": ProcrastinateJob.objects.filter(status="failed").count(),
        "reports": reports(),
        "breaks": len(verify().breaks),
        "leftovers": leftovers(),
    }
    print(json.dumps(found))  # noqa: T201
