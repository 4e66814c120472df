"""Checking a letter, for whoever holds its paper or file: no sign-in, no more than what is printed, and the NIP masked (G2)."""

from typing import Any

from flask import jsonify, redirect, request, url_for
from flask_appbuilder import BaseView, expose
from flask_babel import gettext as _

from app.kernel import settings
from app.kernel.formats import format_period
from app.kernel.public_check import count_check, masked_nip, open_answer, page_of, read_code, register_papers, write_code
from app.recommendations.models import RecommendationLetter
from app.recommendations.parameters import CHECKS_PER_MINUTE
from app.recommendations.queries import letter_called
from app.recommendations.rules import Verdict


class LetterCheckView(BaseView):
    """/r/<code>: short enough to be typed. Unknown and malformed codes look alike."""

    route_base = "/r"
    default_view = "ask"

    @expose("/")
    def ask(self) -> Any:
        """A field for the code; what is typed leads to its own address."""
        typed = request.args.get("code", "")
        if typed:
            return redirect(url_for("LetterCheckView.check", code=read_code(typed) or "-"))
        return open_answer(self._page(None, False))

    @expose("/<string:code>")
    def check(self, code: str) -> Any:
        _count()
        found = _found(code)
        if found is None and (elsewhere := page_of(read_code(code) or "-")):
            return redirect(elsewhere)
        return open_answer(self._page(found, True), 200 if found else 404)

    @expose("/<string:code>/json")
    def check_json(self, code: str) -> Any:
        """The same for other agencies' programs."""
        _count()
        found = _found(code)
        if found is None:
            return open_answer(jsonify(status="unknown"), 404)
        return open_answer(
            jsonify(
                status=found.verdict,
                number=found.number,
                name=found.printed_name,
                nip=masked_nip(found.nip),
                title=found.subject,
                organiser=found.organiser,
                begins_on=found.begins_on.isoformat(),
                ends_on=found.ends_on.isoformat(),
                issued_on=found.issued_on.isoformat(),
                data_sha256=found.frozen_sha256,
                file_sha256=found.file_sha256,
            )
        )

    def _page(self, found: RecommendationLetter | None, asked: bool) -> str:
        values: dict[str, Any] = {"found": found, "asked": asked}
        if found:
            values |= {
                "verdict": Verdict(found.verdict),
                "period": format_period(found.begins_on, found.ends_on),
                "nip": masked_nip(found.nip),
                "code": write_code(found.code),
            }
        return str(self.render_template("recommendations/check.html", title=_("Check a letter"), **values))


def _found(code: str) -> RecommendationLetter | None:
    known = read_code(code)
    return letter_called(known) if known else None


def _count() -> None:
    count_check(int(settings.get(CHECKS_PER_MINUTE)))


def _address(code: str) -> str | None:
    found = _found(code)
    return url_for("LetterCheckView.check", code=found.code) if found else None


register_papers("recommendation_letter", _address)
