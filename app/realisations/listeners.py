"""Who is told of an activity and of its reports."""

from app.notifications.rules import N_, OWNER, SUPERVISOR, Notice, register_notices

PAGE, REPORT = "RealisationView.show", "ActivityReportView.show"


register_notices(
    Notice(
        "realisation.create",
        (SUPERVISOR,),
        title=N_("An activity has been started: %(subject)s"),
        outside=N_("One of your people has started an activity"),
        opens=PAGE,
        chosen=(),
    ),
    Notice(
        "realisation.close",
        (OWNER,),
        title=N_("Your activity is finished: %(subject)s"),
        outside=N_("Your activity is finished"),
        opens=PAGE,
        chosen=(),
    ),
    Notice(
        "realisation.close",
        (SUPERVISOR,),
        title=N_("An activity has been finished: %(subject)s"),
        outside=N_("One of your people has finished an activity"),
        opens=PAGE,
        chosen=(),
    ),
    Notice(
        "realisation.cancel",
        (SUPERVISOR,),
        title=N_("An activity has been called off: %(subject)s"),
        outside=N_("One of your people has called an activity off"),
        opens=PAGE,
        chosen=(),
    ),
    Notice(
        "activity_report.due",
        (OWNER,),
        title=N_("A report waits for you until %(day)s: %(subject)s"),
        outside=N_("A report on your activity waits for you"),
        opens=REPORT,
        data=("day",),
    ),
    Notice(
        "activity_report.overdue",
        (OWNER,),
        title=N_("A report is overdue since %(day)s: %(subject)s"),
        outside=N_("A report on your activity is overdue"),
        opens=REPORT,
        data=("day",),
    ),
    Notice(
        "activity_report.overdue",
        (SUPERVISOR,),
        title=N_("A report of one of your people is overdue since %(day)s: %(subject)s"),
        outside=N_("A report of one of your people is overdue"),
        opens=REPORT,
        data=("day",),
        chosen=(),
    ),
)
