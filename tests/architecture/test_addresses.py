"""No two pages share an address: the second would never be reached."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver


def addresses(resolver: URLResolver, before: str = "") -> Iterator[str]:
    """Every address pattern, without the names and kinds of its parts."""
    for one in resolver.url_patterns:
        address = before + re.sub(r"<[^>]+>", "<>", str(one.pattern))
        if isinstance(one, URLPattern):
            yield address
        else:
            yield from addresses(one, address)


def test_every_page_has_an_address_of_its_own() -> None:
    counted = Counter(addresses(get_resolver()))

    assert len(counted) > 100
    assert [address for address, count in counted.items() if count > 1] == []
