"""The page's own hashing, in a real browser, against Python's."""

import hashlib
import io
import struct

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import sync_playwright

from tests import material
from tests.browser import launched
from tests.hashing.test_pdq_vectors import VECTORS
from tests.portals.public.take_it_down.site import Site, serving
from tests.vectors import pictures
from tipline.files.decoder.picture import inspect_picture
from tipline.hashing.distance import pdq_distance
from tipline.hashing.pdq import CANONICAL_RECIPE, pdq_of_rgb

pytestmark = pytest.mark.browser

# One picture of each kind and mode, among them some that hang on rounding.
CHOSEN = range(0, 2000, 13)
HEADER = struct.Struct("<III")
VECTORS_IN_THE_BROWSER = """async () => {
  const { lumaOf, pdqOf } = await import("/static/take_it_down/pdq.js");
  const bytes = await (await fetch("/vectors")).arrayBuffer();
  const view = new DataView(bytes);
  const made = [];
  for (let at = 0; at < bytes.byteLength; ) {
    const [index, width, height] = [0, 4, 8].map((n) => view.getUint32(at + n, true));
    const colors = new Uint8Array(bytes, at + 12, width * height * 3);
    made.push([index, pdqOf(lumaOf(colors), width, height)]);
    at += 12 + colors.length;
  }
  return made;
}"""
# A file goes to a worker as the page sends it; asked for by its number.
HASHED = """async (count) => {
  const { Pool } = await import("/static/take_it_down/pool.js");
  const pool = new Pool("/static/take_it_down/hashing_worker.js");
  await pool.ready;
  return Promise.all(Array.from({ length: count }, async (_, number) => {
    const content = await (await fetch(`/files/${number}`)).arrayBuffer();
    const file = new File([content], "x");
    return pool.hash({ file }).catch((error) => error.message);
  }));
}"""
# As Tor's browser does it: what a page reads back is not what it drew.
NOISE = (
    b"side, side).data;\n  return seen",
    b"side, side).data.map(() => 7);\n  return seen",
)
KINDS = {
    "image/png": {"format": "PNG"},
    "image/jpeg": {"format": "JPEG", "quality": 90},
    "image/webp": {"format": "WEBP", "quality": 90},
    "image/avif": {"format": "AVIF", "quality": 90},
    "image/gif": {"format": "GIF"},
}


@pytest.fixture(scope="module")
def tab():
    with sync_playwright() as playwright:
        browser = launched(playwright)
        yield browser.new_page()
        browser.close()


def asked(tab, site, script, *given):
    site.pages["/"] = ("text/html", b"<!doctype html><title>x</title>")
    with serving(site):
        tab.goto(site.address)
        return tab.evaluate(script, *given)


def hashed(tab, *files, hides_pixels=False):
    site = Site({f"/files/{n}": ("image/x", each) for n, each in enumerate(files)})
    if hides_pixels:
        path = "/static/take_it_down/picture.js"
        kind, script = site.found(path)
        assert script.count(NOISE[0]) == 1
        site.pages[path] = (kind, script.replace(*NOISE))
    return asked(tab, site, HASHED, len(files))


def test_given_the_same_pixels_the_browser_makes_the_references_hash(tab):
    packed = b""
    for index in CHOSEN:
        rgb = pictures.picture(index).rgb()
        packed += HEADER.pack(index, rgb.shape[1], rgb.shape[0]) + rgb.tobytes()
    site = Site({"/vectors": ("application/octet-stream", packed)})
    made = asked(tab, site, VECTORS_IN_THE_BROWSER)
    assert len(made) == len(CHOSEN)
    for index, found in made:
        wanted = VECTORS[index]
        assert found["hash"] == wanted["pdq"], index
        assert found["quality"] == int(wanted["quality"]), index


def by_python(content, kind):
    found = inspect_picture(io.BytesIO(content), kind)
    (canonical,) = (made for made in found.hashes if made.recipe == CANONICAL_RECIPE)
    return canonical


def scene(seed, size):
    """Clouds with blocks on them: what a photograph's spectrum is like."""
    rng = np.random.default_rng(seed)
    small = Image.fromarray(rng.integers(0, 255, (9, 12, 3), np.uint8))
    large = np.asarray(small.resize(size, Image.Resampling.BICUBIC), np.int16)
    noise = rng.integers(-12, 12, large.shape)
    return Image.fromarray(np.clip(large + noise, 0, 255).astype(np.uint8))


def saved(image, *, exif=None, **how):
    out = io.BytesIO()
    image.save(out, **how, **({"exif": exif} if exif else {}))
    return out.getvalue()


def turned_by_exif():
    exif = Image.Exif()
    exif[0x0112] = 6
    return saved(scene(5, (900, 700)), format="JPEG", exif=exif)


