"""Pages hold no script and no style, and work from right to left."""

import re

from tests.architecture import tree
from tests.foundation.web.test_stylesheets import PHYSICAL

INLINE = re.compile(
    r"<style\b|<script(?![^>]*\bsrc=)|\sstyle\s*=|\son[a-z]+\s*=|javascript:",
    re.IGNORECASE,
)
EVALUATED = re.compile(r"\bhx-on\b|\bhx-vals\s*=\s*['\"]js:|\bjs:")
UNESCAPED = re.compile(r"\|\s*safe\b|\bautoescape\s+off\b|\bmark_safe\b|\bSafeString\(")


def found(pattern, *endings):
    return {
        name: sorted(set(pattern.findall(text)))
        for name, text in tree.texts(*endings, under=tree.PACKAGE)
        if pattern.search(text)
    }


def test_no_template_has_a_script_a_style_or_a_handler_in_it():
    assert found(INLINE, ".html") == {}


def test_no_template_asks_the_browser_to_evaluate_text():
    assert found(EVALUATED, ".html") == {}


def test_nothing_is_called_safe_outside_of_the_foundation():
    outside = {
        name: used
        for name, used in found(UNESCAPED, ".html", ".py").items()
        if not name.startswith("tipline/foundation/web/")
    }
    assert outside == {}


def test_every_stylesheet_works_in_both_directions():
    assert {
        name: PHYSICAL.findall(text)
        for name, text in tree.texts(".css", under=tree.PACKAGE)
        if PHYSICAL.search(text)
    } == {}


def test_no_stylesheet_shouts():
    assert found(re.compile("!important"), ".css") == {}


def test_colors_have_their_names_in_one_file():
    assert set(found(re.compile(r"#[0-9a-f]{6}\b"), ".css")) == {
        "tipline/foundation/web/static/tipline/css/tokens.css"
    }


def test_no_page_fetches_from_elsewhere():
    elsewhere = re.compile(r"(?:src|href)\s*=\s*[\"'](?:https?:)?//[^\"']+")
    assert found(elsewhere, ".html") == {}
