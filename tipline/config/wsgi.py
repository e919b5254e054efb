"""The web server's entry: every portal and interface."""

import os

from django.core.wsgi import get_wsgi_application

from tipline.files.decoder.import_guard import forbid_decoders
from tipline.foundation.web.health import require_safe_role

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tipline.config.settings")
forbid_decoders()
application = get_wsgi_application()
require_safe_role()

from tipline.files.keeping import vault  # noqa: E402 - its tables need the settings

vault()  # keys that cannot be read stop the server now, not at the first upload