def test_a_file_decoded_by_both_has_nearly_the_same_hashes_in_every_turn(tab):
    files = [
        (saved(scene(seed, (640, 480)), **how), kind)
        for seed, (kind, how) in enumerate(KINDS.items())
    ]
    files += [
        (saved(scene(9, (1500, 2000)), **KINDS["image/jpeg"]), "image/jpeg"),
        # Large enough that the browser averages two by two pixels first.
        (saved(scene(10, (2400, 2050)), **KINDS["image/jpeg"]), "image/jpeg"),
        (turned_by_exif(), "image/jpeg"),
    ]
    seen = hashed(tab, *(content for content, _ in files))
    for (content, kind), print_ in zip(files, seen, strict=True):
        known = by_python(content, kind)
        assert print_["kind"] == "image"
        assert print_["md5"] == hashlib.md5(content, usedforsecurity=False).hexdigest()
        assert print_["sha256"] == hashlib.sha256(content).hexdigest()
        assert abs(print_["quality"] - known.quality) <= 1
        turned = [known.value, *known.turned]
        bits = [
            pdq_distance(bytes.fromhex(ours), theirs)
            for ours, theirs in zip(print_["pdq"], turned, strict=False)
        ]
        assert max(bits) <= 10, (kind, bits)


def test_pixels_that_both_decode_alike_have_equal_hashes(tab):
    image = scene(7, (1234, 777))
    (seen,) = hashed(tab, saved(image, format="PNG"))
    square = image.resize((512, 512), Image.Resampling.BILINEAR)
    assert seen["pdq"][0] == pdq_of_rgb(np.asarray(square)).hex


def test_what_people_cut_away_is_hashed_too(tab):
    image = scene(8, (1000, 800))
    cut = image.crop((0, 80, 1000, 800))
    whole, part = hashed(
        tab, saved(image, format="PNG"), saved(cut, format="JPEG", quality=80)
    )
    bits = [
        pdq_distance(bytes.fromhex(each), bytes.fromhex(part["pdq"][0]))
        for each in whole["pdq"]
    ]
    assert bits[0] > 31 >= min(bits[8:])
    assert len(whole["pdq"]) == 8 + 6


def test_a_file_that_cannot_be_hashed_is_refused_by_name(tab):
    plain = saved(Image.new("RGB", (300, 300), "navy"), format="PNG")
    broken = material.picture(1)[:60]
    assert hashed(tab, b"nothing to see here", plain, broken, b"") == [
        "not-a-picture",
        "too-plain",
        "unreadable",
        "not-a-picture",
    ]


def test_of_a_heic_that_does_not_open_the_exact_file_is_known(tab):
    heic = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(200)
    (made,) = hashed(tab, heic)
    assert made.pop("md5") == hashlib.md5(heic, usedforsecurity=False).hexdigest()
    assert made.pop("sha256") == hashlib.sha256(heic).hexdigest()
    assert made == {"kind": "image", "quality": "", "pdq": [], "only": "heic"}


@pytest.mark.parametrize("how", [KINDS["image/png"], KINDS["image/jpeg"]])
def test_a_hash_that_only_rounding_made_is_refused(tab, how):
    inks = np.array([[(0, 50, 150), (255, 255, 255), (200, 20, 40)]], np.uint8)
    upright = Image.fromarray(inks).resize((900, 600), Image.Resampling.NEAREST)
    slope = Image.linear_gradient("L").resize((600, 400)).convert("RGB")
    cross = Image.new("RGB", (640, 400), (0, 50, 150))
    for bar in ((200, 0, 280, 400), (0, 160, 640, 240)):
        cross.paste((255, 205, 0), bar)
    files = [upright, upright.transpose(Image.Transpose.ROTATE_90), slope, cross]
    *refused, made = hashed(tab, *(saved(each, **how) for each in files))
    assert refused == ["too-plain"] * 3
    # A cross has a hash, and the server knows it: tests/takeitdown.
    assert made["quality"] >= 50


def test_where_pixels_are_hidden_what_is_plain_by_its_size_is_refused(tab):
    navy = Image.new("RGB", (640, 480), "navy")
    tiny = saved(scene(12, (63, 900)), format="PNG")
    photo = saved(scene(13, (640, 480)), format="WEBP", quality=50)
    plain = [saved(navy, **how) for how in ({"format": "PNG"}, KINDS["image/jpeg"])]
    *refused, kept = hashed(tab, *plain, tiny, photo, hides_pixels=True)
    assert refused == ["too-plain"] * 3
    assert (kept["quality"], kept["pdq"]) == ("", [])
    assert kept["sha256"] == hashlib.sha256(photo).hexdigest()
