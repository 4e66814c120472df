"""A typed address is called only where it leads to the world, and whoever answers there cannot hold a worker."""

import socket
import time
from collections.abc import Callable, Iterator
from itertools import chain, repeat
from pathlib import Path

import pytest

from app.kernel import outgoing
from app.kernel.outgoing import Place, Refused, Silent, check_url, fetch, place_of
from tests.servers.receiver import OK, Receiver, Reply, make_authority, receiving

HERE = frozenset({Place.LOOPBACK})
Names = Callable[..., None]


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> Names:
    """`names("hook.example", ["10.0.0.1"], ["8.8.8.8"])`: what a look-up of the name answers, the first time and afterwards."""
    known: dict[str, Iterator[list[str]]] = {}
    real = socket.getaddrinfo

    def look_up(host: str, port: int, *arguments: int, **values: int) -> list[tuple[object, ...]]:
        if host not in known:
            return real(host, port, *arguments, **values)  # type: ignore[return-value]
        return [(socket.AF_INET6 if ":" in each else socket.AF_INET, 1, 6, "", (each, port)) for each in next(known[host])]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)

    def say(host: str, *answers: list[str]) -> None:
        known[host] = chain(answers, repeat(answers[-1]))

    return say


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("8.8.8.8", Place.PUBLIC),
        ("2606:4700::1111", Place.PUBLIC),
        ("10.1.2.3", Place.PRIVATE),
        ("172.31.255.255", Place.PRIVATE),
        ("172.32.0.1", Place.PUBLIC),
        ("192.168.0.1", Place.PRIVATE),
        ("100.64.0.1", Place.PRIVATE),
        ("fd12:3456::1", Place.PRIVATE),
        ("127.0.0.1", Place.LOOPBACK),
        ("127.255.0.9", Place.LOOPBACK),
        ("::1", Place.LOOPBACK),
        ("169.254.169.254", Place.NOWHERE),
        ("fd00:ec2::254", Place.NOWHERE),
        ("100.100.100.200", Place.NOWHERE),
        ("168.63.129.16", Place.NOWHERE),
        ("192.0.0.192", Place.NOWHERE),
        ("fe80::1", Place.NOWHERE),
        ("fe80::1%eth0", Place.NOWHERE),
        ("fec0::1", Place.NOWHERE),
        ("0.0.0.0", Place.NOWHERE),
        ("0.1.2.3", Place.NOWHERE),
        ("::", Place.NOWHERE),
        ("224.0.0.1", Place.NOWHERE),
        ("ff02::1", Place.NOWHERE),
        ("240.0.0.1", Place.NOWHERE),
        ("255.255.255.255", Place.NOWHERE),
        ("198.18.0.1", Place.NOWHERE),
        ("203.0.113.1", Place.NOWHERE),
        ("2001:db8::1", Place.NOWHERE),
        ("::ffff:8.8.8.8", Place.PUBLIC),
        ("::ffff:127.0.0.1", Place.LOOPBACK),
        ("::ffff:10.0.0.1", Place.PRIVATE),
        ("::ffff:a9fe:a9fe", Place.NOWHERE),
        ("::127.0.0.1", Place.NOWHERE),
        ("64:ff9b::8.8.8.8", Place.PUBLIC),
        ("64:ff9b::10.0.0.1", Place.PRIVATE),
        ("64:ff9b::169.254.169.254", Place.NOWHERE),
        ("64:ff9b:1::7f00:1", Place.NOWHERE),
        ("2002:7f00:1::", Place.NOWHERE),
        ("2001:0:4136:e378:8000:63bf:3fff:fdd2", Place.NOWHERE),
    ],
)
def test_every_address_has_its_place(address: str, place: Place) -> None:
    assert place_of(address) is place


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "2130706433",
        "0x7f000001",
        "0177.0.0.1",
        "0x7f.1",
        "127.1",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "[0:0:0:0:0:ffff:7f00:1]",
        "localhost",
        "0",
    ],
)
def test_this_machine_is_not_called_however_it_is_written(host: str) -> None:
    with Receiver() as receiver:
        for scheme in ("https", "http"):
            with pytest.raises(Refused) as refusal:
                fetch("GET", f"{scheme}://{host}:{receiver.port}/")
            assert refusal.value.reason == outgoing.CLOSED_PLACE
        assert receiver.taken == []


