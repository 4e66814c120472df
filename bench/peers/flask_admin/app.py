"""The peer Flask-Admin as its documentation writes it: a view of one table, sign-in by Flask-Login."""

import os
import sys
from typing import Any

# Flask-Admin alone brings no translations; those that FAB brings into the same environment shall not slow it down.
sys.modules["flask_babel"] = None  # type: ignore[assignment]

from flask import Flask, Response, g, redirect, request
from flask_admin import Admin
from flask_admin.contrib.sqla import ModelView
from flask_admin.contrib.sqla.filters import FilterEqual
from flask_login import LoginManager, UserMixin, current_user, login_user
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import event
from sqlalchemy.engine import Engine
from werkzeug.security import check_password_hash, generate_password_hash

PAGE = int(os.environ["BENCH_PAGE"])

app = Flask(__name__)
app.config.update(SECRET_KEY="bench", SQLALCHEMY_DATABASE_URI=os.environ["BENCH_DATABASE"])
db = SQLAlchemy(app)
logins = LoginManager(app)


class User(db.Model, UserMixin):
    __tablename__ = "admin_user"
    id = db.Column(db.Integer, primary_key=True)
    username = db.Column(db.String(80), unique=True)
    password = db.Column(db.String(255))


class Unit(db.Model):
    __tablename__ = "unit"
    id = db.Column(db.Integer, primary_key=True)
    name = db.Column(db.String(200), nullable=False)

    def __str__(self) -> str:
        return str(self.name)


class Employee(db.Model):
    __tablename__ = "employee"
    id = db.Column(db.Integer, primary_key=True)
    nip = db.Column(db.String(18), nullable=False, unique=True)
    front_title = db.Column(db.String(60))
    name = db.Column(db.String(150), nullable=False, index=True)
    back_title = db.Column(db.String(100))
    birth_place = db.Column(db.String(100), nullable=False)
    birth_date = db.Column(db.Date, nullable=False)
    sex = db.Column(db.String(1), nullable=False)
    employee_status = db.Column(db.String(32), nullable=False)
    legal_position = db.Column(db.String(32), nullable=False)
    job_title = db.Column(db.String(200), nullable=False)
    job_type = db.Column(db.String(32), nullable=False)
    job_level = db.Column(db.String(32))
    rank_code = db.Column(db.String(32))
    joined = db.Column(db.Date)
    unit_id = db.Column(db.Integer, db.ForeignKey("unit.id"), nullable=False, index=True)
    unit = db.relationship(Unit)


class EmployeeView(ModelView):
    column_list = ("name", "nip", "job_title", "job_type", "unit", "employee_status", "legal_position")
    column_searchable_list = ("name", "nip")
    column_filters = (FilterEqual(Employee.job_type, "job type"), FilterEqual(Employee.employee_status, "status"))
    column_default_sort = "name"
    column_export_list = (
        *("nip", "front_title", "name", "back_title", "birth_place", "birth_date", "sex", "employee_status"),
        *("legal_position", "job_title", "job_type", "job_level", "rank_code", "joined", "unit"),
    )
    page_size = PAGE
    can_view_details = can_export = True
    export_types = ("xlsx",)
    export_max_rows = 1_000_000
    named_filter_urls = True

    def is_accessible(self) -> bool:
        return bool(current_user.is_authenticated)


Admin(app, name="Bench").add_view(EmployeeView(Employee, db.session, endpoint="employee"))


@logins.user_loader
def _user(pk: str) -> Any:
    return db.session.get(User, int(pk))


@app.route("/login/", methods=["GET", "POST"])
def login() -> Any:
    if request.method == "GET":
        return "<form method=post></form>"
    user = db.session.query(User).filter_by(username=request.form["username"]).one_or_none()
    if user is None or not check_password_hash(user.password, request.form["password"]):
        return "refused", 401
    login_user(user)
    return redirect("/admin/")


with app.app_context():
    db.create_all()
    if db.session.query(User).count() == 0:
        db.session.add(User(username="admin", password=generate_password_hash("bench-password")))
        db.session.commit()


@event.listens_for(Engine, "before_cursor_execute")
def _count(*_values: Any) -> None:
    if g:
        g.queries = g.get("queries", 0) + 1


@app.after_request
def _tell(answer: Response) -> Response:
    answer.headers["X-Queries"] = str(g.get("queries", 0))
    return answer
