"""The parts of the first page as data: the ring's share, the picture, who is shown which panel."""

from base64 import b64decode
from collections.abc import Iterator

import pytest
from flask import Flask

from app.features import PANELS
from app.kernel.charts import Bar
from app.kernel.panels import REGISTERED, Call, Chart, Panel, Place, Ring, panels_for, register
from app.kernel.roles import Role
from tests.factories.city import City

SAID = Call("Do it", ("Here", "/"))


@pytest.mark.parametrize(
    ("value", "target", "percent"),
    [(0, 20, 0), (1, 20, 5), (13, 20, 65), (20, 20, 100), (31, 20, 100), (-1, 20, 0), (199, 200, 99), (0, 0, 100)],
)
def test_the_ring_is_full_only_when_the_target_is_reached(value: int, target: int, percent: int) -> None:
    assert Ring(value, target, "JP").percent == percent


def test_the_ring_is_drawn_without_style_and_says_itself_in_words(ctx: Flask) -> None:
    with ctx.test_request_context():
        macros = ctx.jinja_env.get_template("components/panels.html").make_module({"_": str})
        drawn = str(macros.ring(Ring(13, 20, "13 dari 20 JP", "Masih 7 JP", ("Daftar", "/x"))))
        empty = str(macros.ring(Ring(0, 20, "0 dari 20 JP")))
    assert 'role="img" aria-label="13 dari 20 JP"' in drawn
    assert 'stroke-dasharray="65 100"' in drawn
    assert "style=" not in drawn
    assert ">65%<" in drawn
    assert "ring-value" not in empty, "a round cap would paint a dot where there is nothing"


def test_the_chart_is_a_picture_of_its_bars() -> None:
    chart = Chart((Bar("Januari <2026>", 4), Bar("Februari", 7)), ("Bulan", "Usulan"), "alt", "#0b5394")
    kind, _comma, data = chart.image.partition(",")
    assert kind == "data:image/svg+xml;base64"
    drawing = b64decode(data).decode()
    assert "Februari" in drawing
    assert "<2026>" not in drawing


@pytest.fixture
def portal_with(ctx: Flask) -> Iterator[Flask]:
    before = ctx.extensions[REGISTERED]
    yield ctx
    ctx.extensions[REGISTERED] = before


def test_a_person_of_several_roles_sees_the_sum_each_once_by_place(portal_with: Flask, city: City) -> None:
    def panel(key: str, roles: tuple[Role, ...], place: Place, said: object = SAID) -> Panel:
        return Panel(key, key, roles, lambda actor: said, place)  # type: ignore[arg-type,return-value]

    register(
        portal_with,
        (
            panel("figures", (Role.BKPSDM_ADMIN,), Place.FIGURES),
            panel("both", (Role.EMPLOYEE, Role.BKPSDM_ADMIN), Place.NOW),
            panel("own", (Role.EMPLOYEE,), Place.WORK, [SAID, SAID]),
            panel("silent", (Role.EMPLOYEE,), Place.NOW, None),
            panel("audit", (Role.AUDITOR,), Place.NOW),
        ),
    )
    shown = panels_for(city.actor("bkpsdm_admin"))
    assert [(each.panel.key, len(each.contents)) for each in shown] == [("both", 1), ("own", 2), ("figures", 1)]


def test_two_panels_of_one_key_are_refused(portal_with: Flask) -> None:
    with pytest.raises(ValueError, match="key"):
        register(portal_with, (PANELS[0], PANELS[0]))