@pytest.mark.parametrize(
    "host", ["10.0.0.1", "192.168.1.1", "172.16.0.1", "100.64.0.1", "[fd12::1]", "167772161", "012.0.0.1", "[::ffff:10.0.0.1]"]
)
def test_the_agencys_own_network_is_called_only_where_that_was_said(host: str) -> None:
    with pytest.raises(Refused, match="network"):
        check_url(f"https://{host}/")
    assert check_url(f"https://{host}/", allow={Place.PRIVATE}).path == "/"


@pytest.mark.parametrize(
    "host", ["169.254.169.254", "[fd00:ec2::254]", "100.100.100.200", "0.0.0.0", "2852039166", "[fe80::1]", "224.0.0.1"]
)
def test_the_machines_own_services_are_called_by_nobody(host: str) -> None:
    with pytest.raises(Refused, match="network"):
        check_url(f"https://{host}/latest/meta-data/", allow=set(Place))


def test_a_name_is_judged_by_what_it_means(names: Names) -> None:
    names("inside.example", ["10.0.0.7"])
    with pytest.raises(Refused):
        check_url("https://inside.example/")
    names("outside.example", ["8.8.8.8", "2606:4700::1111"])
    assert check_url("https://outside.example/").addresses == ("8.8.8.8", "2606:4700::1111")


def test_one_private_answer_among_public_ones_is_enough(names: Names) -> None:
    names("both.example", ["8.8.8.8", "10.0.0.7"])
    with pytest.raises(Refused):
        check_url("https://both.example/")


def test_the_name_is_looked_up_once_and_the_judged_address_is_called(names: Names) -> None:
    with Receiver() as receiver:
        names("hook.example", ["127.0.0.1"], ["10.0.0.7"])
        answer = fetch("GET", f"http://hook.example:{receiver.port}/a", allow=HERE)
        assert answer.status == 204
        assert receiver.taken[0].headers["host"] == f"hook.example:{receiver.port}"
        with pytest.raises(Refused):
            fetch("GET", f"http://hook.example:{receiver.port}/a", allow=HERE)


def test_the_second_address_has_its_turn(names: Names) -> None:
    with Receiver() as receiver:
        names("hook.example", ["::1", "127.0.0.1"])
        assert fetch("GET", f"http://hook.example:{receiver.port}/", allow=HERE).status == 204


@pytest.mark.parametrize(
    "url",
    [
        "",
        "hook.example",
        "//hook.example/",
        "ftp://hook.example/",
        "file:///etc/passwd",
        "gopher://127.0.0.1:6379/",
        "https://",
        "https:///path",
        "https://hook.example:99999/",
        "https://hook.example:0/",
        "https://hook.example:port/",
        "https://[::1/",
        "https://[fe80::1%25eth0]/",
        "https://hook.example/ a",
        "https://hook.example/\r\nX: y",
        "https://hook.example\\@8.8.8.8/",
        f"https://{'a' * 64}.example/",
        "https://hook.example/" + "a" * 2000,
        "https://hook..example/",
    ],
)
def test_what_is_no_web_address_is_not_looked_up(url: str) -> None:
    with pytest.raises(Refused) as refusal:
        check_url(url)
    assert refusal.value.reason == outgoing.NOT_AN_ADDRESS


def test_an_address_with_a_password_is_not_called(names: Names) -> None:
    names("hook.example", ["8.8.8.8"])
    with pytest.raises(Refused, match="password"):
        check_url("https://me:secret@hook.example/")


def test_plain_http_goes_to_this_machine_only_or_where_it_was_said(names: Names) -> None:
    names("hook.example", ["8.8.8.8"])
    with pytest.raises(Refused, match="https"):
        check_url("http://hook.example/", allow=HERE)
    assert check_url("http://hook.example/", schemes={"http", "https"}).port == 80


def test_an_unknown_name_says_so(names: Names) -> None:
    names("nobody.example", [])
    with pytest.raises(Silent) as silence:
        check_url("https://nobody.example/")
    assert silence.value.reason == outgoing.UNKNOWN_NAME


