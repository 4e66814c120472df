"""The guides themselves: text of the portal, in both languages by the catalogue. Its pictures are taken by `tests/browser/test_guides.py`."""

from flask_babel import lazy_gettext as _

from app.guides.rules import Guide, Step
from app.kernel.roles import Role

GUIDES: tuple[Guide, ...] = (
    Guide(
        "webinar",
        Role.EMPLOYEE,
        _("Register for a webinar and be present"),
        _("From the announcement to the certificate."),
        (
            Step(
                _(
                    "Open %(menu)s. Each row is a webinar with its date and hours of learning; open one to read about speakers and requirements."
                ),
                {"menu": _("Webinars")},
                at="/webinars/list/",
                picture=True,
            ),
            Step(
                _("Press %(register)s, choose the webinar and check your data: they are printed on the certificate like this."),
                {"register": _("Register")},
                at="/my-webinars/list/",
                picture=True,
            ),
            Step(
                _("On the day open the webinar and press %(join)s. The link is shown to registered people only."),
                {"join": _("Join Webinar")},
                at="/webinars/list/",
                record=True,
                picture=True,
            ),
            Step(
                _("While the attendance list is open, press %(present)s and type the code that the host shows."),
                {"present": _("Record my attendance")},
                at="/my-attendance/list/",
                picture=True,
            ),
            Step(
                _("Your certificate waits under %(menu)s once it has been issued."),
                {"menu": _("My certificates")},
                at="/my-certificates/list/",
            ),
        ),
    ),
    Guide(
        "proposal",
        Role.EMPLOYEE,
        _("Propose a training"),
        _("What you want to learn, sent to your OPD and on to BKPSDM."),
        (
            Step(
                _("Open %(menu)s and press %(add)s."), {"menu": _("Individual Plan"), "add": _("Add")}, at="/proposals/list/", picture=True
            ),
            Step(
                _("Choose the training from the guide of trainings, or choose %(manual)s and type it. Then press %(save)s."),
                {"manual": _("Fill in by hand"), "save": _("Save")},
                at="/proposals/add",
                picture=True,
            ),
            Step(
                _("The status says who is to act now. A proposal sent back to you carries the reason: correct it and save it again."),
                at="/proposals/list/",
            ),
        ),
    ),
    Guide(
        "year-plan",
        Role.EMPLOYEE,
        _("Write the plan of your year"),
        _("At least 20 hours of learning, agreed with your supervisor."),
        (
            Step(
                _("Open %(menu)s and press %(new)s."),
                {"menu": _("List of submissions"), "new": _("New submission")},
                at="/plans/list/",
                picture=True,
            ),
            Step(
                _("Fill in form, material, dates, organiser and reason, and press %(save)s. One page for each training."),
                {"save": _("Save")},
                at="/plans/add",
                picture=True,
            ),
            Step(
                _("Under %(menu)s you see the year as a whole with its hours, and submit all of it at once. Your supervisor verifies it."),
                {"menu": _("Plans of the year")},
                at="/year-plans/list/",
                picture=True,
            ),
        ),
    ),
    Guide(
        "award",
        Role.EMPLOYEE,
        _("Record an award"),
        _("With its decree, so that it counts and goes on to MyASN."),
        (
            Step(
                _("Open %(menu)s and press %(add)s."),
                {"menu": _("Awards"), "add": _("Add to the award history")},
                at="/awards/list/",
                picture=True,
            ),
            Step(
                _(
                    "Choose the award, type number and date of the decree, and press %(next)s. %(later)s keeps what you have for another day."
                ),
                {"next": _("Next step"), "later": _("Keep as draft")},
                at="/awards/add",
                picture=True,
            ),
            Step(
                _("Upload the decree as PDF, read the summary and send it. BKPSDM compares both and approves, or returns it with a reason.")
            ),
        ),
    ),
    Guide(
        "data-and-photo",
        Role.EMPLOYEE,
        _("Check your data and photo"),
        _("Three minutes on the phone, before a training or a certificate."),
        (
            Step(
                _("Open %(menu)s. What you may change yourself is behind %(update)s, everything else behind %(ask)s."),
                {"menu": _("My profile"), "update": _("Update profile"), "ask": _("Ask for a change of data")},
                at="/profile/",
                picture=True,
            ),
            Step(
                _(
                    "Press %(upload)s, take a picture, move it inside the frame and press %(save)s. The portal checks it at once and says what to do."
                ),
                {"upload": _("Upload Photo"), "save": _("Save changes")},
                at="/photos/add",
                picture=True,
            ),
            Step(
                _(
                    "A campaign of BKPSDM waits under %(menu)s: read its guide, confirm your data, answer the questions. The proof is a page of the portal."
                ),
                {"menu": _("My data checks")},
                at="/my-campaigns/list/",
                picture=True,
            ),
        ),
    ),
    Guide(
        "verify-plans",
        Role.SUPERVISOR,
        _("Verify the plans of your people"),
        _("Talk first, then decide; nobody waits longer than needed."),
        (
            Step(_("%(menu)s shows what waits for you, the oldest first."), {"menu": _("Inbox")}, at="/inbox/", picture=True),
            Step(
                _("Under %(menu)s open a row and choose %(accept)s or %(reject)s, or send it back for a revision. A reason is asked for."),
                {"menu": _("Verification"), "accept": _("Accept the plan"), "reject": _("Reject the plan")},
                at="/plan-verifications/list/",
                picture=True,
            ),
            Step(_("One table holds gaps, hours, cost and last dialogue of each of your people."), at="/plan-subordinates/", picture=True),
        ),
    ),
    Guide(
        "forward-proposals",
        Role.OPD_ADMIN,
        _("Decide the proposals of your OPD"),
        _("A queue of many rows, decided in a few clicks."),
        (
            Step(
                _("The first page counts what waits for you and since when; %(menu)s lists it."),
                {"menu": _("Inbox")},
                at="/inbox/",
                picture=True,
            ),
            Step(
                _("In %(menu)s choose %(forward)s, %(revise)s or %(reject)s in a row, or tick several rows and decide them together."),
                {"menu": _("Individual Plan"), "forward": _("Forward"), "revise": _("Revise"), "reject": _("Reject")},
                at="/proposals/list/",
                picture=True,
            ),
            Step(
                _("%(print)s and %(export)s take exactly the rows that your filter shows."),
                {"print": _("Print"), "export": _("Export to Excel")},
                at="/proposals/list/",
            ),
        ),
    ),
    Guide(
        "verify-records",
        Role.BKPSDM_ADMIN,
        _("Verify courses against their proof"),
        _("The record beside its certificate, one after the other."),
        (
            Step(
                _("Open %(menu)s. The button with the number leads through all that wait, each beside its document."),
                {"menu": _("Courses")},
                at="/courses/list/",
                picture=True,
            ),
            Step(
                _("%(approve)s counts the hours; %(correct)s and %(reject)s ask for a reason, which the owner reads."),
                {"approve": _("Approve"), "correct": _("Return for correction"), "reject": _("Reject")},
                at="/courses/list/",
            ),
        ),
    ),
    Guide(
        "campaign",
        Role.BKPSDM_ADMIN,
        _("Run a campaign for data and photos"),
        _("Thousands check their data; at the deadline the rest is deemed valid."),
        (
            Step(
                _("Open %(menu)s and press %(new)s."),
                {"menu": _("Campaigns"), "new": _("Prepare a campaign")},
                at="/campaigns/list/",
                picture=True,
            ),
            Step(
                _(
                    "Write the guide, choose whom it is for and until when, and press %(save)s. Questions are added on its page; then open it."
                ),
                {"save": _("Save")},
                at="/campaigns/add",
                picture=True,
            ),
            Step(
                _("Its page shows who is done, OPD by OPD; reminders go out by themselves."),
                at="/campaigns/list/",
                record=True,
                picture=True,
            ),
        ),
    ),
    Guide(
        "read-and-export",
        Role.AUDITOR,
        _("Read and export as auditor"),
        _("You see everything and change nothing."),
        (
            Step(
                _("%(menu)s holds every step of everybody; filter by day, person or kind of data."),
                {"menu": _("Audit trail")},
                at="/audit/list/",
                picture=True,
            ),
            Step(
                _("A row shows what was before and what came after it, and its place in the chain."),
                at="/audit/list/",
                record=True,
                picture=True,
            ),
            Step(
                _("%(print)s and %(export)s take the filtered rows of any list; the export itself is noted in the trail."),
                {"print": _("Print"), "export": _("Export to Excel")},
                at="/audit/list/",
            ),
        ),
    ),
)
"""In the order of the roles; a key is part of the address and of the names of pictures."""


def guide_called(key: str) -> Guide | None:
    """The guide at this address."""
    return next((each for each in GUIDES if each.key == key), None)
