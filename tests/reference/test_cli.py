"""`flask reference seed` on an empty portal, as an administrator types it."""

from flask import Flask

from app.reference import queries
from app.reference.rules import CodeList


def test_a_new_portal_gets_its_lists_once(app: Flask) -> None:
    runner = app.test_cli_runner()
    first, second = (runner.invoke(args=["reference", "seed"]) for _ in range(2))
    assert first.exit_code == second.exit_code == 0
    assert int(first.output.split()[1]) > 100
    assert second.output == "reference: 0 added\n"
    with app.app_context():
        assert any(row.data.get("aktif") for row in queries.codes(CodeList.LEGAL_POSITION))
