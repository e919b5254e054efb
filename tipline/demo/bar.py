"""A progress bar for terminals; where nobody watches it stays away."""

import sys
from typing import TextIO

WIDTH = 30


class Bar:
    """One line that says how many are through, of how many."""

    def __init__(self, label: str, *, out: TextIO | None = None) -> None:
        """Prepare a bar on stderr; nothing is drawn before the first call."""
        self._label = label
        self._out = out or sys.stderr
        self._is_drawn = False

    def __call__(self, through: int, total: int) -> None:
        """Draw how it stands now."""
        if not self._out.isatty():
            return
        filled = WIDTH * through // total if total else WIDTH
        bar = "#" * filled + "." * (WIDTH - filled)
        self._out.write(f"\r  {self._label:<22} [{bar}] {through} of {total} ")
        self._out.flush()
        self._is_drawn = True

    def end(self) -> None:
        """Leave the line as it is and go on below."""
        if self._is_drawn:
            self._out.write("\n")
            self._is_drawn = False
