"""What a token looks like."""

import pytest

from app.integration.rules import could_be_token, make_token


def test_tokens_differ_and_are_recognised() -> None:
    made = {make_token() for _ in range(50)}
    assert len(made) == 50
    assert all(could_be_token(token) and len(token) >= 43 for token in made)


@pytest.mark.parametrize("text", ["", "x", "eyJhbGciOi", "pk_" + "x" * 200])
def test_what_cannot_be_a_token_is_not_looked_for(text: str) -> None:
    assert not could_be_token(text)
