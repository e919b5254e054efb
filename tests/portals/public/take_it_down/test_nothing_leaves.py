"""Nothing but digits leaves the page: watched packet by packet, and the watch tried."""

import io
import json
import shutil
import subprocess
import sys

import numpy as np
import pytest
from PIL import Image

from tests.files.films import film
from tests.leaving_out import left_out
from tests.portals.public.take_it_down.leaks import LEAKS
from tests.portals.public.take_it_down.watched import HOST, PAGE
from tests.takeitdown import stage

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
MORE = 53  # small files beside the seven, to make sixty
FORMS = (("PNG", "png"), ("JPEG", "jpg"), ("WEBP", "webp"), ("GIF", "gif"))
NAMESPACE = ["unshare", "--net", "--mount"]
SENT = "bytes of a file, its pixels, name or camera were sent"


def may_unshare():
    if shutil.which("unshare") is None:
        return False
    tried = subprocess.run([*NAMESPACE, "true"], capture_output=True, check=False)
    return tried.returncode == 0


def a_picture(form, *, seed, size=(96, 80)):
    """A picture whose parts can be told from each other, with its camera's words."""
    rng = np.random.default_rng(seed)
    small = Image.fromarray(rng.integers(0, 255, (8, 8, 3), np.uint8))
    large = np.asarray(small.resize(size, Image.Resampling.BICUBIC), np.int16)
    noisy = np.clip(large + rng.integers(-20, 20, large.shape), 0, 255).astype(np.uint8)
    exif = Image.Exif()
    exif[0x0110] = f"a camera of invented make, number {seed}"
    out = io.BytesIO()
    Image.fromarray(noisy).save(out, form, exif=exif)
    return out.getvalue()


def a_heic(*, seed):
    """A file that begins as a HEIC does: chromium opens none."""
    noise = np.random.default_rng(seed).bytes(900)
    return b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + noise


@pytest.fixture
def folder(client, tmp_path):
    """The page as the product serves it, and the files that somebody chooses."""
    stage.opened()
    page = client.get(PAGE, headers={"host": HOST})
    headers = {n: page[n] for n in ("Content-Security-Policy", "Referrer-Policy")}
    assert (
        f"connect-src http://{HOST}/take-it-down/hashes;"
        in headers["Content-Security-Policy"] + ";"
    )
    (tmp_path / "page.html").write_bytes(page.content)
    (tmp_path / "headers.json").write_text(json.dumps(headers))
    files = {
        "me-and-nobody-else-in-my-room.png": ("one.png", a_picture("PNG", seed=31337)),
        "my-face-on-the-last-day-of-summer.jpg": (
            "four.jpg",
            a_picture("JPEG", seed=31338),
        ),
        "drawn-by-me-and-shown-to-nobody.webp": (
            "five.webp",
            a_picture("WEBP", seed=31339),
        ),
        "dancing-alone-in-the-kitchen.gif": ("six.gif", a_picture("GIF", seed=31340)),
        "clip-that-i-sent-to-him.webm": ("two.webm", film("webm", seconds=2, seed=3)),
        "a-letter-that-is-no-picture.txt": ("three.txt", b"words of a letter " * 40),
        "as-my-telephone-keeps-it.heic": ("seven.heic", a_heic(seed=31341)),
    }
    for number in range(MORE):
        form, end = FORMS[number % len(FORMS)]
        content = a_picture(form, seed=number, size=(66, 64))
        files[f"one-of-many-{number}.{end}"] = (f"more-{number}.{end}", content)
    for stored, content in files.values():
        (tmp_path / stored).write_bytes(content)
    names = {name: stored for name, (stored, _) in files.items()}
    (tmp_path / "names.json").write_text(json.dumps(names))
    return tmp_path


def test_no_byte_of_a_file_leaves_and_the_watch_would_see_it(folder):
    if not may_unshare():
        left_out("needs root, for a network of its own")
    watched = "tests.portals.public.take_it_down.watched"
    done = subprocess.run(
        [*NAMESPACE, sys.executable, "-m", watched, str(folder)],
        capture_output=True,
        check=False,
        timeout=400,
    )
    assert done.returncode == 0, done.stderr.decode()
    found = json.loads(done.stdout)
    assert found.pop("ours") == []
    assert found.pop("ours, pixels hidden") == []
    assert len(found) == len(LEAKS) == 8
    for leak in LEAKS:
        assert found[leak.name], f"not seen: {leak.name}"
        assert (SENT in found[leak.name]) == leak.carries, (leak.name, found[leak.name])
