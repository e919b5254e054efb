"""Let `python -m tipline.commandline` be the `tipline` command."""

import sys

from tipline.commandline.main import main

if __name__ == "__main__":
    sys.exit(main())
