"""Django's settings, all in one place; what differs between installations comes from the environment."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from handrail.config import environment
from handrail.config.addresses import as_django
from handrail.ui.languages import INTERFACE

ENVIRONMENT: Final = environment.read()
PACKAGE: Final = Path(__file__).resolve().parents[1]
IS_SECURE: Final = ENVIRONMENT.public_url.startswith("https://")

DEBUG = ENVIRONMENT.debug
SECRET_KEY = environment.secret_key(ENVIRONMENT)
ALLOWED_HOSTS = list(ENVIRONMENT.allowed_hosts)
DEMONSTRATION: bool = ENVIRONMENT.demonstration

SLICES: Final = (
    "audit",
    "accounts",
    "organisations",
    "pupils",
    "consents",
    "cases",
    "calendars",
    "plans",
    "invitations",
    "voice",
    "family",
    "documents",
    "versions",
    "easy_read",
    "letters",
    "exchange",
    "guide",
    "home",
)
"""Vertical slices, lowest first: each may use only those before it."""

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "procrastinate.contrib.django",
    "handrail.ui",
    *(f"handrail.apps.{name}" for name in SLICES),
    # Without demonstration mode its pages are not even routed, nor its command known.
    *(["handrail.apps.demonstration"] if DEMONSTRATION else []),
]

MIDDLEWARE = [
    "handrail.config.security.ContentSecurityPolicy",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "handrail.config.health.Health",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "handrail.config.public_pages.SignInFirst",
    # Last but for the refusals' words: the reach is set inside the request's own transaction (see the class).
    "handrail.apps.accounts.middleware.ReachMiddleware",
    "handrail.config.errors.Refusals",
    # After who is asking is known; in which language decides what every view and template says.
    "handrail.config.languages.Speaks",
]

ROOT_URLCONF = "handrail.config.urls"
WSGI_APPLICATION = "handrail.config.wsgi.application"
FORM_RENDERER = "handrail.ui.renderer.GovukRenderer"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [],
        "APP_DIRS": False,
        "OPTIONS": {
            "environment": "handrail.ui.jinja.environment",
            "context_processors": [
                "django.contrib.messages.context_processors.messages",
                "handrail.config.frame.frame",
                "handrail.config.words.words",
                "handrail.config.said.said",
                "handrail.config.received.received",
            ],
        },
    },
    {
        # allauth's e-mails and messages (*.txt) are written in Django's language; pages never come from here.
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    },
]

DATABASES: dict[str, dict[str, Any]] = {
    # `handrail` fills in the address of its own server when none is given; it is never guessed here.
    "default": as_django(ENVIRONMENT.database_url or "dbname=handrail user=handrail_app")
    | {"ATOMIC_REQUESTS": True, "CONN_MAX_AGE": 0, "CONN_HEALTH_CHECKS": True}
}
# Reconnecting for every request costs a third of the throughput; a pool keeps one connection a thread.
DATABASES["default"]["OPTIONS"]["pool"] = {
    "min_size": 1,
    "max_size": ENVIRONMENT.threads + 1,
    # While the database is away a reader is told so soon, and a thread is free again for the next.
    "timeout": 4,
    # Looked for during four seconds, then anew whenever somebody asks. Left to itself the pool waits twice as long
    # after each try, and finds a database that was away for a minute only a minute later.
    "reconnect_timeout": 4,
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home:today"
LOGOUT_REDIRECT_URL = "home:today"

ACCOUNT_ADAPTER = "handrail.apps.accounts.adapter.InvitedOnly"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_RATE_LIMITS = {
    # Ten tries in five minutes from one address, five for one account: then wait.
    "login": "30/m/ip",
    "login_failed": "10/5m/ip,5/5m/key",
    "reset_password": "20/m/ip,5/m/key",
    "change_password": "5/m/user",
}

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 8 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = IS_SECURE
CSRF_COOKIE_SECURE = IS_SECURE
CSRF_COOKIE_HTTPONLY = True
CSRF_TRUSTED_ORIGINS = [ENVIRONMENT.public_url]
CSRF_FAILURE_VIEW = "handrail.config.errors.form_too_old"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if IS_SECURE else None
SECURE_SSL_REDIRECT = IS_SECURE
# Whoever watches over the server asks it on its own machine, behind the proxy that speaks TLS.
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if IS_SECURE else 0
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# A section may hold long reports: 40,000 characters of four bytes each, encoded for a form, and then some.
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024
# A file of up to 10 MB is taken; somewhat more is still read, so that the form itself can say it is too large.
FILE_UPLOAD_MAX_MEMORY_SIZE = 25 * 1024 * 1024
FILE_UPLOAD_HANDLERS = ["handrail.config.uploads.InMemoryOnly"]

# What looks at files for viruses; empty, nothing does (docs/how-to/how-do-i-have-files-checked-for-viruses.md).
SCANNER = ENVIRONMENT.scanner

STATIC_URL = "/static/"
STATICFILES_DIRS: list[str] = []
STATIC_ROOT = ENVIRONMENT.var / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "handrail.config.static_files.HashedStaticFiles"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = False

EMAIL_BACKEND = (
    "django.core.mail.backends.console.EmailBackend"
    if ENVIRONMENT.debug or ENVIRONMENT.demonstration  # a demonstration sends nothing
    else "django.core.mail.backends.smtp.EmailBackend"
)
DEFAULT_FROM_EMAIL = f"Handrail <handrail@{urlsplit(ENVIRONMENT.public_url).hostname}>"

LANGUAGE_CODE = "en-gb"
LANGUAGES = list(INTERFACE.items())
LOCALE_PATHS = [PACKAGE / "locale"]
TIME_ZONE = "Europe/London"
USE_I18N = True
USE_TZ = True

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"
PROCRASTINATE_IMPORT_PATHS = ["handrail.config.jobs"]
PROCRASTINATE_ON_APP_READY = None

CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "accounts_cache"}}

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"handrail": {"level": "INFO"}, "procrastinate": {"level": "WARNING"}},
}
