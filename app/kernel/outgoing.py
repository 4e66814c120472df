"""Calls to addresses that people typed (webhooks, pages of evidence), so that the portal is nobody's way into a network it stands in.

>>> answer = fetch("POST", "https://hook.example.go.id/portal", body=b"{}", headers={"Content-Type": "application/json"})

The name is looked up once, every answer is judged, and the connection goes to an address that was judged; the certificate is still that of the name.
Redirects are answered, not followed: who wants to follow one calls again, and is judged again. `seconds` bounds the whole call, from the look-up to the last
byte, and of the body no more than `most_bytes` is read. No proxy of the environment is used, no cookie kept, nothing unpacked.
"""

import socket
import ssl
from collections.abc import Collection, Iterable, Iterator, Mapping
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from threading import Thread
from time import monotonic
from typing import Any
from urllib.parse import SplitResult, quote, urlsplit

import httpcore
import httpx
from flask_babel import gettext

from app.kernel.errors import N_

SECONDS = 10.0
MOST_BYTES = 64 * 1024
LONGEST_URL = 2000
METHODS = frozenset({"GET", "HEAD", "POST"})
HTTPS_ONLY = frozenset({"https"})
AGENT = "Portal-Kompetensi-ASN"
PRINTABLE = "".join(map(chr, range(0x21, 0x7F)))

NOT_AN_ADDRESS = N_("Write a whole web address, such as https://example.go.id/page.")
ONLY_HTTPS = N_("Only addresses that begin with https:// are called.")
NO_PASSWORD = N_("An address with a user name or password in it is not called.")
CLOSED_PLACE = N_("This address leads into a network that the portal does not call.")
UNKNOWN_NAME = N_("No network address is known for this name.")
TOO_SLOW = N_("There was no answer in time.")
NO_CONNECTION = N_("No connection could be made.")
NO_TRUST = N_("The certificate of the other side does not hold.")
NOT_HTTP = N_("The answer could not be read.")


class Place(StrEnum):
    """Where an address lies. NOWHERE is never called: link-local with the machines' own data services, multicast, reserved, tunnels."""

    PUBLIC = "public"
    PRIVATE = "private"
    LOOPBACK = "loopback"
    NOWHERE = "nowhere"


PRIVATE = tuple(map(ip_network, ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "fc00::/7")))
NOWHERE = tuple(
    map(
        ip_network,
        (
            "192.0.0.0/24",  # protocol assignments, the data service of one cloud among them
            "192.88.99.0/24",  # 6to4 relays
            "168.63.129.16/32",  # data services of clouds that lie in public or private ranges
            "100.100.100.200/32",
            "fd00:ec2::/32",
            "::/96",  # IPv4 inside IPv6, long out of use; with :: itself
            "64:ff9b:1::/48",  # NAT64 to places of the network's own choice
            "2001::/23",  # Teredo and other protocol assignments
            "2002::/16",  # 6to4: IPv4 inside IPv6
            "5f00::/16",
        ),
    )
)
NAT64 = ip_network("64:ff9b::/96")


class OutgoingError(Exception):
    """No answer. `reason` is our own words as a msgid, to be kept and shown later: it holds nothing of the address and nothing of the other side."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason

    @property
    def message(self) -> str:
        """The reason in the reader's language."""
        return str(gettext(self.reason))


class Refused(OutgoingError):
    """The portal does not call this address; nothing was sent."""


class Silent(OutgoingError):
    """The other side could not be reached, or its answer not be read; perhaps it has the request all the same."""


@dataclass(frozen=True)
class Answer:
    """What came back. Header names are in lower case; `whole` is False where the body was longer than what was read of it."""

    status: int
    headers: Mapping[str, str]
    content: bytes
    whole: bool


