"""What a process holds is true: it is asked again exactly when it changed, whoever changed it, and a change that was undone is never seen."""

from flask import Flask

from app.kernel.db import session, transaction
from app.kernel.held import Stamp, held, renew

KIND = "held-in-a-test"


class Counting:
    """A loader that says how often it was asked."""

    def __init__(self) -> None:
        self.asked = 0

    def __call__(self) -> int:
        self.asked += 1
        return self.asked


def change(app: Flask) -> None:
    with app.app_context(), transaction():
        renew(KIND)


def read(app: Flask, load: Counting) -> int:
    """As a request of its own."""
    with app.app_context():
        return held(KIND, load)


def test_it_is_loaded_once_and_again_after_a_change(app: Flask) -> None:
    load = Counting()
    change(app)
    assert [read(app, load), read(app, load)] == [1, 1]
    change(app)
    assert [read(app, load), read(app, load)] == [2, 2]


def test_the_change_is_seen_at_once_where_it_is_made_and_kept_from_others_until_it_is_true(app: Flask) -> None:
    load = Counting()
    change(app)
    assert read(app, load) == 1
    with app.app_context(), transaction():
        renew(KIND)
        assert [held(KIND, load), held(KIND, load)] == [2, 2]
        renew(KIND)
        assert held(KIND, load) == 3
    assert read(app, load) == 4


def test_a_change_that_is_undone_leaves_what_was_held(app: Flask) -> None:
    load = Counting()
    change(app)
    assert read(app, load) == 1
    with app.app_context():
        try:
            with transaction():
                renew(KIND)
                held(KIND, load)
                raise RuntimeError
        except RuntimeError:
            assert held(KIND, load) == 3, "what was read inside is not so"
    assert read(app, load) == 1


def test_another_process_is_noticed_by_its_stamp(app: Flask) -> None:
    load = Counting()
    change(app)
    assert read(app, load) == 1
    with app.app_context(), transaction():
        session().get_one(Stamp, KIND).value = "written by somebody else"
    assert read(app, load) == 2
