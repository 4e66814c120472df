"""The people of the journeys: the small agency of the tests with accounts, and proposals already on their way."""

from flask import Flask

from app.kernel import clock
from app.kernel.db import session
from app.proposals.models import Proposal
from tests.factories.city import City
from tests.factories.organisation import make_test_result
from tests.factories.proposals import proposal_in


class Town:
    """`usernames` to sign in with, `full_names` and `nips` as lists show them, by the city's names: owner, colleague, opd_admin, bkpsdm_admin, auditor …"""

    def __init__(self, app: Flask, city: City, usernames: dict[str, str]) -> None:
        self.app, self.city, self.usernames = app, city, usernames
        with app.app_context():
            people = {name: self.city.person(name) for name in self.city.ids}
            self.full_names = {name: person.full_name for name, person in people.items()}
            self.nips = {name: person.nip for name, person in people.items()}

    @property
    def year(self) -> int:
        return clock.today().year

    def proposal(self, owner: str = "owner", state: str = "submitted", **wish: object) -> int:
        """A proposal brought to `state` by the people of the town."""
        with self.app.app_context():
            return proposal_in(self.city, state, owner, **wish).id

    def tested(self, name: str, recommendation: str = "VISIONARY LEADERSHIP") -> None:
        """Somebody has taken the competence test (P5)."""
        with self.app.app_context():
            make_test_result(self.city.person(name), recommendation=recommendation)

    def state_of(self, pk: int) -> str:
        with self.app.app_context():
            return session().get_one(Proposal, pk).state
