from pathlib import Path

import pytest

from tipline.files.decoder.client import Decoder

EVIL = Path(__file__).with_name("evil_zygote.py")


@pytest.fixture(scope="session")
def decoder():
    with Decoder() as running:
        yield running


@pytest.fixture(scope="session", params=["--all-walls", "--seccomp-alone"])
def evil_decoder(request):
    with Decoder(program=(str(EVIL), request.param)) as running:
        yield running
