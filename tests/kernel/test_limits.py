"""Counting in the database: together, once, and for a while."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from flask import Flask
from limits.storage import storage_from_string
from sqlalchemy import select

from app.kernel import clock
from app.kernel.db import session
from app.kernel.limits import DatabaseStorage, RateCount, sweep_counts


@pytest.fixture
def storage(ctx: Flask) -> DatabaseStorage:
    made = storage_from_string("database://")
    assert isinstance(made, DatabaseStorage)
    return made


def test_a_count_grows_until_its_window_ends_and_begins_anew(storage: DatabaseStorage) -> None:
    began = clock.now()
    with clock.at(began):
        assert [storage.incr("a", 60), storage.incr("a", 60, 3), storage.incr("b", 60)] == [1, 4, 1]
        assert storage.get_expiry("a") == pytest.approx((began + timedelta(seconds=60)).timestamp())
    with clock.at(began + timedelta(seconds=59)):
        assert (storage.get("a"), storage.incr("a", 60)) == (4, 5)
    with clock.at(began + timedelta(seconds=60)):
        assert (storage.get("a"), storage.incr("a", 60)) == (0, 1)


def test_many_at_once_lose_none(storage: DatabaseStorage, ctx: Flask) -> None:
    def add(_number: int) -> int:
        with ctx.app_context():
            return storage.incr("a", 60)

    with ThreadPoolExecutor(6) as pool:
        assert sorted(pool.map(add, range(30))) == list(range(1, 31))


def test_a_key_is_kept_as_a_hash_and_can_be_cleared(storage: DatabaseStorage) -> None:
    storage.incr("LIMITER/10.9.8.7/sign-in", 60)
    assert "10.9.8.7" not in session().scalars(select(RateCount.id)).one()
    session().rollback()
    storage.clear("LIMITER/10.9.8.7/sign-in")
    assert storage.get("LIMITER/10.9.8.7/sign-in") == 0
    storage.incr("a", 60)
    assert storage.reset() == 1
    assert storage.check()


def test_what_has_passed_is_swept(storage: DatabaseStorage) -> None:
    storage.incr("short", 10)
    storage.incr("long", 100)
    with clock.at(clock.now() + timedelta(seconds=50)):
        sweep_counts()
        assert (storage.get("short"), storage.get("long")) == (0, 1)
    assert session().query(RateCount).count() == 1
