import pytest

from tests import cast, factories


@pytest.fixture
def exemplar():
    return cast.platform()


@pytest.fixture
def omar():
    """Omar's browser."""
    return factories.browser_of(cast.omar())


@pytest.fixture
def vera():
    """Vera's browser."""
    return factories.browser_of(cast.vera())


@pytest.fixture
def outsiders():
    """Browsers of those who are signed in and do not operate."""
    return [factories.browser_of(person()) for person in (cast.ana, cast.lena)]
