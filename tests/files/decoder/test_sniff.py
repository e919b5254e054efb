"""What a file is, is read from its bytes."""

import pytest

from tests.files import hostile_media
from tipline.files.decoder.sniff import media_type_of


@pytest.mark.parametrize(
    ("head", "media_type"),
    [
        (b"\xff\xd8\xff\xe0", "image/jpeg"),
        (b"II*\0", "image/tiff"),
        (b"MM\0+", "image/tiff"),
        (b"RIFF\0\0\0\0WEBPVP8 ", "image/webp"),
        (b"RIFF\0\0\0\0AVI LIST", "video/x-msvideo"),
        (b"\0\0\0\x14ftypheic\0\0\0\0mif1", "image/heic"),
        (b"\0\0\0\x18ftypmif1\0\0\0\0mif1avif", "image/avif"),
        (b"\0\0\0\x14ftypqt  \0\0\0\0qt  ", "video/quicktime"),
        (b"\0\0\0\x14ftypisom\0\0\2\0isom", "video/mp4"),
        (b"\xff\xff\xff\xffftypisom", "video/mp4"),
        (b"\x1aE\xdf\xa3\x9fB\x86\x81\x01B\x82\x84webm", "video/webm"),
        (b"\x1aE\xdf\xa3", "video/x-matroska"),
        (b"BM is how this sentence begins", None),
        (b"RIFF", None),
        (b"", None),
    ],
)
def test_the_first_bytes_tell(head, media_type):
    assert media_type_of(head) == media_type


def test_every_hostile_picture_is_recognized_by_its_magic():
    for name, content in hostile_media.all_files().items():
        kind = name.partition("-")[0]
        if kind in {"gif", "jpeg", "tiff", "webp", "avif"}:
            assert media_type_of(content) == f"image/{kind}", name
