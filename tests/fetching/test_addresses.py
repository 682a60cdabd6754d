"""No address inside the operator's own network is asked, by whatever name."""

import socket
from types import SimpleNamespace

import httpx
import pytest

from pipelines.fetching import addresses
from pipelines.fetching.addresses import AddressError, CheckedTransport, checked_addresses, is_public


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.0.0.1",
        "172.16.3.4",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "fe80::1",
        "fc00::1",
        "ff02::1",
        "::ffff:10.0.0.1",
        "2002:7f00:1::",
        "64:ff9b::a00:1",
        "64:ff9b:1::808:808",
        "fec0::1",
        "::10.0.0.1",
        "::ffff:0:10.0.0.1",
    ],
)
def test_what_is_not_on_the_open_internet(address):
    assert not is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"])
def test_what_is(address):
    assert is_public(address)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "::1"])
def test_names_of_this_machine_are_seen_through(host):
    with pytest.raises(AddressError, match="not on the open Internet"):
        checked_addresses(host, 80)


def test_a_name_without_an_address():
    with pytest.raises(AddressError, match="no address is found"):
        checked_addresses("nowhere.invalid", 80)


def test_the_connection_is_made_to_the_address_that_was_checked(monkeypatch):
    """A name server that answers otherwise the second time can't lead inside."""
    answers = iter(["8.8.8.8", "127.0.0.1"])
    asked = []

    def resolve(host, port, **_):
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (next(answers), port))]

    reached = []

    def handle(request: httpx.Request) -> httpx.Response:
        reached.append((request.url.host, request.headers["Host"], request.extensions["sni_hostname"]))
        return httpx.Response(200)

    monkeypatch.setattr(addresses, "socket", SimpleNamespace(getaddrinfo=resolve, SOCK_STREAM=socket.SOCK_STREAM))
    with httpx.Client(transport=CheckedTransport(httpx.MockTransport(handle))) as client:
        client.get("https://rebinding.example.org/a.pdf")
    assert asked == ["rebinding.example.org"]
    assert reached == [("8.8.8.8", "rebinding.example.org", "rebinding.example.org")]
