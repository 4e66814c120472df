"""The peer Flask-AppBuilder as its documentation writes it: two tables, a list with search, sign-in by database."""

import os
from typing import Any

from flask import Flask, Response, g
from flask_appbuilder import AppBuilder, Model, ModelView
from flask_appbuilder.models.sqla.base import SQLA
from flask_appbuilder.models.sqla.interface import SQLAInterface
from sqlalchemy import Column, Date, ForeignKey, Integer, String, event
from sqlalchemy.engine import Engine
from sqlalchemy.orm import relationship

PAGE = int(os.environ["BENCH_PAGE"])
LISTED = ["name", "nip", "job_title", "job_type", "unit", "employee_status", "legal_position"]


class Unit(Model):
    __tablename__ = "unit"
    id = Column(Integer, primary_key=True)
    name = Column(String(200), nullable=False)

    def __repr__(self) -> str:
        return str(self.name)


class Employee(Model):
    __tablename__ = "employee"
    id = Column(Integer, primary_key=True)
    nip = Column(String(18), nullable=False, unique=True)
    front_title = Column(String(60))
    name = Column(String(150), nullable=False, index=True)
    back_title = Column(String(100))
    birth_place = Column(String(100), nullable=False)
    birth_date = Column(Date, nullable=False)
    sex = Column(String(1), nullable=False)
    employee_status = Column(String(32), nullable=False)
    legal_position = Column(String(32), nullable=False)
    job_title = Column(String(200), nullable=False)
    job_type = Column(String(32), nullable=False)
    job_level = Column(String(32))
    rank_code = Column(String(32))
    joined = Column(Date)
    unit_id = Column(Integer, ForeignKey("unit.id"), nullable=False, index=True)
    unit = relationship(Unit)

    def __repr__(self) -> str:
        return str(self.name)


class EmployeeView(ModelView):
    datamodel = SQLAInterface(Employee)
    list_columns = LISTED
    search_columns = ["name", "nip", "job_type", "employee_status", "unit"]
    page_size = PAGE
    base_order = ("name", "asc")


app = Flask(__name__)
app.config.update(
    SECRET_KEY="bench",
    SQLALCHEMY_DATABASE_URI=os.environ["BENCH_DATABASE"],
    SQLALCHEMY_TRACK_MODIFICATIONS=False,
    FAB_ADD_SECURITY_VIEWS=True,
)
db = SQLA(app)
with app.app_context():
    builder = AppBuilder(app, db.session)
    builder.add_view(EmployeeView, "Employees")
    if builder.sm.find_user("admin") is None:
        builder.sm.add_user("admin", "Ada", "Min", "admin@example.org", builder.sm.find_role("Admin"), "bench-password")


@event.listens_for(Engine, "before_cursor_execute")
def _count(*_values: Any) -> None:
    if g:
        g.queries = g.get("queries", 0) + 1


@app.after_request
def _tell(answer: Response) -> Response:
    answer.headers["X-Queries"] = str(g.get("queries", 0))
    return answer
