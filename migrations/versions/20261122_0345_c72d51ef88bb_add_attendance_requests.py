"""add attendance requests"""

import sqlalchemy as sa
from alembic import op

revision = "c72d51ef88bb"
down_revision = "b61c40de77aa"
branch_labels = None
depends_on = None

OPEN = sa.text("state = 'asked'")


def upgrade() -> None:
    op.create_table(
        "attendance_request",
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("front_title", sa.String(length=60), nullable=True),
        sa.Column("name", sa.String(length=150), nullable=True),
        sa.Column("back_title", sa.String(length=100), nullable=True),
        sa.Column("reason", sa.String(length=1000), nullable=False),
        sa.Column("employee_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("state_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("state IN ('asked', 'granted', 'declined')", name=op.f("ck_attendance_request_state")),
        sa.CheckConstraint("kind IN ('late', 'names')", name=op.f("ck_attendance_request_kind")),
        sa.CheckConstraint("(kind = 'names') = (name IS NOT NULL)", name=op.f("ck_attendance_request_name")),
        sa.ForeignKeyConstraint(["employee_id"], ["employee.id"], name=op.f("fk_attendance_request_employee_id_employee")),
        sa.ForeignKeyConstraint(["registration_id"], ["registration.id"], name=op.f("fk_attendance_request_registration_id_registration")),
        sa.ForeignKeyConstraint(["session_id"], ["webinar_session.id"], name=op.f("fk_attendance_request_session_id_webinar_session")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_attendance_request_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendance_request")),
    )
    for column in ("employee_id", "registration_id", "state", "unit_id"):
        op.create_index(op.f(f"ix_attendance_request_{column}"), "attendance_request", [column])
    op.create_index(
        "uq_attendance_request_open",
        "attendance_request",
        ["session_id", "employee_id", "kind"],
        unique=True,
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )


def downgrade() -> None:
    op.drop_table("attendance_request")
