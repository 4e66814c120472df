"""The least that the same stack can do for an attendance: Flask, one statement, one commit. What the portal is measured beside, under the same server."""

import os
import sqlite3
import threading
from typing import Any

import psycopg
from flask import Flask

DATABASE = os.environ["BENCH_DATABASE"]
TABLE = "CREATE TABLE IF NOT EXISTS seen (session_id INTEGER, person_id INTEGER, PRIMARY KEY (session_id, person_id))"
app = Flask(__name__)
own = threading.local()


def connection() -> Any:
    """One for every thread, kept."""
    if not hasattr(own, "connection"):
        if DATABASE.startswith("postgresql"):
            own.connection = psycopg.connect(DATABASE.replace("+psycopg", ""))
        else:
            own.connection = sqlite3.connect(DATABASE.removeprefix("sqlite:///"), timeout=30)
            own.connection.execute("PRAGMA journal_mode=WAL")
            own.connection.execute("PRAGMA synchronous=NORMAL")
        own.connection.execute(TABLE)
        own.connection.commit()
    return own.connection


@app.get("/login/")
def ready() -> str:
    connection()
    return "ready"


@app.post("/<int:session_id>/<int:person_id>")
def attend(session_id: int, person_id: int) -> tuple[str, int]:
    mark = "%s" if DATABASE.startswith("postgresql") else "?"
    connection().execute(f"INSERT INTO seen VALUES ({mark}, {mark}) ON CONFLICT DO NOTHING", (session_id, person_id))
    connection().commit()
    return "", 303
