"""The evidence gateway's entry; the gateway itself is in `evidence`."""

import os

import django

from tipline.files.decoder.import_guard import forbid_decoders
from tipline.foundation.web.health import require_safe_role

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tipline.config.settings")
forbid_decoders()
django.setup()
require_safe_role()

from tipline.config.evidence import application  # noqa: E402 - after the settings
from tipline.files.keeping import vault  # noqa: E402 - see above

vault()  # keys that cannot be read stop the gateway now, not at the first preview
__all__ = ["application"]
