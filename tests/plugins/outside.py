"""A test calls nobody outside this machine.

pytest-socket refuses every connection that is neither to this machine's own addresses nor through a socket of the
file system (`addopts` in pyproject.toml). A name has to be asked for elsewhere before there is an address to
refuse, so names are refused here. A program that a test starts is on its own: it has what the test gives it.
"""

from __future__ import annotations

import ipaddress
import socket
from typing import TYPE_CHECKING, Any, Final

import pytest
from pytest_socket import SocketBlockedError

if TYPE_CHECKING:
    from collections.abc import Iterator

THIS_MACHINE: Final = frozenset({"", "localhost", socket.gethostname()})


@pytest.fixture(scope="session", autouse=True)
def no_name_is_looked_up() -> Iterator[None]:
    look_up = socket.getaddrinfo

    def refused_unless_ours(host: str | bytes | None, *rest: Any, **more: Any) -> Any:
        name = host.decode() if isinstance(host, bytes) else host or ""
        if name not in THIS_MACHINE and not _is_address(name):
            raise SocketBlockedError(f"A test tried to use socket.getaddrinfo() with host “{name}”.")
        return look_up(host, *rest, **more)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket, "getaddrinfo", refused_unless_ours)
        yield


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True
