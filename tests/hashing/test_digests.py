"""The three digests of a file that arrives piece by piece."""

import hashlib

from hypothesis import given
from hypothesis import strategies as st

from tipline.hashing.digests import Digests, DigestStream


def test_the_empty_file_has_the_well_known_digests():
    assert DigestStream().result() == Digests(
        md5="d41d8cd98f00b204e9800998ecf8427e",
        sha1="da39a3ee5e6b4b0d3255bfef95601890afd80709",
        sha256="e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        size_bytes=0,
    )


@given(pieces=st.lists(st.binary(max_size=300), max_size=8))
def test_how_a_file_is_cut_does_not_matter(pieces):
    stream = DigestStream()
    for piece in pieces:
        stream.update(piece)
    whole = b"".join(pieces)
    assert stream.result() == Digests(
        md5=hashlib.md5(whole, usedforsecurity=False).hexdigest(),
        sha1=hashlib.sha1(whole, usedforsecurity=False).hexdigest(),
        sha256=hashlib.sha256(whole).hexdigest(),
        size_bytes=len(whole),
    )


def test_a_view_of_wider_items_counts_in_bytes():
    stream = DigestStream()
    stream.update(memoryview(bytes(16)).cast("Q"))
    assert stream.result().size_bytes == 16
