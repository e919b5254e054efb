"""Make picture and video decoders impossible to import in this process."""

import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Never

FORBIDDEN = frozenset(
    {"PIL", "av", "cv2", "imageio", "pillow_heif", "pyvips", "simplejpeg", "wand"},
)


class DecoderImportError(ImportError):
    """A process that must not decode tried to import a decoder."""


class _Guard(MetaPathFinder):
    """Stand in front of every other finder and refuse the decoders by name."""

    def find_spec(
        self,
        fullname: str,
        path: Sequence[str] | None,
        target: ModuleType | None = None,
    ) -> ModuleSpec | None:
        del path, target
        if fullname.partition(".")[0] in FORBIDDEN:
            _refuse(fullname)
        return None


def forbid_decoders() -> None:
    """Refuse every later import of a decoder in this process.

    Web, API and worker processes call this before anything else; the zygote is a fresh
    process and is not affected. Calling it twice changes nothing.

    Raises:
        DecoderImportError: a decoder is already loaded, so it is too late to promise.
    """
    loaded = sorted(FORBIDDEN & sys.modules.keys())
    if loaded:
        _refuse(loaded[0])
    if not any(isinstance(finder, _Guard) for finder in sys.meta_path):
        sys.meta_path.insert(0, _Guard())


def _refuse(name: str) -> Never:
    message = f"{name} decodes media, which only the decoder's zygote may do."
    raise DecoderImportError(message, name=name)
