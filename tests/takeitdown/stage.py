"""Submissions as the browser writes them, and the list that they go onto."""

import hashlib
import json
from datetime import UTC, datetime

from tests import cast
from tests.hashlist import stage as lists
from tipline.hashlist.models import HashList
from tipline.takeitdown import services
from tipline.takeitdown.codes import Receipt
from tipline.takeitdown.limits import TakeItDownLimits
from tipline.takeitdown.submission import read

AT = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
KEY = b"a key of the tests"
LIMITS = TakeItDownLimits()
TOKEN = "5a" * 16


def opened() -> HashList:
    """Give the list of Take It Down."""
    return services.open_list(cast.STAGE, at=AT)


def joined(hash_list: HashList, name: str = "Exemplar Chat"):
    """Let a platform take part; give it, and its membership."""
    return lists.join(hash_list, name)


def pdq(of: str) -> str:
    """Give 64 digits from a text, of which half the bits are set, as in pictures."""
    half = hashlib.sha256(of.encode()).hexdigest()[:32]
    return half + f"{int(half, 16) ^ (2**128 - 1):032x}"


def body(of: str = "a picture", *, token: str = TOKEN, **changed) -> bytes:
    """Give what is sent of a picture; None takes a field of `image` out."""
    digest = hashlib.sha256(of.encode()).hexdigest()
    image = {"md5": digest[:32], "sha256": digest, "quality": "90", "pdq": [pdq(of)]}
    image = {k: v for k, v in (image | changed).items() if v is not None}
    sent = {"version": "1", "token": token, "age": "13", "image": image}
    return json.dumps(sent).encode()


def film(of: str = "a video", *, frames: int = 3, token: str = TOKEN) -> bytes:
    """Give what is sent of a video."""
    digest = hashlib.sha256(of.encode()).hexdigest()
    made = {"md5": digest[:32], "frames": [pdq(f"{of} {n}") for n in range(frames)]}
    sent = {"version": "1", "token": token, "age": "18", "video": made}
    return json.dumps(sent).encode()


def sent(what: bytes, *, limits: TakeItDownLimits = LIMITS, at=AT) -> Receipt:
    """Send it."""
    return services.submit(read(what), key=KEY, limits=limits, at=at)
