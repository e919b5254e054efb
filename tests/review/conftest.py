import pytest

from tests import cast
from tests.review import stage


@pytest.fixture
def content():
    """A content that waits for its first look."""
    return stage.content()


@pytest.fixture
def ana():
    return cast.principal_of(cast.ana())


@pytest.fixture
def sven():
    return cast.principal_of(cast.sven())


@pytest.fixture
def mira():
    return cast.principal_of(cast.mira())
