"""The job that puts a person's data together, and the clock of requests."""

from app.kernel import storage
from app.kernel.crud.exporting import file_name
from app.kernel.db import session
from app.kernel.jobs import JobResult, JobRun, job
from app.kernel.queue import background
from app.organisation.models import Employee
from app.privacy.breach_models import Breach
from app.privacy.breach_services import tell_next
from app.privacy.models import DataRequest
from app.privacy.packages import write_package
from app.privacy.queries import files_of, holdings
from app.privacy.retention_services import run_due
from app.privacy.rules import Form, Person
from app.privacy.services import due_soon, escalate, overdue, remind

PACKAGE = "privacy.package"


@job(PACKAGE)
def make_package(run: JobRun) -> JobResult:
    """What the portal holds about the person who asked, and about nobody else: his ids come from his account, never from the parameters."""
    form = Form(run.params["form"])
    employee = session().get(Employee, run.actor.employee_id) if run.actor.employee_id is not None else None
    person = Person(run.actor.employee_id, run.actor.user_id, employee.nip if employee else None)
    connection = session().connection()
    found = []
    for number, part in enumerate(holdings(connection, person), start=1):
        found.append(part)
        run.progress(number, None)
    files = tuple(files_of(connection, person)) if form is Form.ALL else ()
    stored = storage.produce(lambda path: write_package(form, run.actor.name, found, files, path), form.suffix)
    name = file_name(run.title, "csv").removesuffix(".csv") + form.suffix
    return JobResult(stored, name)


@background("privacy.clock", every_minutes=5)
def watch_clocks() -> None:
    """A day before the 72 hours of a request or breach run out the officers are reminded; then it goes higher. Each in a transaction of its own."""
    for model in (DataRequest, Breach):
        for pk in due_soon(model):
            remind(model, pk)
        for pk in overdue(model):
            escalate(model, pk)
    tell_people()


@background("privacy.breach")
def tell_people() -> None:
    """Everybody whom a breach concerns is told, portion by portion."""
    while tell_next():
        pass


@background("privacy.retention", every_minutes=60)
def end_what_is_due() -> None:
    """By night, once a day and kind of data, and only by rules that somebody has confirmed."""
    run_due()
