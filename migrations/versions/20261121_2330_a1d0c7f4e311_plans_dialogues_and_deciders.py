"""dialogues of supervisor and subordinate; who decides where there is no direct supervisor, and what was reminded and escalated"""

import sqlalchemy as sa
from alembic import op

revision = "a1d0c7f4e311"
down_revision = "9ff2221bf05f"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "plan_dialogue",
        sa.Column("plan_year_id", sa.Integer(), nullable=False),
        sa.Column("led_by_id", sa.Integer(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("employee_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["employee_id"], ["employee.id"], name=op.f("fk_plan_dialogue_employee_id_employee")),
        sa.ForeignKeyConstraint(["led_by_id"], ["employee.id"], name=op.f("fk_plan_dialogue_led_by_id_employee")),
        sa.ForeignKeyConstraint(["plan_year_id"], ["plan_year.id"], name=op.f("fk_plan_dialogue_plan_year_id_plan_year")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_plan_dialogue_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_dialogue")),
    )
    with op.batch_alter_table("plan_dialogue", schema=None) as batch_op:
        for name in ("employee_id", "led_by_id", "plan_year_id", "unit_id"):
            batch_op.create_index(batch_op.f(f"ix_plan_dialogue_{name}"), [name], unique=False)
    with op.batch_alter_table("plan_row", schema=None) as batch_op:
        for name in ("decider_id", "escalated_to_id"):
            batch_op.add_column(sa.Column(name, sa.Integer(), nullable=True))
            batch_op.create_index(batch_op.f(f"ix_plan_row_{name}"), [name], unique=False)
            batch_op.create_foreign_key(batch_op.f(f"fk_plan_row_{name}_employee"), "employee", [name], ["id"])
        for name in ("nudged_on", "escalated_on"):
            batch_op.add_column(sa.Column(name, sa.Date(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("plan_row", schema=None) as batch_op:
        for name in ("escalated_on", "nudged_on"):
            batch_op.drop_column(name)
        for name in ("escalated_to_id", "decider_id"):
            batch_op.drop_constraint(batch_op.f(f"fk_plan_row_{name}_employee"), type_="foreignkey")
            batch_op.drop_index(batch_op.f(f"ix_plan_row_{name}"))
            batch_op.drop_column(name)
    op.drop_table("plan_dialogue")
