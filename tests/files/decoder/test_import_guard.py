"""No process but the zygote can load a decoder."""

import subprocess
import sys

import pytest

GUARDED = "from tipline.files.decoder.import_guard import *\nforbid_decoders()\n"


def run(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("name", ["PIL", "PIL.Image", "av", "pyvips", "cv2"])
def test_a_guarded_process_cannot_import_a_decoder(name):
    done = run(f"{GUARDED}import {name}")
    assert "which only the decoder's zygote may do" in done.stderr
    assert done.returncode == 1


def test_a_guarded_process_cannot_load_our_own_picture_code():
    done = run(f"{GUARDED}import tipline.files.decoder.picture")
    assert "DecoderImportError" in done.stderr


def test_a_guarded_process_decodes_through_the_zygote():
    done = run(
        f"{GUARDED}import sys\n"
        "from tipline.files.decoder.client import Decoder\n"
        "forbid_decoders()\n"
        "with Decoder() as decoder:\n"
        "    print(decoder.inspect([b'GIF89a'], size_bytes=6).media_type)\n"
        "assert 'PIL' not in sys.modules\n",
    )
    assert done.stdout == "image/gif\n", done.stderr


def test_a_process_that_already_loaded_a_decoder_is_told_so():
    done = run(f"import PIL\n{GUARDED}")
    assert "DecoderImportError" in done.stderr
