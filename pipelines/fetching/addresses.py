"""Which addresses may be asked: none inside the operator's own network, whatever a name resolves to."""

from __future__ import annotations

import socket
from contextlib import suppress
from dataclasses import dataclass, field
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

import httpx

_IPV4_AT_THE_END = tuple(map(IPv6Network, ("64:ff9b::/96", "::/96", "::ffff:0:0:0/96")))
"""IPv6 addresses whose last four bytes are an IPv4 address: of NAT64, compatible and translated ones."""
_OF_A_SITE = tuple(map(IPv6Network, ("64:ff9b:1::/48", "fec0::/10")))
"""What `is_global` holds for the open Internet: NAT64 within a network, and the private addresses of old."""


class AddressError(Exception):
    """A name that resolves to an address that may not be asked, or to none."""


def is_public(text: str) -> bool:
    """Whether an IP address is on the open Internet; an IPv6 address that stands for an IPv4 one is judged by it."""
    address = ip_address(text)
    if not address.is_global or address.is_multicast or any(address in network for network in _OF_A_SITE):
        return False
    inner = _embedded(address) if isinstance(address, IPv6Address) else None
    return inner is None or is_public(str(inner))


def _embedded(address: IPv6Address) -> IPv4Address | None:
    if any(address in network for network in _IPV4_AT_THE_END):
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)


def checked_addresses(host: str, port: int) -> tuple[str, ...]:
    """The addresses of a host, each public. Raises AddressError where one is not, or there is none."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise AddressError(f"{host}: no address is found ({error})") from error
    addresses = tuple(dict.fromkeys(str(each[4][0]) for each in found))
    if inside := [address for address in addresses if not is_public(address)]:
        raise AddressError(f"{host} leads to {inside[0]}, which is not on the open Internet")
    return addresses


@dataclass
class CheckedTransport(httpx.BaseTransport):
    """Connects to the very address that was checked: a name can't lead elsewhere between the check and the connection.

    The certificate is still held against the name.
    """

    inner: httpx.BaseTransport = field(
        # No connection serves a second request: it is known by its address and might serve another name.
        default_factory=lambda: httpx.HTTPTransport(limits=httpx.Limits(max_keepalive_connections=0))
    )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        url = request.url
        addresses = checked_addresses(url.host, url.port or (443 if url.scheme == "https" else 80))
        for address in addresses[:-1]:
            with suppress(httpx.ConnectError, httpx.ConnectTimeout):
                return self.inner.handle_request(_pinned(request, address))
        return self.inner.handle_request(_pinned(request, addresses[-1]))

    def close(self) -> None:
        self.inner.close()


def _pinned(request: httpx.Request, address: str) -> httpx.Request:
    """The request, to that address of its host."""
    return httpx.Request(
        request.method,
        request.url.copy_with(host=address),
        headers=request.headers,
        stream=request.stream,
        extensions={**request.extensions, "sni_hostname": request.url.host},
    )
