"""The screens of campaigns: BKPSDM prepares and opens them, everybody does his own part, those who look after others see who is done."""

from io import BytesIO
from typing import Any

from flask import flash, redirect, request, send_file, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from werkzeug.wrappers import Response

from app.campaigns import queries, services
from app.campaigns.forms import CampaignForm, CampaignQuestionForm, ConfirmForm
from app.campaigns.listings import CAMPAIGNS, DETAIL, MINE, PEOPLE, PERSON_DETAIL, QUESTIONS, source_text
from app.campaigns.models import Campaign, CampaignQuestion, Participation
from app.campaigns.parameters import GUIDE, SOURCE, STATEMENT
from app.campaigns.rules import Task
from app.campaigns.workflow import DRAFT, SHOWN
from app.kernel import clock, settings
from app.kernel.actor import Actor, current_actor
from app.kernel.agency import letterhead
from app.kernel.crud import PortalModelView
from app.kernel.crud.exporting import file_name
from app.kernel.errors import Conflict, Invalid, Missing
from app.kernel.export import render_letter
from app.kernel.flow_views import WorkflowView
from app.kernel.forms import PortalForm
from app.kernel.questionnaire.forms import with_questions
from app.kernel.roles import Role
from app.kernel.routes import route
from app.kernel.scope import fetch
from app.organisation.models import Employee
from app.organisation.queries import all_opds, employee_of, nip_differences
from app.organisation.rules import JobType, mask_nip
from app.photos.queries import own_doubted, own_photo
from app.profile.queries import profile_of, waiting_change
from app.webinars.queries import webinar_options

Answer = Any
SHOWN_KEYS = [state.key for state in SHOWN]
READ_ANSWERS = (Role.BKPSDM_ADMIN, Role.AUDITOR)


class CampaignView(WorkflowView):
    """BKPSDM's list and form; whoever looks after others opens a campaign to see how far they are."""

    route_base, title, model = "/campaigns", lazy_gettext("Campaigns"), Campaign
    form_title = lazy_gettext("Campaign form")
    export_title = lazy_gettext("List of campaigns")
    add_label = lazy_gettext("Prepare a campaign")
    listing, detail = CAMPAIGNS, DETAIL
    add_form = edit_form = CampaignForm
    show_template = "campaigns/show.html"
    history_label = history_title = lazy_gettext("History of the campaign")
    added = lazy_gettext("The draft has been saved. Add its questions, then open it.")

    def create(self, actor: Actor, form: Any) -> Campaign:
        return services.add_campaign(actor, form.content(), form.submission_key)

    def change(self, actor: Actor, record: Any, form: Any) -> Campaign:
        return services.change_campaign(actor, record.id, form.content(), form.known_version)

    def prepare(self, actor: Actor, form: Any, record: Any | None) -> None:
        form.opd_ids.choices = all_opds()
        form.webinar_ids.choices = webinar_options(actor)
        form.job_types.choices = [(each.value, str(each.label)) for each in JobType]
        if record is None and not form.is_submitted():
            form.guide.data, form.source.data = settings.get(GUIDE), settings.get(SOURCE)

    def after_add(self, record: Any) -> str:
        """To its page, where questions are added and it is opened."""
        return self.own_url(record.id)

    def show_context(self, actor: Actor, record: Any) -> dict[str, Any]:
        opened = record.state in SHOWN_KEYS
        return super().show_context(actor, record) | {
            "questions": queries.questions_of(record.id),
            "is_draft": record.state == DRAFT.key,
            "counts": queries.count_by_opd(actor, record.id) if opened else None,
            "meant": None if opened else queries.count_meant(record),
            "results": queries.results_of(actor, record.id) if opened and actor.has(*READ_ANSWERS) else [],
        }


class CampaignQuestionView(PortalModelView):
    """The questions of a questionnaire, written while the campaign is a draft."""

    route_base, title, model = "/campaign-questions", lazy_gettext("Questions of campaigns"), CampaignQuestion
    form_title = lazy_gettext("Question of a campaign")
    listing, detail = QUESTIONS, QUESTIONS.columns
    add_form = edit_form = CampaignQuestionForm
    deletable = True
    exportable = False

    def prepare(self, actor: Actor, form: Any, record: Any | None) -> None:
        """Offer the drafts; from a campaign's page it is chosen already (`campaign`)."""
        form.campaign_id.choices = [(record.campaign_id, record.campaign.title)] if record else queries.draft_options(actor)
        if record is not None or form.is_submitted():
            return
        form.must_answer.data = True
        if wanted := request.args.get("campaign"):
            campaign: Campaign = fetch(Campaign, actor, wanted)
            form.campaign_id.data, form.position.data = campaign.id, len(queries.questions_of(campaign.id)) + 1

    def create(self, actor: Actor, form: Any) -> CampaignQuestion:
        try:
            return services.add_question(actor, form.content(), form.submission_key)
        except Conflict as refusal:
            raise Invalid(refusal.message) from refusal

    def change(self, actor: Actor, record: Any, form: Any) -> CampaignQuestion:
        return services.change_question(actor, record.id, form.content(), form.version.data or "")

    def remove(self, actor: Actor, record: Any) -> None:
        services.remove_question(actor, record.id)

    def after_add(self, record: Any) -> str:
        return url_for("CampaignView.show", pk=record.campaign_id)


