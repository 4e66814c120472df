"""The peer Django admin in one file: its settings as `startproject` writes them, one model over the same table, the admin's own sign-in."""

import os
import sys
from types import ModuleType
from typing import Any
from urllib.parse import unquote, urlsplit

import django
from django.conf import settings

PAGE = int(os.environ["BENCH_PAGE"])
LISTED = ("name", "nip", "job_title", "job_type", "unit", "employee_status", "legal_position")


def _database(address: str) -> dict[str, Any]:
    if address.startswith("sqlite"):
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": address.removeprefix("sqlite:///")}
    parts = urlsplit(address)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname,
        "PORT": parts.port or 5432,
        "CONN_MAX_AGE": 600,  # the others keep their connections as well
    }


class CountingMiddleware:
    """Counts the statements of each request."""

    def __init__(self, answer: Any) -> None:
        self.answer = answer

    def __call__(self, request: Any) -> Any:
        from django.db import connection

        asked = 0

        def counted(execute: Any, sql: Any, values: Any, many: Any, context: Any) -> Any:
            nonlocal asked
            asked += 1
            return execute(sql, values, many, context)

        with connection.execute_wrapper(counted):
            response = self.answer(request)
            if hasattr(response, "render") and not response.is_rendered:
                response.render()
        response["X-Queries"] = str(asked)
        return response


sys.modules["people"] = people = ModuleType("people")
people.__path__ = [os.path.dirname(__file__)]  # an app of Django is a package in one folder
people.CountingMiddleware = CountingMiddleware  # type: ignore[attr-defined]
settings.configure(
    SECRET_KEY="bench",
    DEBUG=False,
    ALLOWED_HOSTS=["*"],
    ROOT_URLCONF="app",
    DATABASES={"default": _database(os.environ["BENCH_DATABASE"])},
    DEFAULT_AUTO_FIELD="django.db.models.AutoField",
    INSTALLED_APPS=[
        "django.contrib.admin",
        "django.contrib.auth",
        "django.contrib.contenttypes",
        "django.contrib.sessions",
        "django.contrib.messages",
        "django.contrib.staticfiles",
        "people",
    ],
    MIDDLEWARE=[
        "people.CountingMiddleware",
        "django.middleware.security.SecurityMiddleware",
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
        "django.middleware.clickjacking.XFrameOptionsMiddleware",
    ],
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "APP_DIRS": True,
            "OPTIONS": {
                "context_processors": [
                    "django.template.context_processors.request",
                    "django.contrib.auth.context_processors.auth",
                    "django.contrib.messages.context_processors.messages",
                ]
            },
        }
    ],
    STATIC_URL="static/",
    USE_TZ=True,
)
django.setup()

from django.contrib import admin
from django.contrib.auth.models import User
from django.core.management import call_command
from django.core.wsgi import get_wsgi_application
from django.db import connections, models
from django.urls import path


class Unit(models.Model):
    name = models.CharField(max_length=200)

    class Meta:
        app_label = "people"
        db_table = "unit"
        managed = False

    def __str__(self) -> str:
        return str(self.name)


class Employee(models.Model):
    nip = models.CharField(max_length=18, unique=True)
    front_title = models.CharField(max_length=60, null=True, blank=True)
    name = models.CharField(max_length=150, db_index=True)
    back_title = models.CharField(max_length=100, null=True, blank=True)
    birth_place = models.CharField(max_length=100)
    birth_date = models.DateField()
    sex = models.CharField(max_length=1)
    employee_status = models.CharField(max_length=32)
    legal_position = models.CharField(max_length=32)
    job_title = models.CharField(max_length=200)
    job_type = models.CharField(max_length=32)
    job_level = models.CharField(max_length=32, null=True, blank=True)
    rank_code = models.CharField(max_length=32, null=True, blank=True)
    joined = models.DateField(null=True, blank=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT)

    class Meta:
        app_label = "people"
        db_table = "employee"
        managed = False

    def __str__(self) -> str:
        return str(self.name)


@admin.register(Employee)
class EmployeeAdmin(admin.ModelAdmin):
    list_display = LISTED
    list_select_related = ("unit",)
    search_fields = ("name", "nip")
    list_filter = ("job_type", "employee_status")
    list_per_page = PAGE
    ordering = ("name",)


call_command("migrate", verbosity=0)
if not User.objects.filter(username="admin").exists():
    User.objects.create_superuser("admin", "admin@example.org", "bench-password")
connections.close_all()  # workers open their own

urlpatterns = [path("admin/", admin.site.urls)]
app = get_wsgi_application()
