"""Templates without the indentation that their authors read by.

A page of fifty rows was indentation for a third of its bytes. Values are not touched:
only what templates themselves hold, once, when they are loaded.
"""

import re

from django.template import Origin
from django.template.loaders import app_directories

_KEPT_OR_INDENTED = re.compile(r"(<(pre|textarea)\b.*?</\2>)|\n\s+", re.DOTALL)


def without_indentation(source: str) -> str:
    """Let each line begin at its start, but where white space is shown."""
    return _KEPT_OR_INDENTED.sub(lambda found: found[1] or "\n", source)


class Loader(app_directories.Loader):
    """Loads the templates of the apps, pages without their indentation."""

    def get_contents(self, origin: Origin) -> str:
        """Read a template; a text's white space stays as it is."""
        source: str = super().get_contents(origin)
        is_page = str(origin.name).endswith(".html")
        return without_indentation(source) if is_page else source
