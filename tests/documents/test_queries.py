"""Ids that are none."""

import pytest

from app.documents.queries import find_document
from app.kernel.errors import Missing
from tests.factories.city import City


@pytest.mark.parametrize("pk", [0, 1, 2**31, 2**70])
def test_an_unknown_id_is_missing(city: City, pk: int) -> None:
    with pytest.raises(Missing):
        find_document(city.actor("bkpsdm_admin"), pk)
