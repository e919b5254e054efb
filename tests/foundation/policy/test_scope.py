import os
import random
import subprocess
import sys
import threading
from queue import Queue

import psycopg
import pytest
from django.conf import settings
from django.db import connection

from tests import cast
from tipline.foundation.accounts.models import Organization
from tipline.foundation.policy.principal import Kind, Principal, system
from tipline.foundation.policy.scope import acting, current_principal
from tipline.foundation.web.health import UnsafeDatabaseRoleError, require_safe_role

REQUESTS = 1000
IDENTITIES = 8
CLAIM = (
    "SELECT current_setting('tipline.kind', true),"
    " current_setting('tipline.organization', true)"
)


def claim():
    with connection.cursor() as cursor:
        cursor.execute(CLAIM)
        return tuple(value or "" for value in cursor.fetchone())


@pytest.fixture
def committed(django_db_setup, django_db_blocker):
    """Organizations that every connection sees: the agencies of the shipped table."""
    del django_db_setup
    with django_db_blocker.unblock():
        with acting(cast.STAGE):
            agencies = Organization.objects.filter(kind="agency")
            known = list(agencies.order_by("pk").values_list("pk", flat=True))
        yield known[:IDENTITIES]
        connection.close()


def serve(worker, known, *, leaks, barrier):
    """Play the requests of all identities over one connection of this thread."""
    dice = random.Random(worker)
    barrier.wait()
    for _ in range(REQUESTS):
        own = dice.choice(known)
        principal = Principal(kind=Kind.PLATFORM, actor="x", organization_id=own)
        try:
            with acting(principal):
                seen = set(Organization.objects.values_list("pk", flat=True))
                if seen != {own}:
                    leaks.put((own, seen))
                1 // dice.randrange(5)  # one request in five fails
        except ZeroDivisionError:
            pass
        if dice.random() < 0.3 and (claim() != ("", "") or Organization.objects.all()):
            leaks.put((own, "nobody"))
    connection.close()


def test_eight_identities_on_two_connections_never_see_each_others_rows(committed):
    assert len(committed) == IDENTITIES
    leaks, barrier = Queue(), threading.Barrier(2)
    threads = [
        threading.Thread(
            target=serve,
            args=(n, committed),
            kwargs={"leaks": leaks, "barrier": barrier},
        )
        for n in range(2)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert leaks.empty()


@pytest.mark.django_db
def test_a_block_inside_a_block_gives_the_outer_principal_back():
    outer = Principal(kind=Kind.PLATFORM, actor="credential:1", organization_id=1)
    inner = Principal(kind=Kind.AGENCY, actor="person:2", organization_id=2)
    with acting(outer):
        assert claim() == ("platform", "1")
        with acting(inner):
            assert claim() == ("agency", "2")
        assert claim() == ("platform", "1")
        with pytest.raises(ZeroDivisionError), acting(inner):
            raise ZeroDivisionError
        assert claim() == ("platform", "1")
        assert current_principal() == outer
    assert current_principal() is None


@pytest.mark.django_db
def test_what_fails_is_undone_and_what_succeeds_is_kept():
    def divide(_):
        return 1 // 0

    def rename(name):
        Organization.objects.filter(kind="clearinghouse").update(name=name)

    with acting(system("tests")):
        rename("Kept")
    with pytest.raises(ZeroDivisionError), acting(system("tests")):
        divide(rename("Undone"))
    with acting(system("tests")):
        assert Organization.objects.get(kind="clearinghouse").name == "Kept"


def test_a_web_server_that_claims_to_be_the_system_sees_nothing(committed):
    login = settings.ENVIRONMENT.cluster.connection("tipline_web")
    count = "SELECT count(*) FROM accounts_organization"
    with psycopg.connect(login.url()) as web:
        web.execute("SET LOCAL tipline.kind = 'system'")
        assert web.execute(count).fetchone() == (0,)
        web.execute("SET LOCAL tipline.kind = 'clearinghouse'")
        assert web.execute(count).fetchone()[0] > len(committed)


@pytest.mark.django_db
def test_the_tests_serve_as_a_role_that_the_product_accepts():
    require_safe_role()


@pytest.mark.parametrize("role", ["tipline_owner", "tipline_superuser"])
@pytest.mark.usefixtures("committed")
def test_a_role_that_nothing_binds_is_refused(role):
    known = {name: connection.settings_dict[name] for name in ("USER", "PASSWORD")}
    login = settings.ENVIRONMENT.cluster.connection(role)
    connection.close()
    connection.settings_dict.update(USER=login.user, PASSWORD=login.password)
    try:
        with pytest.raises(UnsafeDatabaseRoleError):
            require_safe_role()
    finally:
        connection.close()
        connection.settings_dict.update(known)


@pytest.mark.usefixtures("committed")
@pytest.mark.parametrize(
    "program",
    [
        "import tipline.config.wsgi",
        "from tipline.commandline.worker import run; run(0)",
    ],
    ids=["web", "worker"],
)
def test_neither_process_starts_as_the_owner(program):
    start = f"import django; django.setup(); {program}"
    environment = {
        **os.environ,
        "TIPLINE_DATA": str(settings.ENVIRONMENT.data),
        "TIPLINE_DATABASE_ROLE": "tipline_owner",
        "DJANGO_SETTINGS_MODULE": "tipline.config.settings",
    }
    refused = subprocess.run(
        [sys.executable, "-c", start],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert refused.returncode == 1
    assert "UnsafeDatabaseRoleError" in refused.stderr
