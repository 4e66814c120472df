"""Campaigns: people check their data and answer a questionnaire until a deadline."""

import sqlalchemy as sa
from alembic import op

revision = "94c1bcf40c3f"
down_revision = "a7e3d91c50b4"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "campaign",
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("guide", sa.Text(), nullable=False),
        sa.Column("audience_opds", sa.Text(), nullable=False),
        sa.Column("audience_jobs", sa.String(length=200), nullable=False),
        sa.Column("audience_nips", sa.Text(), nullable=False),
        sa.Column("data_closes_on", sa.Date(), nullable=False),
        sa.Column("survey_closes_on", sa.Date(), nullable=False),
        sa.Column("remind_days", sa.String(length=40), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("state_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("state IN ('draft', 'open', 'closed', 'deleted')", name=op.f("ck_campaign_state")),
        sa.CheckConstraint("survey_closes_on >= data_closes_on", name=op.f("ck_campaign_deadlines")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campaign")),
    )
    op.create_index(op.f("ix_campaign_data_closes_on"), "campaign", ["data_closes_on"], unique=False)
    op.create_index(op.f("ix_campaign_state"), "campaign", ["state"], unique=False)
    op.create_index(op.f("ix_campaign_survey_closes_on"), "campaign", ["survey_closes_on"], unique=False)

    op.create_table(
        "campaign_question",
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("question", sa.String(length=500), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("choices", sa.Text(), nullable=True),
        sa.Column("must_answer", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("(kind = 'pilihan') = (choices IS NOT NULL)", name=op.f("ck_campaign_question_choices")),
        sa.CheckConstraint("kind IN ('teks', 'pilihan', 'skala')", name=op.f("ck_campaign_question_kind")),
        sa.CheckConstraint("position BETWEEN 1 AND 999", name=op.f("ck_campaign_question_position")),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name=op.f("fk_campaign_question_campaign_id_campaign")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campaign_question")),
    )
    op.create_index(op.f("ix_campaign_question_campaign_id"), "campaign_question", ["campaign_id"], unique=False)

    op.create_table(
        "participation",
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("standing", sa.String(length=16), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("guide_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("data_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("data_by", sa.String(length=16), nullable=True),
        sa.Column("data", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("statement", sa.Text(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answers", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("reminded_for", sa.Date(), nullable=True),
        sa.Column("reminded_days", sa.Integer(), nullable=True),
        sa.Column("employee_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("(standing = 'deemed') = (data_by IS NOT NULL AND data_by = 'deadline')", name=op.f("ck_participation_deemed")),
        sa.CheckConstraint("data_by IN ('person', 'deadline')", name=op.f("ck_participation_data_by")),
        sa.CheckConstraint("standing <> 'done' OR (data_by IS NOT NULL AND data_by = 'person')", name=op.f("ck_participation_done")),
        sa.CheckConstraint("standing IN ('open', 'done', 'deemed', 'unanswered')", name=op.f("ck_participation_standing")),
        sa.CheckConstraint("(answers IS NULL) = (answered_at IS NULL)", name=op.f("ck_participation_answers")),
        sa.CheckConstraint("(data_by IS NULL) = (data_at IS NULL)", name=op.f("ck_participation_data_at")),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name=op.f("fk_participation_campaign_id_campaign")),
        sa.ForeignKeyConstraint(["employee_id"], ["employee.id"], name=op.f("fk_participation_employee_id_employee")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_participation_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_participation")),
        sa.UniqueConstraint("campaign_id", "employee_id", name=op.f("uq_participation_campaign_id_employee_id")),
    )
    op.create_index("ix_participation_campaign_standing", "participation", ["campaign_id", "standing"], unique=False)
    op.create_index(op.f("ix_participation_employee_id"), "participation", ["employee_id"], unique=False)
    op.create_index(op.f("ix_participation_told_at"), "participation", ["told_at"], unique=False)
    op.create_index(op.f("ix_participation_unit_id"), "participation", ["unit_id"], unique=False)


def downgrade() -> None:
    op.drop_table("participation")
    op.drop_table("campaign_question")
    op.drop_table("campaign")
