"""PortalModelView over HTTP: what a person sees, writes and cannot reach, on the screens of tests/kernel/screens.py."""


from tests.factories.city import City
from tests.factories.organisation import make_test_result
from tests.kernel.conftest import ClientOf


def test_a_list_shows_only_what_the_person_may_see(town: City, client_of: ClientOf) -> None:
    make_test_result(town.person("owner"))
    make_test_result(town.person("stranger"))
    everything = client_of("bkpsdm_admin").get("/results/list/").text
    own = client_of("owner").get("/results/list/").text
    assert town.person("owner").name in everything
    assert town.person("stranger").name in everything
    assert town.person("owner").name in own
    assert town.person("stranger").name not in own
