from __future__ import annotations

import pytest
from django.test import Client, override_settings


@pytest.mark.django_db
@override_settings(SECURE_SSL_REDIRECT=True)
def test_the_health_of_a_server_behind_a_proxy_is_asked_without_tls() -> None:
    browser = Client()

    assert browser.get("/healthz").status_code == 200
    assert browser.get("/").status_code == 301
