"""The one row the manual shows, cell by cell, with invented people."""

from datetime import UTC, date, datetime

import pytest
from flask import Flask

from app.kernel import clock
from app.kernel.listing import ListState
from app.proposals.views import PROPOSALS
from tests.factories.city import City
from tests.factories.organisation import make_test_result
from tests.factories.proposals import proposal_in


@pytest.mark.manual("P35")
def test_the_row_of_the_manual_reads_as_there(ctx: Flask, city: City) -> None:
    with clock.at(datetime(2022, 8, 20, 3, tzinfo=UTC)):
        make_test_result(city.person("owner"))
        proposal_in(city, "forwarded", title="PELATIHAN DIKLAT PNS", proposed_on=date(2022, 8, 20), recommendation="VISIONARY LEADERSHIP")
        (row,) = PROPOSALS.rows(city.actor("bkpsdm_admin"), ListState())
    cells = {column.key: column.cell(row) for column in PROPOSALS.columns}
    assert (cells["recommendation"], cells["title"], cells["proposed_on"]) == ("VISIONARY LEADERSHIP", "PELATIHAN DIKLAT PNS", "20/08/2022")
    assert cells["state"].label.upper() == "DITERUSKAN"
    assert cells["person"][0] == city.person("owner").full_name