class ParticipationView(PortalModelView):
    """Who is done and who is not: an OPD admin his tree, a supervisor his people, BKPSDM and auditors all."""

    route_base, title, model = "/campaign-people", lazy_gettext("People in campaigns"), Participation
    export_title = lazy_gettext("List of people in campaigns")
    listing, detail = PEOPLE, PERSON_DETAIL

    def record_title(self, record: Any) -> str:
        return str(record.employee.full_name)


class MyCampaignView(PortalModelView):
    """One's own part: read the guide, check the data, answer, and the proof of it."""

    route_base, title, model = "/my-campaigns", lazy_gettext("My data checks"), Participation
    listing, detail = MINE, PERSON_DETAIL
    show_template = "campaigns/mine.html"
    exportable = False

    def fetch(self, actor: Actor, pk: int) -> Any:
        """Only one's own, whatever else one may see."""
        part = super().fetch(actor, pk)
        if part.employee_id != actor.employee_id:
            raise Missing
        return part

    @route("/guide/<int:pk>", "POST", permission="answer")
    def guide(self, pk: int) -> Answer:
        """The guide was read."""
        self.fetch(current_actor(), pk)
        services.read_guide(current_actor(), pk)
        return redirect(self.own_url(pk))

    @route("/confirm/<int:pk>", "POST", permission="answer", again=True)
    def confirm(self, pk: int) -> Answer:
        """The data are right."""
        actor, form = current_actor(), ConfirmForm()
        part = self.fetch(actor, pk)
        if form.validate():
            try:
                services.confirm_data(actor, pk, agreed=form.agreed.data, version=form.person_version.data or 0)
            except Invalid as refusal:
                form.add_errors(refusal)
            except Conflict as refusal:
                form.form_errors.append(str(refusal.message))
            else:
                flash(_("Your data have been confirmed."), "success")
                return redirect(self.own_url(pk))
            part = self.fetch(actor, pk)
        context = self.show_context(actor, part) | {"form": form}
        form.person_version.data = form.person_version.raw_data = None
        form.person_version.process_data(context["person"].version)
        page = self._page(self.show_template, self.record_title(part), record=part, back_url=self.list_url(), menu=(), rows=(), **context)
        return page, 422

    @route("/answers/<int:pk>", "GET", "POST", permission="answer", again=True)
    def answers(self, pk: int) -> Answer:
        """The questionnaire."""
        actor = current_actor()
        part = self.fetch(actor, pk)
        questions = queries.questions_of(part.campaign_id)
        if not questions:
            raise Missing
        form = with_questions(PortalForm, questions)()
        if request.method == "POST" and form.validate():
            try:
                services.answer_questions(actor, pk, form.content())
            except Invalid as refusal:
                form.add_errors(refusal)
            except Conflict as refusal:
                form.form_errors.append(str(refusal.message))
            else:
                flash(_("The questionnaire has been sent. Thank you."), "success")
                return redirect(self.own_url(pk))
        elif request.method == "GET" and Task.SURVEY not in part.left:
            return redirect(self.own_url(pk))
        values = {"form": form, "form_action": url_for(f"{self.endpoint}.answers", pk=pk), "back_url": self.own_url(pk)}
        return self._page("campaigns/survey.html", part.campaign.title, record=part, **values), 200 if request.method == "GET" else 422

    @route("/proof/<int:pk>", permission="show")
    def proof(self, pk: int) -> Response:
        """The proof of completion as a PDF; without a screenshot, and with as little of the person as it takes (B33)."""
        part = self.fetch(current_actor(), pk)
        if part.data_at is None:
            raise Missing
        title = _("Proof of completion")
        context = {"title": title, "part": part, "nip": mask_nip(part.employee.nip), "source": source_text(part), "moment": clock.now()}
        content = render_letter("campaigns/proof.html", letterhead(), context)
        return send_file(BytesIO(content), mimetype="application/pdf", download_name=file_name(f"{title} {part.campaign.title}", "pdf"))

    def show_context(self, actor: Actor, record: Any) -> dict[str, Any]:
        person: Employee = employee_of(actor) or record.employee
        fields = profile_of(person)
        form = ConfirmForm(formdata=None)
        form.person_version.data = person.version
        return {
            "person": person,
            "fields": fields,
            "empty": sum(field.is_missed for field in fields),
            "warnings": nip_differences(person),
            "form": form,
            "statement": settings.get(STATEMENT),
            "source": source_text(record),
            "nip": mask_nip(person.nip),
            "change": waiting_change(actor),
            "photo": own_photo(actor) if record.campaign.asks_photo else None,
            "doubted": own_doubted(actor) if record.campaign.asks_photo else None,
            "Task": Task,
        }

    def record_title(self, record: Any) -> str:
        return str(record.campaign.title)
