"""Papers that everybody may check: their codes, what is hidden of a person, and that a code finds its page whatever kind of paper it belongs to."""

import pytest
from flask import Flask
from werkzeug.exceptions import TooManyRequests

from app.kernel import public_check
from app.kernel.public_check import (
    LIMITER,
    count_check,
    draw_code,
    frozen,
    masked_nip,
    open_answer,
    page_of,
    public_address,
    read_code,
    register_papers,
    write_code,
)


@pytest.mark.gate("G2")
def test_a_code_tells_nothing_and_is_read_as_people_type_it() -> None:
    codes = {draw_code() for _each in range(500)}
    assert len(codes) == 500
    code = codes.pop()
    assert [read_code(typed) for typed in (code, write_code(code), f" {code.upper()} ", f"{code[:8]} {code[8:]}")] == [code] * 4
    for typed in ("", "-", code[:-1], code + "a", "0" * 16, "1" * 16, "' OR 1=1 --", "a" * 10_000, "é" * 16):
        assert read_code(typed) is None


@pytest.mark.gate("G2")
def test_a_masked_number_hides_the_day_of_birth() -> None:
    assert masked_nip("199001012015011001") == "•" * 14 + "1001"
    assert masked_nip("123") == "123"


@pytest.mark.gate("G3")
def test_frozen_data_have_one_text_whatever_their_order() -> None:
    assert frozen({"b": 1, "a": "Ś"}) == frozen({"a": "Ś", "b": 1})
    assert frozen({"a": 1})[1] != frozen({"a": 2})[1]


def test_a_code_finds_the_page_of_its_paper_whatever_kind_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(public_check, "_papers", {})
    register_papers("diploma", lambda code: f"/d/{code}" if code == "aaaa" else None)
    register_papers("permit", lambda code: f"/p/{code}" if code == "bbbb" else None)
    assert [page_of(code) for code in ("aaaa", "bbbb", "cccc")] == ["/d/aaaa", "/p/bbbb", None]


@pytest.mark.gate("G2")
def test_who_asks_too_often_waits_whatever_paper_he_asks_for(portal: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(portal.config, "RATELIMIT_ENABLED", True)
    monkeypatch.setitem(portal.config, "RATELIMIT_STORAGE_URI", "memory://")
    portal.extensions.pop(LIMITER, None)
    try:
        with portal.test_request_context(environ_base={"REMOTE_ADDR": "203.0.113.9"}):
            for _each in range(3):
                count_check(3)
            with pytest.raises(TooManyRequests):
                count_check(3)
        with portal.test_request_context(environ_base={"REMOTE_ADDR": "203.0.113.10"}):
            count_check(3)
    finally:
        portal.extensions.pop(LIMITER, None)


@pytest.mark.gate("G2")
def test_a_public_answer_is_kept_and_listed_nowhere(portal: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(portal.config, "PORTAL_URL", "https://kompetensi.contoh.go.id/")
    with portal.test_request_context():
        answer = open_answer("halo", 404)
        assert (answer.status_code, answer.headers["Cache-Control"]) == (404, "no-store")
        assert "noindex" in answer.headers["X-Robots-Tag"]
        assert public_address("/r/abc") == "https://kompetensi.contoh.go.id/r/abc"
