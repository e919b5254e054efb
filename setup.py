"""Build the native core, where there is a C compiler, and the catalogs of languages."""

import sys
from pathlib import Path

from setuptools import Extension, setup
from setuptools.command.build_py import build_py

sys.path.insert(0, str(Path(__file__).parent))
from tipline.config.catalogs import compile_stale


class BuildWithCatalogs(build_py):
    """Put what Django reads of the translations into the package."""

    def run(self) -> None:
        """Copy the package, then compile the catalogs of the copy."""
        super().run()
        compile_stale(Path(self.build_lib))


NATIVE_CORE = Extension(
    "tipline.hashing.native.pdq",
    sources=["tipline/hashing/native/pdq.c"],
    depends=[
        "tipline/hashing/native/bits.h",
        "tipline/hashing/native/paths.h",
        "tipline/hashing/native/sums.h",
    ],
    extra_compile_args=["-O3", "-std=c11"],
    optional=True,
)

setup(ext_modules=[NATIVE_CORE], cmdclass={"build_py": BuildWithCatalogs})
