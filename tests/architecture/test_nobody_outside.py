"""A test that calls somebody outside this machine is stopped before anything is sent; this machine answers."""

from __future__ import annotations

import socket
import urllib.request
from pathlib import Path
from unittest import mock

import pytest
import pytest_socket
from pytest_socket import SocketBlockedError, SocketConnectBlockedError

NOBODY = ("192.0.2.1", "2001:db8::1")
"""Addresses that are kept free for documents: were one tried, nobody would answer (RFC 5737, RFC 3849)."""


@pytest.mark.parametrize("address", NOBODY)
def test_an_address_outside_is_refused_before_anything_is_sent(address: str) -> None:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with mock.patch.object(pytest_socket, "_true_connect") as connect, socket.socket(family) as line:
        with pytest.raises(SocketConnectBlockedError, match=address):
            line.connect((address, 443))

        assert line.fileno() == -1, "the guard has closed it"
    connect.assert_not_called()


def test_a_page_outside_is_refused_however_it_is_asked_for() -> None:
    with mock.patch.object(pytest_socket, "_true_connect") as connect:
        with pytest.raises(SocketConnectBlockedError):
            urllib.request.build_opener(urllib.request.ProxyHandler({})).open(f"http://{NOBODY[0]}/")
        with pytest.raises(SocketConnectBlockedError):
            socket.create_connection((NOBODY[0], 443), timeout=1)
    connect.assert_not_called()


def test_a_name_outside_is_not_even_looked_up() -> None:
    for name in ("handrail.example", b"handrail.example"):
        with pytest.raises(SocketBlockedError, match=r"handrail\.example"):
            socket.getaddrinfo(name, 443)


@pytest.mark.parametrize("address", ["127.0.0.1", "127.8.9.10", "localhost"])
def test_this_machine_answers(address: str) -> None:
    with socket.create_server((address, 0)) as here, socket.create_connection(here.getsockname()) as there:
        answered, _ = here.accept()
        with answered:
            there.sendall(b"here")
            assert answered.recv(4) == b"here"


def test_a_socket_of_the_file_system_answers(tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as here, socket.socket(socket.AF_UNIX) as there:
        here.bind(str(tmp_path / "here"))
        here.listen()
        there.connect(str(tmp_path / "here"))
        answered, _ = here.accept()
        answered.close()
