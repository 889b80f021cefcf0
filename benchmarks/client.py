"""A browser's worth of HTTP on one kept connection: cookies, CSRF token, nothing else. Costs little itself."""

from __future__ import annotations

import asyncio
import gzip
import json
import re
import time
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import brotli

_TOKEN = re.compile(rb'name="csrf_token"[^>]*value="([^"]+)"|name="csrf-token"[^>]*content="([^"]+)"')

_AS_BROWSERS = (
    "User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
    "Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Language: en",
    "Accept-Encoding: gzip, deflate, br",
)


class Unexpected(Exception):
    """The server's answer is not the one that the workload needs."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer of the server."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:  # noqa: ANN401 - whatever JSON holds
        """Return the body as JSON."""
        return json.loads(self.body)


@dataclass(frozen=True, slots=True)
class _Request:
    method: str
    path: str
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Timings:
    """How long each kind of request took, in seconds."""

    by_step: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))

    def add(self, step: str, seconds: float) -> None:
        """Note one request."""
        self.by_step[step].append(seconds)


class Browser:
    """One person's browser."""

    def __init__(self, port: int, timings: Timings) -> None:
        """Stand ready to talk to the server on this machine's `port`."""
        self._port = port
        self._timings = timings
        self._cookies: dict[str, str] = {}
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None
        self._turn = asyncio.Lock()
        self.csrf = ""
        self.requests = 0
        self.bytes_received = 0

    async def get(self, step: str, path: str, expect: int = 200) -> Answer:
        """Fetch a page or a resource."""
        return await self._ask(step, _Request("GET", path), expect)

    async def post_form(self, step: str, path: str, expect: int = 303, **values: str) -> Answer:
        """Send a form with the CSRF token of the last page."""
        body = urlencode({"csrf_token": self.csrf, **values}).encode()
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        return await self._ask(step, _Request("POST", path, body, headers), expect)

    async def send_json(self, step: str, method: str, path: str, data: object, *, expect: int = 200) -> Answer:
        """Send JSON as a page's script does."""
        headers = {"Content-Type": "application/json", "X-CSRFToken": self.csrf}
        return await self._ask(step, _Request(method, path, json.dumps(data).encode(), headers), expect)

    async def close(self) -> None:
        """Hang up."""
        if self._streams:
            self._streams[1].close()
            self._streams = None

    def renewed(self, timings: Timings) -> Browser:
        """Return the same person's browser in another run, noting its requests in `timings`."""
        browser = Browser(self._port, timings)
        browser._cookies, browser.csrf = self._cookies, self.csrf
        return browser

    async def _ask(self, step: str, request: _Request, expect: int) -> Answer:
        async with self._turn:  # one connection carries one request at a time
            started = time.perf_counter()
            answer = await self._exchange(request)
            self._timings.add(step, time.perf_counter() - started)
        self.requests += 1
        if answer.status != expect:
            raise Unexpected(f"{step}: {request.method} {request.path} gave {answer.status}: {answer.body[:300]!r}")
        if answer.headers.get("content-type", "").startswith("text/html") and (token := _TOKEN.search(answer.body)):
            self.csrf = (token[1] or token[2]).decode()
        return answer

    async def _exchange(self, request: _Request) -> Answer:
        lines = [f"{request.method} {request.path} HTTP/1.1", f"Host: 127.0.0.1:{self._port}", *_AS_BROWSERS]
        lines += [f"{name}: {value}" for name, value in request.headers.items()]
        if self._cookies:
            lines.append("Cookie: " + "; ".join(f"{name}={value}" for name, value in self._cookies.items()))
        if request.method != "GET":
            lines.append(f"Content-Length: {len(request.body)}")
        message = "\r\n".join(lines).encode() + b"\r\n\r\n" + request.body
        fresh = self._streams is None
        try:
            return await self._round_trip(message)
        except (ConnectionError, asyncio.IncompleteReadError):
            await self.close()
            if fresh:
                raise
            return await self._round_trip(message)  # the server had closed an idle connection

    async def _round_trip(self, message: bytes) -> Answer:
        if self._streams is None:
            self._streams = await asyncio.open_connection("127.0.0.1", self._port)
        reader, writer = self._streams
        writer.write(message)
        await writer.drain()
        return await self._read(reader)

    async def _read(self, reader: asyncio.StreamReader) -> Answer:
        head = await reader.readuntil(b"\r\n\r\n")
        self.bytes_received += len(head)
        first, *lines = head.decode("latin-1").split("\r\n")
        headers: dict[str, str] = {}
        for line in filter(None, lines):
            name, _, value = line.partition(": ")
            headers[name.lower()] = value
            if name.lower() == "set-cookie":
                cookie, _, content = value.partition(";")[0].partition("=")
                self._cookies[cookie] = content
        body = b""
        if headers.get("transfer-encoding") == "chunked":
            body = await _chunks(reader)
        elif length := int(headers.get("content-length", 0)):
            body = await reader.readexactly(length)
        self.bytes_received += len(body)
        if headers.get("connection", "").lower() == "close":
            await self.close()
        return Answer(int(first.split()[1]), headers, _unpacked(body, headers.get("content-encoding", "")))


def _unpacked(body: bytes, encoding: str) -> bytes:
    if encoding == "br":
        return brotli.decompress(body)
    return gzip.decompress(body) if encoding == "gzip" else body


async def _chunks(reader: asyncio.StreamReader) -> bytes:
    body = b""
    while size := int((await reader.readline()).split(b";")[0], 16):
        body += await reader.readexactly(size)
        await reader.readexactly(2)
    await reader.readline()
    return body
