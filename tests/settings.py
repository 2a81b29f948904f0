"""The product's own settings, with what only tests need."""

from handrail.config.settings import *  # noqa: F403
from handrail.config.settings import DATABASES, MIDDLEWARE, STORAGES

# Tests change the database under the connection; a pool would keep the old one.
DATABASES["default"]["OPTIONS"].pop("pool", None)
# A password is hashed hundreds of times in a run.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
ALLOWED_HOSTS = ["*"]
# The live server finds static files by itself; nothing was gathered for a test.
MIDDLEWARE = [name for name in MIDDLEWARE if not name.startswith("whitenoise")]
