"""a later last day of a plan year for an OPD or a person"""

import sqlalchemy as sa
from alembic import op

revision = "8b1d5f3ac940"
down_revision = "7d1e5a90c2b4"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "plan_extension",
        sa.Column("plan_year_id", sa.Integer(), nullable=False),
        sa.Column("employee_id", sa.Integer(), nullable=True),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("closes_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("(employee_id IS NULL) <> (unit_id IS NULL)", name=op.f("ck_plan_extension_for_whom")),
        sa.ForeignKeyConstraint(["plan_year_id"], ["plan_year.id"], name=op.f("fk_plan_extension_plan_year_id_plan_year")),
        sa.ForeignKeyConstraint(["employee_id"], ["employee.id"], name=op.f("fk_plan_extension_employee_id_employee")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_plan_extension_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_extension")),
    )
    for name in ("plan_year_id", "employee_id", "unit_id"):
        op.create_index(op.f(f"ix_plan_extension_{name}"), "plan_extension", [name], unique=False)


def downgrade() -> None:
    op.drop_table("plan_extension")
