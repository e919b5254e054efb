"""Write tests/vectors/vault.json: stored files with everything needed to open them.

    python -m tests.vectors.make_vault

Made once. Salts, nonces and files' own keys are drawn at random, so that a second run
gives another file; do that only when the format gets a new version.
"""

import base64
import json
from pathlib import Path

from tipline.foundation.vault.keys import KeyRing
from tipline.foundation.vault.memory import InMemory
from tipline.foundation.vault.vault import Vault

VECTORS = Path(__file__).with_name("vault.json")
KEY_ENCRYPTION_KEY = bytes(range(32))
CHUNK_BYTES = 16 * 1024


def vector(size: int) -> dict[str, object]:
    """Store a file whose bytes count up from 0 to 250, and say how it is kept."""
    storage = InMemory()
    vault = Vault(storage, KeyRing({"key-7": KEY_ENCRYPTION_KEY}, "key-7"))
    object_id = f"file-of-{size}"
    with vault.begin(object_id, "report:4711") as writer:
        writer.write(bytes(position % 251 for position in range(size)))
        stored = writer.commit()
    sealed = storage.open(object_id).read_at(0, stored.sealed_bytes)
    return {
        "object_id": stored.object_id,
        "context": stored.context,
        "key_id": stored.key_id,
        "key_encryption_key": KEY_ENCRYPTION_KEY.hex(),
        "wrapped_key": stored.wrapped_key.hex(),
        "size_bytes": stored.size_bytes,
        "sha256": stored.sha256,
        "sealed_base64": base64.b64encode(sealed).decode(),
    }


def main() -> None:
    """Write one line for each file."""
    sizes = (0, 1, 300, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1)
    lines = [json.dumps(vector(size)) for size in sizes]
    VECTORS.write_text("[\n" + ",\n".join(lines) + "\n]\n")


if __name__ == "__main__":
    main()
