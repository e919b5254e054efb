import pytest

from tests import cast, factories


@pytest.fixture
def exemplar():
    return cast.platform()


@pytest.fixture
def ana():
    """Ana's browser."""
    return factories.browser_of(cast.ana())


@pytest.fixture
def outsiders():
    """Browsers of those who are signed in and have no business in the console."""
    return [factories.browser_of(person()) for person in (cast.vera, cast.lena)]
