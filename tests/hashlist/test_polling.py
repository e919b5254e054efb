"""The stamps by which changes are polled."""

from datetime import UTC, datetime, timedelta

import pytest

from tests import cast
from tests.hashlist import stage
from tipline.foundation.policy.scope import acting
from tipline.hashlist import changing
from tipline.hashlist.models import HashItem


@pytest.mark.django_db
def test_a_stamp_never_goes_back_when_the_clock_does():
    hash_list = stage.new_list()
    item = stage.listed(hash_list)
    ahead = datetime.now(UTC).replace(microsecond=0) + timedelta(hours=1)
    with acting(cast.STAGE):
        HashItem.objects.filter(pk=item.pk).update(changed_at=ahead)
        assert changing.stamp(hash_list.pk) == ahead
