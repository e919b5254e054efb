"""Write tests/vectors/pdq.json again, with the reference implementation as the judge.

Needs a C++ compiler, which the tests do not:

    python -m pip install pdqhash
    python -m tests.vectors.make_pdq

Run it from the top of the repository. The file in the repository was made with pdqhash
0.2.8 on x86-64, which calculates in plain single precision. (A compiler that fuses
multiplication and addition, as on 64-bit ARM, may give other bits for flat pictures.)
"""

import hashlib
import json
from pathlib import Path

import numpy as np
import pdqhash

from tests.vectors import pictures

VECTORS = Path(__file__).with_name("pdq.json")


def vector(index: int) -> dict[str, object]:
    """Return what the reference says of one picture."""
    described = pictures.picture(index)
    pixels = described.rgb()
    bits, quality = pdqhash.compute(pixels)
    return {
        "index": index,
        "kind": described.kind,
        "mode": described.mode,
        "width": described.width,
        "height": described.height,
        "sha256": hashlib.sha256(pixels.tobytes()).hexdigest(),
        "pdq": np.packbits(bits.astype(np.uint8)).tobytes().hex(),
        "quality": int(quality),
    }


def main() -> None:
    """Write one line for each picture, so that a change shows in a diff."""
    lines = [json.dumps(vector(index)) for index in range(pictures.COUNT)]
    VECTORS.write_text("[\n" + ",\n".join(lines) + "\n]\n")


if __name__ == "__main__":
    main()
