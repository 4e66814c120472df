"""From a person to the lists of what belongs to him, whatever features keep it."""

from flask import current_app

from app.organisation.models import Employee, OfEmployee


def lists_of(person: Employee) -> list[tuple[str, str]]:
    """(title, address) of every list of records that belong to people which the visitor may open, narrowed to this person; no query, and no NIP in an address."""
    found = []
    for view in current_app.appbuilder.baseviews:  # type: ignore[attr-defined]
        model = getattr(view, "model", None)
        of_people = getattr(view, "stands_for_records", False) and isinstance(model, type) and issubclass(model, OfEmployee)
        if of_people and view.listing.where is None and view.may("list"):
            found.append((str(view.title), view.list_url(asked=True, q=person.name)))
    return found
