"""Checking a certificate, for whoever holds its paper or file: no sign-in, no more than what is printed, and the NIP masked (G2)."""

from typing import Any

from flask import jsonify, redirect, request, url_for
from flask_appbuilder import BaseView, expose
from flask_babel import gettext as _

from app.certificates.models import Certificate
from app.certificates.parameters import CHECKS_PER_MINUTE
from app.certificates.queries import certificate_called, standing_of, successor_of
from app.certificates.rules import Standing
from app.kernel import settings
from app.kernel.formats import format_period
from app.kernel.public_check import count_check, masked_nip, open_answer, page_of, read_code, register_papers, write_code


class VerificationView(BaseView):
    """/v/<code>: short enough to be typed. Unknown and malformed codes look alike."""

    route_base = "/v"
    default_view = "ask"

    @expose("/")
    def ask(self) -> Any:
        """A field for the code; what is typed leads to its own address."""
        typed = request.args.get("code", "")
        if typed:
            return redirect(url_for("VerificationView.check", code=read_code(typed) or "-"))
        return self._page(None, "")

    @expose("/<string:code>")
    def check(self, code: str) -> Any:
        _count()
        found = _found(code)
        if found is None and (elsewhere := page_of(read_code(code) or "-")):
            return redirect(elsewhere)
        return open_answer(self._page(found, code), 200 if found else 404)

    @expose("/<string:code>/json")
    def check_json(self, code: str) -> Any:
        """The same for other agencies' programs."""
        _count()
        found = _found(code)
        if found is None:
            return open_answer(jsonify(status="unknown"), 404)
        standing, successor = standing_of(found), successor_of(found)
        return open_answer(
            jsonify(
                status=standing.value,
                number=found.number,
                revision=found.revision,
                name=found.printed_name,
                nip=masked_nip(found.nip),
                title=found.title,
                begins_on=found.begins_on.isoformat(),
                ends_on=found.ends_on.isoformat(),
                jp=found.jp,
                issued_on=found.issued_on.isoformat(),
                data_sha256=found.frozen_sha256,
                file_sha256=found.file_sha256,
                signature=found.signature.frozen(),
                replaced_by=url_for("VerificationView.check", code=successor.code) if successor else None,
            )
        )

    def _page(self, found: Certificate | None, typed: str) -> str:
        successor = successor_of(found) if found else None
        values = {
            "found": found,
            "asked": bool(typed),
            "standing": standing_of(found) if found else None,
            "is_valid": found is not None and standing_of(found) is Standing.VALID,
            "period": format_period(found.begins_on, found.ends_on) if found else "",
            "nip": masked_nip(found.nip) if found else "",
            "code": write_code(found.code) if found else "",
            "successor": successor,
        }
        return str(self.render_template("certificates/check.html", title=_("Check a certificate"), **values))


def _found(code: str) -> Certificate | None:
    known = read_code(code)
    return certificate_called(known) if known else None


def _count() -> None:
    count_check(int(settings.get(CHECKS_PER_MINUTE)))


def _address(code: str) -> str | None:
    found = _found(code)
    return url_for("VerificationView.check", code=found.code) if found else None


register_papers("certificate", _address)
