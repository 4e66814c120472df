"""Webinars: numbered series, their webinars, and who registered for them."""

import sqlalchemy as sa
from alembic import op

revision = "93fbf47c6c3b"
down_revision = "c93e5a7f1d62"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "webinar_series",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("about", sa.Text(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("number > 0", name=op.f("ck_webinar_series_number")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webinar_series")),
        sa.UniqueConstraint("code", name=op.f("uq_webinar_series_code")),
        sa.UniqueConstraint("number", name=op.f("uq_webinar_series_number")),
    )
    op.create_table(
        "webinar",
        sa.Column("series_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("topic", sa.Text(), nullable=True),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("organiser", sa.String(length=200), nullable=False),
        sa.Column("speakers", sa.Text(), nullable=True),
        sa.Column("jp", sa.Integer(), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=True),
        sa.Column("audience_opds", sa.Text(), nullable=False),
        sa.Column("audience_jobs", sa.String(length=200), nullable=False),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("join_url", sa.String(length=1000), nullable=True),
        sa.Column("meeting_id", sa.String(length=11), nullable=True),
        sa.Column("passcode", sa.String(length=50), nullable=True),
        sa.Column("materials", sa.Text(), nullable=True),
        sa.Column("requirements", sa.Text(), nullable=True),
        sa.Column("reminded_day_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reminded_hour_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("state_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("state IN ('draft', 'open', 'running', 'finished', 'called_off', 'deleted')", name=op.f("ck_webinar_state")),
        sa.CheckConstraint("capacity IS NULL OR capacity > 0", name=op.f("ck_webinar_capacity")),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_webinar_period")),
        sa.CheckConstraint("jp >= 0 AND jp <= 99", name=op.f("ck_webinar_jp")),
        sa.CheckConstraint("meeting_id IS NULL OR length(meeting_id) BETWEEN 9 AND 11", name=op.f("ck_webinar_meeting_id")),
        sa.CheckConstraint("opens_at IS NULL OR closes_at IS NULL OR closes_at > opens_at", name=op.f("ck_webinar_window")),
        sa.ForeignKeyConstraint(["series_id"], ["webinar_series.id"], name=op.f("fk_webinar_series_id_webinar_series")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webinar")),
    )
    with op.batch_alter_table("webinar", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_webinar_series_id"), ["series_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_webinar_starts_at"), ["starts_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_webinar_state"), ["state"], unique=False)

    op.create_table(
        "registration",
        sa.Column("webinar_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=150), nullable=False),
        sa.Column("front_title", sa.String(length=60), nullable=True),
        sa.Column("back_title", sa.String(length=100), nullable=True),
        sa.Column("nip", sa.String(length=18), nullable=False),
        sa.Column("unit_name", sa.String(length=200), nullable=False),
        sa.Column("job_title", sa.String(length=200), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("employee_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("state_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("state IN ('in_line', 'registered', 'cancelled')", name=op.f("ck_registration_state")),
        sa.ForeignKeyConstraint(["employee_id"], ["employee.id"], name=op.f("fk_registration_employee_id_employee")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_registration_unit_id_unit")),
        sa.ForeignKeyConstraint(["webinar_id"], ["webinar.id"], name=op.f("fk_registration_webinar_id_webinar")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_registration")),
    )
    with op.batch_alter_table("registration", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_registration_employee_id"), ["employee_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_registration_state"), ["state"], unique=False)
        batch_op.create_index(batch_op.f("ix_registration_unit_id"), ["unit_id"], unique=False)
        batch_op.create_index("ix_registration_webinar_state", ["webinar_id", "state"], unique=False)
        batch_op.create_index(
            "uq_registration_webinar_employee",
            ["webinar_id", "employee_id"],
            unique=True,
            sqlite_where=sa.text("state <> 'cancelled'"),
            postgresql_where=sa.text("state <> 'cancelled'"),
        )


def downgrade() -> None:
    with op.batch_alter_table("registration", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_registration_webinar_employee",
            sqlite_where=sa.text("state <> 'cancelled'"),
            postgresql_where=sa.text("state <> 'cancelled'"),
        )
        batch_op.drop_index("ix_registration_webinar_state")
        batch_op.drop_index(batch_op.f("ix_registration_unit_id"))
        batch_op.drop_index(batch_op.f("ix_registration_state"))
        batch_op.drop_index(batch_op.f("ix_registration_employee_id"))

    op.drop_table("registration")
    with op.batch_alter_table("webinar", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_webinar_state"))
        batch_op.drop_index(batch_op.f("ix_webinar_starts_at"))
        batch_op.drop_index(batch_op.f("ix_webinar_series_id"))

    op.drop_table("webinar")
    op.drop_table("webinar_series")