def test_a_look_up_that_hangs_ends_with_the_call(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", lambda *arguments, **values: time.sleep(1) or [])
    began = time.monotonic()
    with pytest.raises(Silent) as silence:
        fetch("GET", "https://hook.example/", seconds=0.2)
    assert silence.value.reason == outgoing.TOO_SLOW
    assert time.monotonic() - began < 2


def test_what_is_sent_arrives_and_what_is_answered_comes_back() -> None:
    with receiving(Reply(201, b'{"ok": true}', {"X-Number": "7"})) as receiver:
        answer = fetch("POST", f"{receiver.url}?a=b%20c&d=\u00e9", body=b"hello", headers={"Content-Type": "text/plain"}, allow=HERE)
        taken = receiver.taken[0]
    assert (answer.status, answer.content, answer.headers["x-number"], answer.whole) == (201, b'{"ok": true}', "7", True)
    assert (taken.method, taken.path, taken.body) == ("POST", "/hook?a=b%20c&d=%C3%A9", b"hello")
    assert (taken.headers["content-type"], taken.headers["content-length"]) == ("text/plain", "5")


def test_a_head_has_no_body() -> None:
    with receiving(Reply(200, headers={"Content-Length": "1000000"})) as receiver:
        answer = fetch("HEAD", receiver.url, allow=HERE)
    assert (answer.status, answer.content, receiver.taken[0].method) == (200, b"", "HEAD")


def test_another_method_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError, match="DELETE"):
        fetch("DELETE", "https://hook.example/")


def test_a_redirect_is_answered_and_not_followed() -> None:
    with Receiver() as elsewhere, receiving(Reply(302, headers={"Location": elsewhere.url})) as receiver:
        answer = fetch("GET", receiver.url, allow=HERE)
        assert (answer.status, answer.headers["location"]) == (302, elsewhere.url)
        assert elsewhere.taken == []


def test_a_flood_is_read_up_to_the_limit() -> None:
    with receiving(Reply(200, b"x" * 10_000, endless=True)) as receiver:
        answer = fetch("GET", receiver.url, allow=HERE, most_bytes=25_000)
    assert (len(answer.content), answer.whole) == (25_000, False)


@pytest.mark.parametrize("reply", [Reply(hang=5), Reply(200, b"x", drip=0.05, endless=True)], ids=["silence", "drip"])
def test_who_is_slow_is_left_in_time(reply: Reply) -> None:
    with receiving(reply) as receiver:
        began = time.monotonic()
        with pytest.raises(Silent) as silence:
            fetch("GET", receiver.url, allow=HERE, seconds=0.5)
        assert silence.value.reason == outgoing.TOO_SLOW
        assert time.monotonic() - began < 2


def test_headers_that_drip_end_with_the_call_too() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        url = f"http://127.0.0.1:{server.getsockname()[1]}/"
        began = time.monotonic()
        with pytest.raises(Silent):
            fetch("GET", url, allow=HERE, seconds=0.4)
        assert time.monotonic() - began < 2


def test_nobody_there_is_said_in_our_words() -> None:
    with Receiver() as receiver:
        url = receiver.url
    with pytest.raises(Silent) as silence:
        fetch("GET", url, allow=HERE)
    assert silence.value.reason == outgoing.NO_CONNECTION


def test_what_is_not_http_is_said_in_our_words() -> None:
    with receiving(Reply(200, b"", {"Bad header": "\x00"})) as receiver, pytest.raises(Silent) as silence:
        fetch("GET", receiver.url, allow=HERE)
    assert silence.value.reason == outgoing.NOT_HTTP


def test_the_environments_proxy_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    with Receiver() as proxy, Receiver() as receiver:
        for name in ("http_proxy", "https_proxy", "all_proxy"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.port}")
        assert fetch("GET", receiver.url, allow=HERE).status == OK.status
        assert (len(receiver.taken), proxy.taken) == (1, [])


def test_the_certificate_is_that_of_the_name_though_the_address_is_called(
    names: Names, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    authority = make_authority(tmp_path)
    names("hook.example", ["127.0.0.1"])
    names("other.example", ["127.0.0.1"])
    with Receiver(authority.serving("hook.example")) as receiver:
        with pytest.raises(Silent) as stranger:
            fetch("GET", f"https://hook.example:{receiver.port}/", allow=HERE)
        monkeypatch.setenv("SSL_CERT_FILE", str(authority.file))
        outgoing._trust.cache_clear()
        try:
            assert fetch("GET", f"https://hook.example:{receiver.port}/", allow=HERE).status == 204
            with pytest.raises(Silent) as other:
                fetch("GET", f"https://other.example:{receiver.port}/", allow=HERE)
        finally:
            outgoing._trust.cache_clear()
    assert stranger.value.reason == other.value.reason == outgoing.NO_TRUST
    assert len(receiver.taken) == 1