@dataclass(frozen=True)
class Target:
    """A judged address: what to ask, and the network addresses to which a connection may go."""

    scheme: str
    host: str
    port: int
    path: str
    addresses: tuple[str, ...]

    @property
    def authority(self) -> str:
        """Host and port as the Host header names them."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS[self.scheme] else f"{host}:{self.port}"


_PORTS = {"https": 443, "http": 80}


def fetch(
    method: str,
    url: str,
    *,
    headers: Mapping[str, str] | None = None,
    body: bytes = b"",
    allow: Collection[Place] = (),
    schemes: Collection[str] = HTTPS_ONLY,
    seconds: float = SECONDS,
    most_bytes: int = MOST_BYTES,
) -> Answer:
    """GET, HEAD or POST a checked address; any HTTP status is an answer. Raises Refused, or Silent.

    Public addresses are open to everyone; `allow` opens PRIVATE ones (an agency's intranet) and LOOPBACK (tests), and to the latter also plain http.
    `schemes` may add "http", where nothing secret is sent.
    """
    if method not in METHODS:
        raise ValueError(f"{method} is not sent")
    deadline = _Deadline(seconds)
    target = check_url(url, allow=allow, schemes=schemes, seconds=seconds)
    sent: dict[str | bytes, str | bytes] = {
        "Host": target.authority,
        "User-Agent": AGENT,
        "Accept-Encoding": "identity",
        "Connection": "close",
    }
    sent.update(headers or {})
    place = httpcore.URL(scheme=target.scheme, host=target.host, port=target.port, target=target.path)
    with (
        _in_our_words(),
        httpcore.ConnectionPool(ssl_context=_trust(), network_backend=_Judged(target.addresses, deadline)) as pool,
        pool.stream(method, place, headers=sent, content=body if method == "POST" else None) as response,
    ):
        content, whole = _read(response.iter_stream(), most_bytes)
        names = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in response.headers}
        return Answer(response.status, names, content, whole)


def check_url(url: str, *, allow: Collection[Place] = (), schemes: Collection[str] = HTTPS_ONLY, seconds: float = SECONDS) -> Target:
    """The address judged as `fetch` would judge it now, without calling it: for the form in which it is typed. Raises Refused, or Silent (the name is unknown)."""
    parts, port = _parts(url)
    host = _ascii(parts.hostname or "")
    addresses = tuple(dict.fromkeys(_look_up(host, port, seconds)))
    places = {place_of(address) for address in addresses}
    if not places <= {Place.PUBLIC, *allow} - {Place.NOWHERE}:
        raise Refused(CLOSED_PLACE)
    if parts.scheme not in schemes and places != {Place.LOOPBACK}:
        raise Refused(ONLY_HTTPS)
    path = quote((parts.path or "/") + (f"?{parts.query}" if parts.query else ""), safe=PRINTABLE)
    return Target(parts.scheme, host, port, path, addresses)


def place_of(address: str) -> Place:
    """Where a network address lies; IPv4 in the clothes of IPv6 is judged as IPv4."""
    found = _undressed(ip_address(address.partition("%")[0]))
    if found.is_loopback:
        return Place.LOOPBACK
    if found.is_link_local or found.is_multicast or found.is_reserved or found.is_unspecified or _among(found, NOWHERE):
        return Place.NOWHERE
    if _among(found, PRIVATE):
        return Place.PRIVATE
    # What is neither ours nor the world's (documentation, measuring, "this network") is nobody's.
    return Place.PUBLIC if found.is_global and not getattr(found, "is_site_local", False) else Place.NOWHERE


class _Deadline:
    """The moment at which the whole call is over."""

    def __init__(self, seconds: float) -> None:
        self._end = monotonic() + seconds

    def left(self) -> float:
        left = self._end - monotonic()
        if left <= 0:
            raise httpcore.TimeoutException
        return left


class _Judged(httpcore.NetworkBackend):
    """Connects to the judged addresses, whatever the name may mean by now."""

    def __init__(self, addresses: Iterable[str], deadline: _Deadline) -> None:
        self._addresses, self._deadline, self._sockets = tuple(addresses), deadline, httpcore.SyncBackend()

    def connect_tcp(
        self, host: str, port: int, timeout: float | None = None, local_address: str | None = None, socket_options: Any = None
    ) -> httpcore.NetworkStream:
        for address in self._addresses[:-1]:
            try:
                # The others must have their turn.
                return self._connected(address, port, self._deadline.left() / 2)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                continue
        return self._connected(self._addresses[-1], port, self._deadline.left())

    def _connected(self, address: str, port: int, seconds: float) -> httpcore.NetworkStream:
        return _Timed(self._sockets.connect_tcp(address, port, timeout=seconds), self._deadline)


class _Timed(httpcore.NetworkStream):
    """A stream whose every wait ends with the call: a byte now and then does not hold a worker."""

    def __init__(self, inner: httpcore.NetworkStream, deadline: _Deadline) -> None:
        self._inner, self._deadline = inner, deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, self._deadline.left())

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, self._deadline.left())

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        try:
            return _Timed(self._inner.start_tls(ssl_context, server_hostname, self._deadline.left()), self._deadline)
        except httpcore.ConnectError as error:
            raise Silent(NO_TRUST if isinstance(error.__cause__, ssl.SSLError) else NO_CONNECTION) from None

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


@contextmanager
def _in_our_words() -> Iterator[None]:
    """What httpcore raises may hold the address or what the other side wrote; neither leaves this module."""
    try:
        yield
    except httpcore.TimeoutException:
        raise Silent(TOO_SLOW) from None
    except httpcore.NetworkError:
        raise Silent(NO_CONNECTION) from None
    except (httpcore.ProtocolError, httpcore.UnsupportedProtocol):
        raise Silent(NOT_HTTP) from None


def _parts(url: str) -> tuple[SplitResult, int]:
    """The typed address taken apart, once and for all: nothing behind this reads it again."""
    if len(url) > LONGEST_URL or any(sign <= " " or sign in "\\\x7f" for sign in url):
        raise Refused(NOT_AN_ADDRESS)
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise Refused(NOT_AN_ADDRESS) from None
    if parts.scheme not in _PORTS or not parts.hostname or "%" in parts.hostname or port == 0:
        raise Refused(NOT_AN_ADDRESS)
    if parts.username is not None or parts.password is not None:
        raise Refused(NO_PASSWORD)
    return parts, port or _PORTS[parts.scheme]


def _ascii(host: str) -> str:
    try:
        return host if ":" in host else host.encode("idna").decode("ascii")
    except UnicodeError:
        raise Refused(NOT_AN_ADDRESS) from None


def _look_up(host: str, port: int, seconds: float) -> list[str]:
    """What the name means now, all of it. The system's look-up knows no time limit, so it gets a thread that may be left alone."""
    found: Future[list[str]] = Future()

    def ask() -> None:
        try:
            found.set_result([str(each[4][0]) for each in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)])
        except (OSError, UnicodeError) as error:
            found.set_exception(error)

    Thread(target=ask, daemon=True).start()
    try:
        addresses = found.result(seconds)
    except TimeoutError:
        raise Silent(TOO_SLOW) from None
    except (OSError, UnicodeError):
        addresses = []
    if not addresses:
        raise Silent(UNKNOWN_NAME)
    return addresses


def _undressed(address: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped is not None:
            return address.ipv4_mapped
        if address in NAT64:
            return IPv4Address(int(address) & 0xFFFFFFFF)
    return address


def _among(address: IPv4Address | IPv6Address, networks: Iterable[Any]) -> bool:
    return any(address.version == network.version and address in network for network in networks)


def _read(parts: Iterable[bytes], most: int) -> tuple[bytes, bool]:
    content = b""
    for part in parts:
        content += part
        if len(content) > most:
            return content[:most], False
    return content, True


@cache
def _trust() -> ssl.SSLContext:
    """The authorities that httpx trusts; SSL_CERT_FILE names an agency's own."""
    return httpx.create_ssl_context()
