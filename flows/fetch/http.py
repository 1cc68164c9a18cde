"""One request: http(s), to a public address, within limits of size and time, whatever the server does."""

from __future__ import annotations

import os
import socket
import ssl
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import lru_cache
from http.client import HTTPException
from urllib.parse import urljoin, urlsplit

import certifi
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError
from urllib3.response import BaseHTTPResponse

from flows.fetch.addresses import AddressError, find_target, resolve

MAX_REDIRECTS = 5
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_MAY_PASS = frozenset({408, 425, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524})
_ENCODINGS = frozenset({"", "identity", "gzip", "x-gzip", "deflate"})
_CHUNK = 65_536
_IPS = 3


@dataclass(frozen=True, slots=True)
class Limits:
    """What one request may cost, and where it may go.

    ``seconds`` hold for all of it, with its redirects; ``connect_seconds`` for the connection and for each silence.
    ``bytes`` count unpacked. ``allowed`` are the hosts that may have private addresses.
    """

    seconds: float = 60
    connect_seconds: float = 15
    bytes: int = 20_000_000
    agent: str = "whosaid"
    allowed: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Response:
    """What a server answered: status 200 with the unpacked body, or 304 without one."""

    address: str
    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""

    @property
    def kind(self) -> str:
        """Return the declared content type, without its parameters."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()


class FetchError(Exception):
    """A page was not got. ``may_pass`` says whether another try may help, ``wait`` after how many seconds."""

    def __init__(self, problem: str, may_pass: bool = False, wait: float = 0) -> None:
        """Keep what is wrong."""
        super().__init__(problem)
        self.may_pass = may_pass
        self.wait = wait


def get(address: str, limits: Limits, headers: Mapping[str, str] | None = None) -> Response:
    """Get an address, redirects followed; each hop must be http(s) and lead to a public address.

    Raises:
        FetchError: it was not got.
    """
    deadline = time.monotonic() + limits.seconds
    seen: list[str] = []
    while True:
        seen.append(address)
        try:
            answer = _ask(address, limits, headers or {}, deadline)
        except AddressError as error:
            raise FetchError(f"{_via(seen)}{error}") from error
        if answer.status in (200, 304):
            return answer
        if answer.status not in _REDIRECTS:
            wait = _read_wait(answer.headers.get("retry-after", ""))
            raise FetchError(f"{_via(seen)}status {answer.status}", answer.status in _MAY_PASS, wait)
        address = urljoin(address, answer.headers.get("location", "").strip())
        if address in seen:
            raise FetchError(f"it redirects in a circle, by {_shorten(address)}")
        if len(seen) > MAX_REDIRECTS:
            raise FetchError(f"it redirects more than {MAX_REDIRECTS} times, last to {_shorten(address)}")


def _via(seen: list[str]) -> str:
    return f"by way of {_shorten(seen[-1])}: " if len(seen) > 1 else ""


def _shorten(address: str) -> str:
    return address if len(address) <= 200 else address[:199] + "…"


def _read_wait(value: str) -> float:
    return float(value) if value.isdecimal() and len(value) < 7 else 0


def _ask(address: str, limits: Limits, headers: Mapping[str, str], deadline: float) -> Response:
    """Ask one server once.

    Raises:
        AddressError: it may not be asked.
        FetchError: it gave no answer within the limits.
    """
    scheme, host, port = find_target(address)
    try:
        ips = resolve(host, port, limits.allowed)
    except OSError as error:
        raise FetchError(f"the host {host} is not known ({error.strerror or error})", may_pass=True) from error
    connection = _connect(scheme, host, ips, port, limits)
    # a server that sends one byte now and then never runs into the time limit of a socket
    watch = threading.Timer(max(0.0, deadline - time.monotonic()), _cut, [connection])
    watch.daemon = True
    watch.start()
    parts = urlsplit(address)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    sent = {"Host": parts.netloc.rpartition("@")[2], "User-Agent": limits.agent, "Accept-Encoding": "gzip, deflate"}
    try:
        connection.request("GET", _quote(target), headers=sent | dict(headers), preload_content=False)
        response = connection.getresponse()
        return _take(address, response, limits, deadline)
    except (OSError, HTTPError, HTTPException, ValueError) as error:
        if time.monotonic() >= deadline:
            raise FetchError(f"it took more than {limits.seconds:g} seconds", may_pass=True) from error
        problem = str(error) or type(error).__name__
        raise FetchError(f"no whole answer ({problem[:200]})", may_pass=True) from error
    finally:
        watch.cancel()
        connection.close()


def _take(address: str, response: BaseHTTPResponse, limits: Limits, deadline: float) -> Response:
    headers = {name.lower(): value for name, value in response.headers.items()}
    if response.status != 200:
        return Response(address, response.status, headers)
    if (packed := headers.get("content-encoding", "").strip().lower()) not in _ENCODINGS:
        raise FetchError(f"the answer is packed as '{packed[:20]}', which was not asked for")
    body = bytearray()
    while data := response.read1(_CHUNK, decode_content=True):
        body += data
        if len(body) > limits.bytes:
            raise FetchError(f"the answer is larger than {limits.bytes:,} bytes")
        if time.monotonic() >= deadline:
            raise FetchError(f"it took more than {limits.seconds:g} seconds", may_pass=True)
    if time.monotonic() >= deadline:  # the connection was cut, which may look like an end
        raise FetchError(f"it took more than {limits.seconds:g} seconds", may_pass=True)
    return Response(address, 200, headers, bytes(body))


def _connect(scheme: str, host: str, ips: list[str], port: int, limits: Limits) -> HTTPConnection:
    """Connect to one of the very IP addresses that were looked at.

    Raises:
        FetchError: none of them lets us.
    """
    timeout = min(limits.connect_seconds, limits.seconds)
    problem = "no address"
    for ip in ips[:_IPS]:
        connection = HTTPConnection(ip, port, timeout=timeout)
        if scheme == "https":
            connection = HTTPSConnection(
                ip, port, timeout=timeout, ssl_context=_trust(), server_hostname=host, assert_hostname=host
            )
        try:
            connection.connect()
        except (OSError, HTTPError) as error:
            connection.close()
            problem = str(error) or type(error).__name__
            continue
        return connection
    raise FetchError(f"no connection to {host} ({problem[:200]})", may_pass=True)


@lru_cache(maxsize=1)
def _trust() -> ssl.SSLContext:
    return ssl.create_default_context(cafile=os.environ.get("SSL_CERT_FILE") or certifi.where())


def _cut(connection: HTTPConnection) -> None:
    with suppress(OSError, AttributeError):
        connection.sock.shutdown(socket.SHUT_RDWR)


def _quote(target: str) -> str:
    """Write what is not ASCII as browsers do."""
    return "".join(sign if sign.isascii() else "".join(f"%{byte:02X}" for byte in sign.encode()) for sign in target)
