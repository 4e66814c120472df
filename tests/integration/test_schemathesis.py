"""The API is asked what its own description allows, and much that it does not: no answer may be one that the description does not know."""

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.core.failures import FailureGroup
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import positive_data_acceptance

from tests.factories.city import City
from tests.factories.proposals import proposal_in
from tests.integration.conftest import TokenOf

EXAMPLES = 8
RULES_OF_RECORDS = [positive_data_acceptance]
"""What fits the description may still break a rule that no schema says (a NIP's check, a mark of this portal, a unit one sees): 400 and 422 say so."""

asking = settings(
    max_examples=EXAMPLES,
    deadline=None,
    database=None,
    derandomize=True,
    phases=(Phase.generate,),
    suppress_health_check=list(HealthCheck),
)


@pytest.mark.parametrize("who", ["opd_admin", "bkpsdm_admin"])
def test_nothing_is_answered_that_is_not_described(app: Flask, town: City, token_of: TokenOf, who: str) -> None:
    with app.app_context():
        proposal_in(town, "submitted")
    headers = {"Authorization": f"Bearer {token_of(who)}", "Accept-Encoding": "identity"}
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app, headers=headers)
    asked, failures = 0, []
    for found in schema.get_all_operations():
        operation = found.ok()
        for mode in GenerationMode:
            try:
                case = operation.as_strategy(generation_mode=mode)

                @asking
                @given(case=case)
                def ask(case: schemathesis.Case) -> None:
                    case.call_and_validate(headers=headers, excluded_checks=RULES_OF_RECORDS)

                ask()
            except FailureGroup as group:
                failures += [f"{operation.label}: {failure}" for failure in group.exceptions]
        asked += 1
    assert asked > 20
    assert failures == [], "\n\n".join(failures)
