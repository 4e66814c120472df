"""the plan of a person and year as a whole, over its rows; the rows that are there get theirs"""

import sqlalchemy as sa
from alembic import op

revision = "c4a1f27be930"
down_revision = "94c1bcf40c3f"
branch_labels = None
depends_on = None

PLANS_OF_ROWS = """
INSERT INTO plan (plan_year_id, employee_id, unit_id, state, state_since, version, created_at)
SELECT plan_year_id, employee_id, max(unit_id),
    CASE WHEN sum(CASE WHEN state = 'returned' THEN 1 ELSE 0 END) > 0 THEN 'returned'
        WHEN sum(CASE WHEN state = 'draft' THEN 1 ELSE 0 END) > 0 THEN 'draft'
        WHEN sum(CASE WHEN state = 'sent' THEN 1 ELSE 0 END) > 0 THEN 'sent'
        ELSE 'decided' END,
    max(state_since), 1, min(created_at)
FROM plan_row WHERE state != 'deleted' GROUP BY plan_year_id, employee_id
"""


def upgrade() -> None:
    op.create_table(
        "plan",
        sa.Column("plan_year_id", sa.Integer(), nullable=False),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("employee_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("state_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("state IN ('draft', 'sent', 'returned', 'decided')", name=op.f("ck_plan_state")),
        sa.ForeignKeyConstraint(["employee_id"], ["employee.id"], name=op.f("fk_plan_employee_id_employee")),
        sa.ForeignKeyConstraint(["plan_year_id"], ["plan_year.id"], name=op.f("fk_plan_plan_year_id_plan_year")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_plan_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan")),
        sa.UniqueConstraint("employee_id", "plan_year_id", name=op.f("uq_plan_employee_id_plan_year_id")),
    )
    with op.batch_alter_table("plan", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_plan_employee_id"), ["employee_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_plan_plan_year_id"), ["plan_year_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_plan_state"), ["state"], unique=False)
        batch_op.create_index(batch_op.f("ix_plan_unit_id"), ["unit_id"], unique=False)
    op.execute(PLANS_OF_ROWS)


def downgrade() -> None:
    with op.batch_alter_table("plan", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_plan_unit_id"))
        batch_op.drop_index(batch_op.f("ix_plan_state"))
        batch_op.drop_index(batch_op.f("ix_plan_plan_year_id"))
        batch_op.drop_index(batch_op.f("ix_plan_employee_id"))

    op.drop_table("plan")
