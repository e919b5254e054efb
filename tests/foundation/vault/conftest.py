import pytest

from tipline.foundation.vault.folder import LocalFolder
from tipline.foundation.vault.keys import KeyRing
from tipline.foundation.vault.memory import InMemory
from tipline.foundation.vault.vault import Vault


@pytest.fixture(params=["memory", "folder"])
def storage(request, tmp_path):
    """Both storages, so that each test is part of one conformance suite."""
    return InMemory() if request.param == "memory" else LocalFolder(tmp_path / "vault")


@pytest.fixture
def keys():
    return KeyRing.generate()


@pytest.fixture
def vault(storage, keys):
    return Vault(storage, keys)


@pytest.fixture
def put():
    def put_away(vault, content, object_id="file-1"):
        with vault.begin(object_id, "report:1") as writer:
            writer.write(content)
            return writer.commit()

    return put_away
