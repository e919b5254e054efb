import pytest

from tests import cast
from tests.viewing import evidence
from tipline.config.evidence import _decoder


@pytest.fixture
def ana(db):  # noqa: ARG001 - a session is a row
    """Ana at her screen."""
    return evidence.viewer(cast.ana())


@pytest.fixture(scope="module", autouse=True)
def _jails():
    yield
    _decoder().close()
    _decoder.cache_clear()
