"""Sessions of webinars, one for each that stands already, and who attended them."""

import sqlalchemy as sa
from alembic import op

revision = "a7e3d91c50b4"
down_revision = "a1d0c7f4e311"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "webinar_session",
        sa.Column("webinar_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=100), nullable=True),
        sa.Column("required", sa.Boolean(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "closed_at IS NULL OR (opened_at IS NOT NULL AND closed_at >= opened_at)", name=op.f("ck_webinar_session_opening")
        ),
        sa.CheckConstraint("number > 0", name=op.f("ck_webinar_session_number")),
        sa.ForeignKeyConstraint(["webinar_id"], ["webinar.id"], name=op.f("fk_webinar_session_webinar_id_webinar")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webinar_session")),
        sa.UniqueConstraint("webinar_id", "number", name=op.f("uq_webinar_session_webinar_id_number")),
    )
    op.create_table(
        "attendance",
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("drift", sa.Integer(), nullable=True),
        sa.Column("device", sa.String(length=64), nullable=True),
        sa.Column("employee_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("state_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("state IN ('recorded', 'validated', 'refused')", name=op.f("ck_attendance_state")),
        sa.ForeignKeyConstraint(["employee_id"], ["employee.id"], name=op.f("fk_attendance_employee_id_employee")),
        sa.ForeignKeyConstraint(["registration_id"], ["registration.id"], name=op.f("fk_attendance_registration_id_registration")),
        sa.ForeignKeyConstraint(["session_id"], ["webinar_session.id"], name=op.f("fk_attendance_session_id_webinar_session")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_attendance_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendance")),
        sa.UniqueConstraint("session_id", "employee_id", name=op.f("uq_attendance_session_id_employee_id")),
    )
    with op.batch_alter_table("attendance", schema=None) as batch_op:
        for column in ("device", "employee_id", "registration_id", "state", "unit_id"):
            batch_op.create_index(batch_op.f(f"ix_attendance_{column}"), [column], unique=False)
    op.execute("INSERT INTO webinar_session (webinar_id, number, required, created_at) SELECT id, 1, TRUE, created_at FROM webinar")


def downgrade() -> None:
    op.drop_table("attendance")
    op.drop_table("webinar_session")
