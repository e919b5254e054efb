"""Write tests/vectors/pdq.csv again, with the reference implementation as the judge.

Needs a C++ compiler, which the tests do not:

    python -m pip install pdqhash
    python -m tests.vectors.make_pdq

Run it from the top of the repository. The file in the repository was made with pdqhash
0.2.8 on x86-64, which calculates in plain single precision. (A compiler that fuses
multiplication and addition, as on 64-bit ARM, may give other bits for flat pictures.)
"""

import hashlib
from pathlib import Path

import numpy as np
import pdqhash

from tests.vectors import pictures

VECTORS = Path(__file__).with_name("pdq.csv")


def line(index: int) -> str:
    """Return what the reference says of one picture."""
    pixels = pictures.picture(index).rgb()
    bits, quality = pdqhash.compute(pixels)
    sha256 = hashlib.sha256(pixels.tobytes()).hexdigest()
    value = np.packbits(bits.astype(np.uint8)).tobytes().hex()
    return f"{index},{sha256[:16]},{value},{quality}\n"


def main() -> None:
    """Write one line for each picture, so that a change shows in a diff."""
    lines = [line(index) for index in range(pictures.COUNT)]
    VECTORS.write_text("index,sha256,pdq,quality\n" + "".join(lines))


if __name__ == "__main__":
    main()
