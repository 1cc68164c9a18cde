"""A real HTTP server on this machine that misbehaves as a test asks it to."""

from __future__ import annotations

import gzip
import socket
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Reply = Callable[["Handler"], None]


class Server(ThreadingHTTPServer):
    """Answers by path: ``pages`` holds what to do; an unknown path is 404."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.pages: dict[str, Reply] = {}
        self.asked: Counter[str] = Counter()
        self.conditions: list[tuple[str, str | None]] = []
        self.is_closing = False

    @property
    def place(self) -> str:
        return f"127.0.0.1:{self.server_port}"

    def address(self, path: str) -> str:
        return f"http://{self.place}{path}"

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing: clients that hang up are what is tested."""


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Server

    def do_GET(self) -> None:
        self.server.asked[self.path] += 1
        if condition := self.headers.get("If-None-Match") or self.headers.get("If-Modified-Since"):
            self.server.conditions.append((self.path, condition))
        self.server.pages.get(self.path, send("", status=404))(self)

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def answer(self, status: int, body: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in ({"Content-Length": str(len(body)), "Connection": "close"} | headers).items():
            self.send_header(name, value)
        self.end_headers()
        with suppress(OSError):
            self.wfile.write(body)
        self.close_connection = True


@contextmanager
def serve() -> Iterator[Server]:
    server = Server()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.is_closing = True
        server.shutdown()
        server.server_close()


def send(body: str | bytes, kind: str = "text/html; charset=utf-8", status: int = 200, **headers: str) -> Reply:
    data = body.encode() if isinstance(body, str) else body
    known = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda handler: handler.answer(status, data, {"Content-Type": kind} | known)


def send_if_changed(body: str, mark: str, kind: str = "application/rss+xml") -> Reply:
    def reply(handler: Handler) -> None:
        if handler.headers.get("If-None-Match") == mark:
            handler.answer(304, b"", {"ETag": mark})
        else:
            handler.answer(200, body.encode(), {"ETag": mark, "Content-Type": kind})

    return reply


def fail_first(times: int, then: Reply, status: int = 500, **headers: str) -> Reply:
    """Fail so many times, then behave."""
    count = iter(range(1_000_000))
    return lambda handler: (send("sorry", status=status, **headers) if next(count) < times else then)(handler)


def redirect(to: str, status: int = 302) -> Reply:
    return send("", status=status, Location=to)


def pack(body: str, kind: str = "text/html") -> Reply:
    return send(gzip.compress(body.encode()), kind, Content_Encoding="gzip")


def drip(handler: Handler) -> None:
    """Send a byte now and then, for as long as anybody listens."""
    handler.send_response(200)
    handler.send_header("Content-Type", "text/html")
    handler.end_headers()
    with suppress(OSError):
        for _ in range(3000):
            if handler.server.is_closing:
                break
            handler.wfile.write(b"<")
            handler.wfile.flush()
            time.sleep(0.02)
    handler.close_connection = True


def pour(handler: Handler) -> None:
    """Send without an end, or nearly: more than anybody should take."""
    handler.send_response(200)
    handler.send_header("Content-Type", "text/html")
    handler.end_headers()
    with suppress(OSError):
        for _ in range(4000):
            handler.wfile.write(b"x" * 100_000)
    handler.close_connection = True


def cut(body: str) -> Reply:
    """Promise more than is sent."""
    data = body.encode()
    return lambda handler: handler.answer(200, data[: len(data) // 2], {"Content-Length": str(len(data))})


def hang_up(handler: Handler) -> None:
    """End the connection without a word."""
    with suppress(OSError):
        handler.connection.shutdown(socket.SHUT_RDWR)
    handler.close_connection = True


def talk_nonsense(handler: Handler) -> None:
    """Answer, but not in HTTP."""
    with suppress(OSError):
        handler.connection.sendall(b"\x16\x03\x01 this is no status line\r\n\r\n")
    handler.close_connection = True
