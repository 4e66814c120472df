"""Webinar IDs, links, audiences, windows, stages and calendar files, decided without a database."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from app.kernel.errors import Invalid
from app.webinars.rules import (
    STAGES,
    Entry,
    Standing,
    Window,
    is_meant,
    links_of,
    pack_choices,
    pairs_of,
    read_code,
    read_email,
    read_links,
    read_meeting_id,
    read_url,
    standings,
    unpack_choices,
    write_calendar,
    write_meeting_id,
)

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.mark.manual("L16")
@pytest.mark.parametrize(
    ("typed", "digits", "shown"),
    [
        ("956 4304 9530", "95643049530", "956 4304 9530"),
        ("956-4304-953", "9564304953", "956 4304 953"),
        (" 956430495 ", "956430495", "956 4304 95"),
        ("", None, ""),
    ],
)
def test_a_webinar_id_is_read_as_copied_and_shown_in_groups(typed: str, digits: str | None, shown: str) -> None:
    assert read_meeting_id(typed) == digits
    assert write_meeting_id(digits) == shown


@pytest.mark.manual("L16")
@pytest.mark.parametrize("typed", ["12345678", "123456789012", "95643o49530", "https://zoom.us/j/95643049530"])
def test_a_webinar_id_of_another_length_is_refused(ctx: Flask, typed: str) -> None:
    with pytest.raises(Invalid) as refusal:
        read_meeting_id(typed)
    assert set(refusal.value.fields) == {"meeting_id"}


@pytest.mark.parametrize("url", ["zoom.us/j/1", "javascript:alert(1)", "https://", "https://zoom.us/ j", "ftp://zoom.us"])
def test_a_join_link_is_an_address_a_browser_may_follow(ctx: Flask, url: str) -> None:
    with pytest.raises(Invalid):
        read_url(url, "join_url")
    assert read_url(" https://zoom.us/j/1 ", "join_url") == "https://zoom.us/j/1"
    assert read_url("", "join_url") is None


@pytest.mark.manual("L5")
def test_materials_are_links_with_or_without_a_name(ctx: Flask) -> None:
    kept = read_links("Materi 1:  https://a.id/1\n\n https://a.id/2 ")
    assert kept == "Materi 1: https://a.id/1\nhttps://a.id/2"
    assert links_of(kept) == [("Materi 1", "https://a.id/1"), ("https://a.id/2", "https://a.id/2")]
    with pytest.raises(Invalid):
        read_links("Materi tanpa tautan")


def test_a_short_address_holds_what_can_be_told_aloud(ctx: Flask) -> None:
    assert read_code(" Seri-5 ") == "seri-5"
    for wrong in ("", "seri 5", "seri_5", "-5", "a" * 21, "seri/5"):
        with pytest.raises(Invalid):
            read_code(wrong)


@pytest.mark.manual("L8")
def test_an_email_address_could_receive_something(ctx: Flask) -> None:
    assert read_email(" budi@kota.go.id ") == "budi@kota.go.id"
    for wrong in ("", "budi", "budi@kota", "a b@kota.id", "a@b.id,c@d.id", "<a@b.id>"):
        with pytest.raises(Invalid):
            read_email(wrong)


@pytest.mark.manual("L14")
def test_requirements_are_a_table() -> None:
    assert pairs_of("Aplikasi: Zoom\n\nStabil") == [("Aplikasi", "Zoom"), ("", "Stabil")]


@pytest.mark.parametrize(
    ("opds", "jobs", "meant"),
    [("", "", True), (",3,", "", True), (",13,", "", False), ("", ",fungsional,", True), (",3,", ",pelaksana,", False)],
)
def test_an_audience_leaves_out_only_those_it_does_not_name(opds: str, jobs: str, meant: bool) -> None:
    assert is_meant(opds, jobs, 3, "fungsional") is meant
    assert unpack_choices(pack_choices([3, 7])) == ["3", "7"]
    assert pack_choices([]) == ""


def test_registration_is_open_from_the_first_moment_to_the_last(ctx: Flask) -> None:
    window = Window(NOW, NOW + HOUR, NOW + 3 * HOUR)
    assert [bool(window.refusal(NOW + step * HOUR)) for step in (-1, 0, 0.5, 1, 2)] == [True, False, False, True, True]
    always = Window(None, None, NOW + HOUR)
    assert [bool(always.refusal(NOW + step * HOUR)) for step in (-99, 0, 1)] == [False, False, True]


@pytest.mark.manual("L3")
def test_five_stages_in_the_order_of_the_guide_say_where_somebody_stands() -> None:
    assert [stage.number for stage in STAGES] == [1, 2, 3, 4, 5]
    later = [Standing.LATER] * 3

    def found(*facts: bool, **more: bool) -> list[Standing]:
        return [standing for _stage, standing in standings(*facts, **more)]

    assert found(False, True, False, False) == [Standing.NOW, Standing.LATER, *later]
    assert found(True, False, False, False) == [Standing.DONE, Standing.NOW, *later]
    assert found(True, False, True, True) == [Standing.DONE, Standing.OVER, Standing.OVER, *later[1:]]
    assert found(True, False, True, False, attends=True) == [Standing.DONE, Standing.NOW, Standing.NOW, *later[1:]]
    assert found(True, False, True, True, attended=True, certified=True)[3:] == [Standing.NOW, Standing.NOW]
    assert found(True, False, True, True, attended=True) == [Standing.DONE, Standing.DONE, Standing.DONE, *later[1:]]
    assert found(False, False, False, False) == [Standing.LATER, Standing.LATER, *later]
    assert found(False, False, False, True) == [Standing.OVER, Standing.OVER, Standing.OVER, *later[1:]]


def test_a_calendar_file_is_one_that_calendars_read() -> None:
    long = "Penguatan Kompetensi, Etika; dan Pelayanan Publik bagi Aparatur Sipil Negara é"
    written = write_calendar(
        Entry("webinar-5@kota.id", long, "Baris satu\nBaris dua", "https://kota.id/w/5", NOW, NOW + HOUR, NOW, 4, True)
    )
    assert written.endswith("END:VCALENDAR\r\n")
    assert max(len(line.encode()) for line in written.split("\r\n")) <= 75
    lines = written.replace("\r\n ", "").split("\r\n")
    assert "DTSTART:20261123T020000Z" in lines
    assert "STATUS:CANCELLED" in lines
    assert "SEQUENCE:4" in lines
    assert "DESCRIPTION:Baris satu\\nBaris dua" in lines
    assert f"SUMMARY:{long.replace(',', chr(92) + ',').replace(';', chr(92) + ';')}" in lines
