"""The thread that keeps a machine's indexes as the database is."""

import shutil

import pytest

from tests import cast
from tipline.hashing.pdq_segments_writer import PdqSegmentsWriter
from tipline.matching.index_keeper import IndexKeeper
from tipline.matching.indexes import INDEXES


@pytest.fixture(autouse=True)
def _no_index_left():
    """Other tests find none, and build none."""
    yield
    for index in INDEXES:
        shutil.rmtree(index.folder)


@pytest.mark.django_db
def test_a_merge_that_failed_is_tried_again(monkeypatch):
    keeper = IndexKeeper(cast.STAGE, told=lambda: None)
    tried = []

    def merge(_writer):
        tried.append(True)
        if len(tried) == 1:
            raise OSError("no space left")
        if len(tried) > len(INDEXES):  # each was tried once before
            keeper.stop()
        return False

    monkeypatch.setattr(PdqSegmentsWriter, "merge", merge)
    with pytest.raises(OSError, match="no space left"):
        keeper._keep()
    keeper._keep()
    assert len(tried) > len(INDEXES)
