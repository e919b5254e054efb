"""What a page says, read to find what is left in English."""

import re
from html.parser import HTMLParser

# What has the same name in every language.
NAMES = {
    "Take It Down",
    "IP City Lite",
    "IP Geolocation by DB",
    "ICAC Task Force Massachusetts",
    "Federal desk, second agency",
}


class Sentences(HTMLParser):
    """What a page says itself: neither names nor codes nor what people wrote."""

    OTHERS = ("bdi", "code", "script", "option", "textarea")
    VOID = ("input", "meta", "link", "br", "hr", "img", "source", "wbr")

    def __init__(self) -> None:
        super().__init__()
        self.inside: list[tuple[str, bool]] = []
        self.said: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        if tag not in self.VOID:
            self.inside.append((tag, tag in self.OTHERS or "dir" in said))
        if tag != "html" and not self.is_quoted():
            self.said += [said.get("aria-label") or "", said.get("placeholder") or ""]

    def handle_endtag(self, tag: str) -> None:
        while self.inside and self.inside.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if not self.is_quoted():
            self.said.append(data)

    def is_quoted(self) -> bool:
        return any(quoted for tag, quoted in self.inside if tag != "html")


def english_of(content: bytes) -> set[str]:
    """Give what stands on a page in three or more Latin words after another."""
    parser = Sentences()
    parser.feed(content.decode())
    found = (
        re.findall(r"(?:[A-Za-z]{2,}[ ,]+){2,}[A-Za-z]{2,}", t) for t in parser.said
    )
    return {words for each in found for words in each} - NAMES
