# Decrypts what the list answers to `Accept: application/vnd.tipline.hpke`:
#   curl -sS -u "$AUTH" -H 'Accept: application/vnd.tipline.hpke' "$BASE/feed" |
#     python decrypt.py list.key LIST
# LIST is the last part of the base address. Needs: pip install 'cryptography>=50'
import sys
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from cryptography.hazmat.primitives.serialization import load_pem_private_key

key_file, list_name = sys.argv[1:]
key = load_pem_private_key(Path(key_file).read_bytes(), password=None)
if not isinstance(key, X25519PrivateKey):
    sys.exit("This is no X25519 key.")
suite = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
about = f"tipline hash list {list_name}".encode()
sys.stdout.buffer.write(suite.decrypt(sys.stdin.buffer.read(), key, about))
