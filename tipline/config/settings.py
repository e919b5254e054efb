"""Django's settings, all from the typed environment."""

from pathlib import Path

from csp.constants import NONE, SELF

from tipline.config import environment as _environment
from tipline.config.static_headers import headers_of_static
from tipline.foundation import languages
from tipline.foundation.web import logging
from tipline.viewing.policies import POLICIES
from tipline.viewing.terms import Terms

ENVIRONMENT = _environment.load()
_connection = ENVIRONMENT.connection()
_package = Path(__file__).resolve().parent.parent

SECRET_KEY = ENVIRONMENT.secret("django_secret_key")
PACKET_SIGNING_SECRET = ENVIRONMENT.secret("packet_signing_key")
DEBUG = False
HOTLINE = ENVIRONMENT.hotline
ALLOWED_HOSTS = [*ENVIRONMENT.allowed_hosts, *HOTLINE.onion_hosts]
ROOT_URLCONF = "tipline.config.urls"
USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en"
LANGUAGES = [(each.code, each.own_name) for each in languages.LANGUAGES]
USE_I18N = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
APPEND_SLASH = False

INSTALLED_APPS = [
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "procrastinate.contrib.django",
    "tipline.foundation.accounts",
    "tipline.foundation.audit",
    "tipline.foundation.jobs",
    "tipline.foundation.web",
    "tipline.intake",
    "tipline.files",
    "tipline.hashlist",
    "tipline.matching",
    "tipline.takeitdown",
    "tipline.review",
    "tipline.viewing",
    "tipline.triage",
    "tipline.linking",
    "tipline.referral",
    "tipline.alerting",
    "tipline.retention",
    "tipline.casework",
    "tipline.clearance",
    "tipline.deconfliction",
    "tipline.feedback",
    "tipline.paperwork",
    "tipline.sealing",
    "tipline.exchange",
    "tipline.portals.public",
    "tipline.portals.platforms",
    "tipline.portals.console",
    "tipline.portals.agencies",
    "tipline.portals.duty",
    "tipline.portals.operations",
]

MIDDLEWARE = [
    "tipline.foundation.web.middleware.RequestMiddleware",
    "tipline.foundation.web.middleware.ProgramMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "tipline.foundation.web.language.LanguageMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "tipline.foundation.web.middleware.PrincipalMiddleware",
    "tipline.foundation.web.times.ZoneMiddleware",
    "tipline.foundation.web.middleware.AccessMiddleware",
    "tipline.foundation.web.swapping.SwapMiddleware",
]

DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": _connection.database,
        "USER": _connection.user,
        "PASSWORD": _connection.password,
        "HOST": _connection.host,
        "PORT": str(_connection.port),
        # Prepared statements: the same few are asked all day, and planning them with
        # row-level security is most of their cost.
        "OPTIONS": {
            **dict(_connection.options),
            "server_side_binding": True,
            "prepare_threshold": 3,
        },
        "CONN_MAX_AGE": None,
    }
}

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    ["tipline.foundation.web.light_templates.Loader"],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
                "tipline.foundation.web.context.page",
                "tipline.foundation.web.language.menu",
                "tipline.portals.duty.bar.alarms",
            ],
        },
    }
]

STATIC_URL = "/static/"
STATIC_ROOT = ENVIRONMENT.data / "static"
STORAGES = {
    "staticfiles": {"BACKEND": "tipline.foundation.web.static_files.NamedStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
WHITENOISE_ADD_HEADERS_FUNCTION = headers_of_static

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_IDLE_SECONDS = 30 * 60
SESSION_COOKIE_SAMESITE = "Strict"
SESSION_COOKIE_HTTPONLY = True
_is_https = ENVIRONMENT.public_url.startswith("https://")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _is_https
SESSION_COOKIE_NAME = "__Host-tipline" if _is_https else "tipline"
CSRF_COOKIE_NAME = "__Host-tipline-csrf" if _is_https else "tipline-csrf"
LANGUAGE_COOKIE_NAME = "__Host-tipline-language" if _is_https else "tipline-language"
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_TRUSTED_ORIGINS = [ENVIRONMENT.public_url]
CSRF_FAILURE_VIEW = "tipline.foundation.web.error_pages.csrf_failure"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _is_https else None
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

SILENCED_SYSTEM_CHECKS = [
    "security.W001",  # its headers are RequestMiddleware's; TLS and HSTS the proxy's
    "security.W002",  # the Content-Security-Policy forbids frames
]

DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        # Previews of files come from the evidence gateway alone.
        "img-src": [SELF, *filter(None, [ENVIRONMENT.evidence_url])],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "require-trusted-types-for": ["'script'"],
    }
}

