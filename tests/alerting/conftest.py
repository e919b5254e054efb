import pytest

from tests import cast
from tests.alerting.post_office import mail_server, outgoing


@pytest.fixture
def mailbox(settings):
    with mail_server() as box:
        settings.ALARM_OUTGOING = outgoing(port=box.port)
        yield box


@pytest.fixture
def people():
    """Ana, Sven and Mira of the clearinghouse, Lena of the agency that receives."""
    return {
        each.name: each for each in (cast.ana(), cast.sven(), cast.mira(), cast.lena())
    }
