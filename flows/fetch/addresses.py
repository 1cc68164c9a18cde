"""Addresses: which may be fetched, and which are the same."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Collection
from urllib.parse import urldefrag, urlsplit

from courlan import normalize_url

MAX_ADDRESS = 2000
"""Longest address, in characters; servers refuse longer ones too."""

_PORTS = {"http": 80, "https": 443}
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_IPV4_BITS = 0xFFFFFFFF


class AddressError(ValueError):
    """An address may not be fetched; the message says why."""


def canonicalise(address: str) -> str:
    """Return one form of all addresses of a page: no fragment, no trackers, parameters in order.

    Raises:
        AddressError: it is no http(s) address of a page.
    """
    plain = address.strip()
    if len(plain) > MAX_ADDRESS:
        raise AddressError(f"the address has more than {MAX_ADDRESS:,} characters")
    find_target(plain)
    try:
        return str(normalize_url(urldefrag(plain).url, strict=False, trailing_slash=True))
    except (TypeError, ValueError) as error:
        raise AddressError(f"the address cannot be read ({error})") from error


def find_target(address: str) -> tuple[str, str, int]:
    """Return scheme, host and port of an address.

    Raises:
        AddressError: it is no http(s) address, or holds a user name.
    """
    try:
        parts = urlsplit(address)
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise AddressError(f"the address cannot be read ({error})") from error
    if parts.scheme not in _PORTS:
        raise AddressError(f"only http and https are fetched, not '{parts.scheme[:20]}'")
    if not host or any(sign.isspace() or not sign.isprintable() for sign in address):
        raise AddressError("the address names no host, or holds blanks")
    if parts.username is not None or parts.password is not None:
        raise AddressError("the address holds a user name or password")
    return parts.scheme, host, port or _PORTS[parts.scheme]


def resolve(host: str, port: int, allowed: Collection[str]) -> list[str]:
    """Return the IP addresses of a host, all of them public unless the host is allowed.

    Whoever connects must take one of these, not ask again: a name can lead elsewhere the next time.

    Args:
        host: the name or IP address.
        port: the port.
        allowed: hosts that may be private, as ``host`` or ``host:port``.

    Raises:
        AddressError: one of its addresses is private, or of another kind that no public server has.
        OSError: the name is not known.
    """
    try:
        name = host if ":" in host else host.encode("idna").decode("ascii")
    except UnicodeError as error:
        raise AddressError(f"'{host[:100]}' is no name of a host") from error
    found = dict.fromkeys(str(entry[4][0]) for entry in socket.getaddrinfo(name, port, type=socket.SOCK_STREAM))
    if host in allowed or f"{host}:{port}" in allowed:
        return list(found)
    for ip in found:
        if not is_public(ip):
            raise AddressError(f"{host} is {ip}, which is no public address; --allow {host}:{port} lets it be fetched")
    return list(found)


def is_public(ip: str) -> bool:
    """Say whether an IP address is one of the public network, also the IPv4 address inside an IPv6 one."""
    address = ipaddress.ip_address(ip.partition("%")[0])
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo or (None, None))[1]
        if inner is None and address in _NAT64:
            inner = ipaddress.IPv4Address(int(address) & _IPV4_BITS)
        if inner is not None and not is_public(str(inner)):
            return False
    return address.is_global and not address.is_multicast
