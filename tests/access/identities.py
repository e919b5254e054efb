"""Who could ask the database for rows, and what each claims to be."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import connection

from tests.access.stage import Stage, become, undone


@dataclass(frozen=True)
class Identity:
    """A role of the database, and what it claims to be."""

    name: str
    role: str
    kind: str
    organization: int = 0


def IDENTITIES(stage: Stage) -> list[Identity]:  # noqa: N802 - reads as the constant it is for a test
    """Give everybody who could ask."""
    ours, theirs = stage.ours, stage.theirs
    web, worker = "tipline_web", "tipline_worker"
    us = ours.platform.organization.pk
    return [
        Identity("our platform", web, "platform", us),
        Identity("their platform", web, "platform", theirs.platform.organization.pk),
        Identity(
            "a platform that finished nothing",
            web,
            "platform",
            stage.newcomer.organization.pk,
        ),
        Identity("our officer", web, "agency", ours.officer.organization_id),
        Identity("their officer", web, "agency", theirs.officer.organization_id),
        Identity("audit firm", web, "audit-firm", stage.ilse.organization_id),
        Identity("an audit firm without audits", web, "audit-firm", us),
        Identity("holder of an open form", web, "reporter", stage.calls.open_form_id),
        Identity("holder of a sent form", web, "reporter", stage.calls.sent_form_id),
        Identity("holder of a case", web, "case", stage.case_id),
        Identity("visitor of Take It Down", web, "case"),
        Identity("analyst", web, "clearinghouse", stage.ana.organization_id),
        Identity("gate", web, "gate"),
        Identity("public", web, "public"),
        Identity("a web server that claims to be the system", web, "system"),
        Identity("a kind that nobody knows", web, "superuser", us),
        Identity("worker", worker, "system"),
        nobody(web),
        nobody(worker),
    ]


def nobody(role: str) -> Identity:
    """Give the role outside of any principal's transaction."""
    return Identity(f"{role} for nobody", role, "")


@contextmanager
def as_identity(identity: Identity) -> Iterator[None]:
    """Run the block as the role and its claim, and undo what it did."""
    with undone():
        become(identity.role)
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT set_config('tipline.kind', %s, true),"
                " set_config('tipline.organization', %s, true)",
                [identity.kind, str(identity.organization or "")],
            )
        yield
