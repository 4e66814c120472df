"""Signing in with the agency's account, against a real provider process: who it names comes in, and nothing that proves less does."""

from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from flask import Flask
from flask.testing import FlaskClient

import config
from app import UnsafeStart, create_app
from app.accounts import services
from app.accounts.parameters import SECOND_FACTOR
from app.accounts.queries import load_actor, roles_given
from app.accounts.sign_in_view import REFUSED
from app.kernel.actor import system_actor
from app.kernel.roles import Role
from app.kernel.settings import change_setting
from tests.factories.accounts import PASSWORD, make_account
from tests.factories.organisation import make_employee
from tests.factories.phones import phone_of
from tests.servers.oidc import CLIENT, SECRET, ProviderProcess


@pytest.fixture(scope="module")
def provider() -> Iterator[ProviderProcess]:
    with ProviderProcess() as process:
        yield process


@pytest.fixture
def portal_of(app: Flask, provider: ProviderProcess):
    """A function that makes a portal with the agency's sign-in, on the same database."""

    def make(**values: object) -> Flask:
        same = {key: app.config[key] for key in ("SQLALCHEMY_DATABASE_URI", "DATA_DIR")}
        agency = {"OIDC_ISSUER": provider.address, "OIDC_CLIENT_ID": CLIENT, "OIDC_CLIENT_SECRET": SECRET}
        return create_app(config.Testing, **(same | agency | values))

    return make


@pytest.fixture
def browser(portal_of) -> FlaskClient:
    return portal_of().test_client()


@pytest.fixture
def nip(app: Flask) -> str:
    with app.app_context():
        return make_account(make_employee())


def way_back(browser: FlaskClient, start: str = "/login/sso/") -> str:
    """Sign in at the provider; the path it sends the browser back to."""
    sent = browser.get(start)
    assert sent.status_code == 302
    returned = httpx.get(sent.location)
    parts = urlsplit(returned.headers["Location"])
    return f"{parts.path}?{parts.query}"


def is_inside(browser: FlaskClient) -> bool:
    return browser.get("/account/").status_code == 200


def test_whom_the_provider_names_comes_in_as_himself_and_where_he_wanted(
    app: Flask, browser: FlaskClient, provider: ProviderProcess, nip: str
) -> None:
    provider.tell(who=f"{nip[:8]} {nip[8:]}")
    assert "/login/sso/" in browser.get("/login/").text
    assert browser.get(way_back(browser, "/login/sso/?next=/account/sessions/")).location == "/account/sessions/"
    assert "Akun instansi" in browser.get("/account/sessions/").text
    with app.app_context():
        assert load_actor(services.sign_in(nip, PASSWORD).id).roles == {Role.EMPLOYEE}


def test_the_question_carries_state_nonce_and_challenge_and_a_fixed_way_back(browser: FlaskClient) -> None:
    sent = parse_qs(urlsplit(browser.get("/login/sso/", base_url="http://jahat.example").location).query)
    assert sent["redirect_uri"] == ["http://localhost/login/sso/back/"]
    assert all(len(sent[name][0]) >= 20 for name in ("state", "nonce", "code_challenge"))
    assert sent["code_challenge_method"] == ["S256"]


@pytest.mark.parametrize(
    "lie", ["nonce", "no nonce", "audience", "audience with azp", "expired", "from elsewhere", "alg none", "alg HS256", "key", "claim"]
)
def test_an_identity_that_proves_less_opens_nothing(browser: FlaskClient, provider: ProviderProcess, nip: str, lie: str) -> None:
    provider.tell(who=nip, lie=lie)
    assert browser.get(way_back(browser)).location == "/login/"
    assert not is_inside(browser)
    provider.tell(who=nip)
    assert browser.get(way_back(browser)).location == "/"
    assert is_inside(browser)


def test_a_provider_of_another_name_is_not_believed(browser: FlaskClient, provider: ProviderProcess) -> None:
    provider.tell(lie="issuer")
    assert browser.get("/login/sso/").location == "/login/"
    provider.tell()


