"""Build the native core of PDQ and its index, where there is a C compiler."""

from setuptools import Extension, setup

NATIVE_CORE = Extension(
    "tipline.hashing.native.pdq",
    sources=["tipline/hashing/native/pdq.c"],
    depends=[
        "tipline/hashing/native/paths.h",
        "tipline/hashing/native/sums.h",
    ],
    extra_compile_args=["-O3", "-std=c11"],
    optional=True,
)

setup(ext_modules=[NATIVE_CORE])
