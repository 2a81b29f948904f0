"""Just enough of Django to draw pages: no database, no sessions, no one signed in."""

SECRET_KEY = "only-for-drawing-pages-in-tests"
USE_TZ = True
LANGUAGE_CODE = "en-gb"
INSTALLED_APPS = ["django.contrib.staticfiles", "handrail.ui"]
ROOT_URLCONF = "tests.ui.urls"
STATIC_URL = "/static/"
FORM_RENDERER = "handrail.ui.renderer.GovukRenderer"
ALLOWED_HOSTS = ["*"]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [],
        "APP_DIRS": False,
        "OPTIONS": {"environment": "handrail.ui.jinja.environment"},
    },
    {"BACKEND": "django.template.backends.django.DjangoTemplates", "DIRS": [], "APP_DIRS": True},
]
