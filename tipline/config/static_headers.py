"""What each static file is sent with."""

from tipline.foundation.web import static_files
from tipline.portals.public.take_it_down.policy import of_scripts


def headers_of_static(headers: dict[str, str], path: str, url: str) -> None:
    """Say how long a file is kept, and what a script may reach. For WhiteNoise."""
    static_files.keep(headers, url.removeprefix("/static/"))
    of_scripts(headers, path, url)
