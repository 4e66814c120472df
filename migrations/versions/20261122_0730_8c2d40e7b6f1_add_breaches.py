"""the register of breaches, and whom each concerns"""

import sqlalchemy as sa
from alembic import op

revision = "8c2d40e7b6f1"
down_revision = "5b0e7d1f9a31"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "breach",
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("discovered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("exposed", sa.Text(), nullable=False),
        sa.Column("happened", sa.Text(), nullable=False),
        sa.Column("handling", sa.Text(), nullable=False),
        sa.Column("audience_all", sa.Boolean(), nullable=False),
        sa.Column("audience_opds", sa.Text(), nullable=False),
        sa.Column("audience_nips", sa.Text(), nullable=False),
        sa.Column("notified_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("escalated_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("state_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("state IN ('recorded', 'notified', 'closed')", name=op.f("ck_breach_state")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_breach")),
    )
    with op.batch_alter_table("breach", schema=None) as batch_op:
        for column in ("due_at", "state"):
            batch_op.create_index(batch_op.f(f"ix_breach_{column}"), [column], unique=False)
    op.create_table(
        "breach_person",
        sa.Column("breach_id", sa.Integer(), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("employee_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["breach_id"], ["breach.id"], name=op.f("fk_breach_person_breach_id_breach")),
        sa.ForeignKeyConstraint(["employee_id"], ["employee.id"], name=op.f("fk_breach_person_employee_id_employee")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_breach_person_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_breach_person")),
        sa.UniqueConstraint("breach_id", "employee_id", name=op.f("uq_breach_person_breach_id_employee_id")),
    )
    with op.batch_alter_table("breach_person", schema=None) as batch_op:
        for column in ("employee_id", "told_at", "unit_id"):
            batch_op.create_index(batch_op.f(f"ix_breach_person_{column}"), [column], unique=False)


def downgrade() -> None:
    op.drop_table("breach_person")
    op.drop_table("breach")