PASSKEY_RP_ID = ENVIRONMENT.relying_party_id
PASSKEY_ORIGINS = [ENVIRONMENT.public_url]
HOME_BY_ROLE = {
    "analyst": "console:queue",
    "operator": "operations:organizations",
    "auditor": "operations:audit",
    "officer": "agencies:queue",
    "list-auditor": "operations:list-audits",
}
# Whoever answers alarms does it on pages that look like the rest of their portal.
LAYOUT_BY_ROLE = {
    "analyst": "console/layout.html",
    "operator": "operations/layout.html",
    "officer": "agencies/layout.html",
}
# Who reads the pages of a portal, and so in which languages they are; what is not here
# is in English.
AUDIENCES = {
    "agencies": languages.Audience.AGENCIES,
    "door": languages.Audience.AGENCIES,
    "public": languages.Audience.PUBLIC,
    "take-it-down": languages.Audience.PUBLIC,
}
# Pages that several roles share look like the portal of whoever is signed in.
PORTALS_OF_ROLES = {"duty": {"officer": "agencies"}}
# What a page asks for by itself keeps no session awake.
BACKGROUND_PATHS = ("/alarms/live",)
SECURITY_CONTACT = ENVIRONMENT.security_contact
PROGRAM_PREFIXES = ("/ispws/", "/hashsharing/", "/agency/api/")
ACCESS_POLICY = "tipline.config.access.POLICY"
DEMO = ENVIRONMENT.demo
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = None
PROCRASTINATE_IMPORT_PATHS = [
    "tipline.pipeline",
    "tipline.upkeep",
    "tipline.senders",
    "tipline.laws",
    "tipline.past_reports",
    "tipline.supplementing",
    "tipline.casework.jobs",
    "tipline.clearance.jobs",
    "tipline.referral.jobs",
    "tipline.telephone",
    "tipline.web_form",
    "tipline.hashlist.jobs",
    "tipline.matching.list_hits",
    "tipline.alerting.jobs",
    "tipline.exchange.jobs",
    "tipline.takeitdown.jobs",
]
# Agencies have it too: it hides what they ask about from others, not from them.
DECONFLICTION_KEY = ENVIRONMENT.secret("deconfliction_key").encode()
PURGE_AFTER_DAYS = ENVIRONMENT.purge_after_days
FLOOD_LIMITS = ENVIRONMENT.flood_limits
VIDEO_RULE = ENVIRONMENT.video_rule
BUNDLE_LIMITS = ENVIRONMENT.bundle_limits
PRIOR_POLICY = ENVIRONMENT.prior_policy
REVIEW_POLICY = ENVIRONMENT.review_policy
VIEWING = Terms(
    policy=POLICIES[ENVIRONMENT.jurisdiction],
    limits=ENVIRONMENT.exposure_limits,
    look=ENVIRONMENT.preview_look,
    quota=ENVIRONMENT.preview_quota,
)
EVIDENCE_URL = ENVIRONMENT.evidence_url
COMPLETENESS_WEIGHTS = ENVIRONMENT.completeness_weights
PRIORITY_TABLE = ENVIRONMENT.priority_table
ALARM_OUTGOING = ENVIRONMENT.outgoing
ALARM_CALLING = ENVIRONMENT.alarm_calling
WATCH_LIMITS = ENVIRONMENT.watch_limits
CALL_LIMITS = ENVIRONMENT.call_limits
EMERGENCY_TEXT = ENVIRONMENT.emergency_text
TAKE_IT_DOWN_LIMITS = ENVIRONMENT.take_it_down_limits
TAKE_IT_DOWN_KEY = ENVIRONMENT.secret("take_it_down_key").encode()
RECEIPT_SECRET = ENVIRONMENT.secret("public_receipts")

LOGGING_CONFIG = None
logging.configure(as_json=ENVIRONMENT.log_format == "json")
