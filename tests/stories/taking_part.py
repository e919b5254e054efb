"""A platform that takes part in Take It Down, and what it fetches."""

import hashlib
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import httpx

from tests.product import Product

SLUG = "take-it-down"
WITHIN_SECONDS = 60


@contextmanager
def taking_part(product: Product, name: str) -> Iterator[httpx.Client]:
    """Open Take It Down for a new platform; give a client of its list."""
    product.tipline("take-it-down", "open")
    product.tipline("platform", "add", name)
    product.tipline(
        "hashlist", "add-member", "Take It Down", name, "--tier", "perceptual"
    )
    pair = product.add_platform(name, hash_lists=True).pair
    with httpx.Client(
        base_url=f"{product.url}/hashsharing/{SLUG}", auth=pair, timeout=30
    ) as client:
        yield client


def feed(chat: httpx.Client) -> dict[str, Any]:
    """Give everything on the list by entry id, as the JSON feed says it."""
    cursor = ""
    found: dict[str, Any] = {}
    while True:
        answer = chat.get("/feed", params={"cursor": cursor} if cursor else {}).json()
        cursor = answer["cursor"]
        found |= {item["id"]: item for item in answer["items"]}
        if not answer["more"]:
            return found


def until(found: Callable[[], Any]) -> Any:
    """Wait for what a feed gives: what was changed is in it after the full second."""
    began = time.monotonic()
    while time.monotonic() - began < WITHIN_SECONDS:
        if result := found():
            return result
        time.sleep(0.2)
    raise AssertionError("not in the feed in time")


def with_md5(chat: httpx.Client, md5: str) -> Any:
    for item in feed(chat).values():
        if any(each["value"] == md5 for each in item.get("fingerprints", [])):
            return item
    return None


def digest(content: bytes) -> str:
    return hashlib.md5(content, usedforsecurity=False).hexdigest()