def test_a_way_back_is_good_once_and_only_in_the_browser_that_asked(portal_of, provider: ProviderProcess, nip: str) -> None:
    provider.tell(who=nip)
    portal = portal_of()
    browser, other = portal.test_client(), portal.test_client()
    back = way_back(browser)
    assert other.get(back).location == "/login/"
    assert not is_inside(other)
    fresh = way_back(browser)
    assert browser.get(fresh).location == "/"
    browser.post("/logout/")
    assert browser.get(fresh).location == "/login/"
    assert not is_inside(browser)
    for wrong in ("/login/sso/back/", "/login/sso/back/?code=x&state=y", "/login/sso/back/?error=access_denied"):
        assert browser.get(wrong).location == "/login/"


def test_an_unknown_or_closed_person_is_told_and_nobody_gets_an_account(
    app: Flask, browser: FlaskClient, provider: ProviderProcess, nip: str
) -> None:
    with app.app_context():
        services.deactivate_account(system_actor(), services.sign_in(nip, PASSWORD).id)
    for who in (nip, "199003152015031901", "entah"):
        provider.tell(who=who)
        assert browser.get(way_back(browser)).location == "/login/"
        assert "petugas kepegawaian" in browser.get("/login/").text
        assert not is_inside(browser)


def test_it_gives_no_rights(app: Flask, browser: FlaskClient, provider: ProviderProcess, nip: str) -> None:
    provider.tell(who=nip)
    browser.get(way_back(browser))
    assert browser.get("/accounts/list/").status_code == 403
    with app.app_context():
        assert list(roles_given(services.sign_in(nip, PASSWORD).id)) == []


def test_the_second_factor_is_asked_as_ever_unless_the_provider_checks_it(
    app: Flask, portal_of, provider: ProviderProcess, nip: str
) -> None:
    with app.app_context():
        phone = phone_of(services.sign_in(nip, PASSWORD))
    provider.tell(who=nip)
    browser = portal_of().test_client()
    assert browser.get(way_back(browser)).location.startswith("/login/code/")
    assert not is_inside(browser)
    with app.app_context():
        code = phone.code()
    browser.post("/login/code/", data={"code": code})
    assert is_inside(browser)
    trusted = portal_of(OIDC_CHECKS_SECOND_FACTOR=True).test_client()
    assert trusted.get(way_back(trusted)).location == "/"


def test_a_provider_that_checks_it_satisfies_the_agency_s_rule(app: Flask, portal_of, provider: ProviderProcess, nip: str) -> None:
    with app.app_context():
        change_setting(system_actor(), SECOND_FACTOR, "everyone")
    provider.tell(who=nip)
    browser = portal_of(OIDC_CHECKS_SECOND_FACTOR=True).test_client()
    browser.get(way_back(browser))
    assert is_inside(browser)


def test_passwords_can_be_kept_for_the_superuser(app: Flask, portal_of, nip: str) -> None:
    with app.app_context():
        boss = make_account(None, Role.SUPERUSER)
    portal = portal_of(LOCAL_SIGN_IN=False)
    browser = portal.test_client()
    assert browser.post("/login/", data={"username": nip, "password": PASSWORD}).status_code == REFUSED
    assert browser.get("/forgotten/").status_code == 404
    assert "/forgotten/" not in browser.get("/login/").text
    assert browser.post("/login/", data={"username": boss, "password": PASSWORD}).status_code == 302


def test_a_provider_that_is_away_is_said_so(portal_of) -> None:
    browser = portal_of(OIDC_ISSUER="http://127.0.0.1:9").test_client()
    assert browser.get("/login/sso/").location == "/login/"
    assert browser.get("/login/").status_code == 200


def test_without_a_provider_there_is_no_such_way(client: FlaskClient) -> None:
    assert client.get("/login/sso/").status_code == client.get("/login/sso/back/").status_code == 404
    assert "/login/sso/" not in client.get("/login/").text


@pytest.mark.parametrize("values", [{"OIDC_ISSUER": "http://sso.example"}, {"LOCAL_SIGN_IN": False}])
def test_production_refuses_an_open_provider_and_a_door_without_a_key(values: dict[str, object], tmp_path) -> None:
    safe = {"SECRET_KEY": "kunci-yang-panjang-dan-acak-1234567890", "PORTAL_URL": "https://portal.test", "DATA_DIR": str(tmp_path)}
    with pytest.raises(UnsafeStart, match=next(iter(values))):
        create_app(config.Production, **safe, **values)
