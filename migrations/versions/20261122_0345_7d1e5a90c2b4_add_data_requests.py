"""what people ask about their data, and who saw sensitive data of whom"""

import sqlalchemy as sa
from alembic import op

revision = "7d1e5a90c2b4"
down_revision = "a90c3e57d2b8"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "data_request",
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("wish", sa.Text(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("escalated_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("employee_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("state_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("state IN ('asked', 'granted', 'refused', 'withdrawn', 'closed')", name=op.f("ck_data_request_state")),
        sa.CheckConstraint("kind IN ('access', 'correction', 'restriction', 'erasure')", name=op.f("ck_data_request_kind")),
        sa.ForeignKeyConstraint(["employee_id"], ["employee.id"], name=op.f("fk_data_request_employee_id_employee")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_data_request_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_data_request")),
    )
    with op.batch_alter_table("data_request", schema=None) as batch_op:
        for column in ("due_at", "employee_id", "state", "unit_id"):
            batch_op.create_index(batch_op.f(f"ix_data_request_{column}"), [column], unique=False)
    op.create_table(
        "sensitive_read",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("employee_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("reader_name", sa.String(length=200), nullable=False),
        sa.Column("role", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sensitive_read")),
        sa.UniqueConstraint("employee_id", "day", "kind", "user_id", name=op.f("uq_sensitive_read_employee_id_day_kind_user_id")),
    )
    with op.batch_alter_table("sensitive_read", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sensitive_read_user_id"), ["user_id"], unique=False)


def downgrade() -> None:
    op.drop_table("sensitive_read")
    op.drop_table("data_request")
