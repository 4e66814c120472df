"""Passwords that can be guessed are refused, and nobody gives what he has not got."""

from datetime import date, timedelta

import pytest

from app.accounts.rules import ALPHABET, GIVERS, SHORTEST, _common, check_password, device_of, givable, lock_for, make_password, read_login
from app.kernel.errors import Invalid
from app.kernel.roles import ASSIGNABLE, Role

NIP = "199003152015031901"
BIRTH = date(1990, 3, 15)
NAME = "Sekar Ayuningtyas"


@pytest.mark.parametrize("typed", ["19900315 201503 1 901", "19900315.201503.1.901", f" {NIP} "])
@pytest.mark.manual("B2")
def test_a_nip_may_be_typed_with_spaces_and_dots(typed: str) -> None:
    assert read_login(typed) == NIP


def test_a_technical_name_is_read_without_case() -> None:
    assert read_login(" Admin.Portal ") == "admin.portal"


@pytest.mark.parametrize(
    "password",
    [
        "pendek",
        NIP,
        "NIP19900315 2015031901",
        "201503190119900315"[:10],
        "rumah-15031990",
        "rumah 150390 biru",
        "sekarAYUningtyas",
        "Ayuningtyas2024!",
        "aaaaaaaaaaaa",
        "abababababab",
        "1234567890",
        "Password2026",
        "Bismillah-123",
        "123qweasdzxc",
        "Leave me alone",
        "2026 superman 2026",
        "Sekar-123-abcd",
        "sebelas-sa1",
        "x" * 129,
    ],
)
@pytest.mark.manual("X8")
def test_a_password_that_can_be_guessed_is_refused_beside_its_field(password: str) -> None:
    with pytest.raises(Invalid) as refusal:
        check_password(password, "201503190119900315" if password == "2015031901" else NIP, BIRTH, NAME)
    assert set(refusal.value.fields) == {"password"}


@pytest.mark.parametrize("password", ["laut biru tenang", "Kereta-7-Malam", "sekar menanam padi"])
def test_a_good_password_is_taken(password: str) -> None:
    check_password(password, NIP, BIRTH, NAME)


@pytest.mark.parametrize(("failures", "minutes"), [(0, 0), (4, 0), (5, 1), (6, 2), (9, 30), (10, 60), (500, 60)])
def test_each_further_failure_locks_for_longer_and_never_for_good(failures: int, minutes: int) -> None:
    assert lock_for(failures) == (timedelta(minutes=minutes) if minutes else None)


@pytest.mark.parametrize(
    ("description", "device"),
    [
        (
            "Mozilla/5.0 (Linux; Android 14; SM-A155F) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Mobile Safari/537.36",
            "Chrome · Android",
        ),
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Safari/537.36 Edg/130.0",
            "Edge · Windows",
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Version/17.5 Mobile/15E148 Safari/604.1",
            "Safari · iPhone",
        ),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0", "Firefox · Linux"),
        ("curl/8.5.0", ""),
        ("", ""),
    ],
)
def test_a_device_is_named_as_people_know_it(description: str, device: str) -> None:
    assert device_of(description) == device


def test_the_list_of_common_passwords_holds_the_long_ones_too() -> None:
    """ASVS 5.0, 6.2.4: at least the three thousand commonest that the rules would let pass."""
    assert len([word for word in _common() if len(word) >= SHORTEST]) >= 3000
    assert len(_common()) >= 15_000


def test_a_made_password_is_good_readable_and_never_the_same() -> None:
    made = {make_password() for _time in range(50)}
    assert len(made) == 50
    for password in made:
        assert set(password) <= set(ALPHABET) | {"-"}
        check_password(password, NIP, BIRTH, NAME)
    assert not set(ALPHABET) & set("il1o0")


@pytest.mark.parametrize("role", list(Role))
def test_only_the_roles_of_the_table_give_and_only_what_it_says(role: Role) -> None:
    expected = {
        Role.SUPERUSER: set(ASSIGNABLE),
        Role.SYSTEM: set(ASSIGNABLE),
        Role.BKPSDM_ADMIN: {Role.OPD_ADMIN},
    }
    assert givable(frozenset({role})) == expected.get(role, set())


def test_nobody_but_a_superuser_makes_superusers() -> None:
    assert {giver for giver, roles in GIVERS.items() if Role.SUPERUSER in roles} == {Role.SUPERUSER, Role.SYSTEM}
