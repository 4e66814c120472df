"""What pages of strangers need of the agency's identity: logo and colours, under addresses that change with them and are kept for good."""

from flask import Response, make_response, send_file
from flask_appbuilder import BaseView, expose

from app.kernel.agency import COLOUR, logo_file
from app.kernel.colours import stylesheet, version_of
from app.kernel.errors import Invalid, Missing
from app.kernel.settings import parse

FOR_GOOD = "public, max-age=31536000, immutable"


class IdentityView(BaseView):
    """Open to strangers: the sign-in page shows both."""

    route_base = "/identity"

    @expose("/<string:digest>.png")
    def logo(self, digest: str) -> Response:
        path = logo_file(digest)
        if path is None:
            raise Missing
        return _kept(send_file(path, mimetype="image/png"))

    @expose("/<string:colour>-<string:version>.css")
    def colours(self, colour: str, version: str) -> Response:
        """The tones of a colour (rrggbb). The version is the digest of what it answers; under another one (of before or after an update) it is not to be kept."""
        try:
            brand = parse(COLOUR, f"#{colour}")
        except Invalid:
            raise Missing from None
        answer = make_response(stylesheet(brand))
        answer.mimetype = "text/css"
        if version != version_of(brand):
            answer.cache_control.no_cache = True
            return answer
        return _kept(answer)


def _kept(answer: Response) -> Response:
    answer.headers["Cache-Control"] = FOR_GOOD
    return answer
