"""postings and merged units"""

import sqlalchemy as sa
from alembic import op

revision = "817130d61ea9"
down_revision = "0904924d1430"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "posting",
        sa.Column("employee_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("until IS NULL OR until >= since", name=op.f("ck_posting_period")),
        sa.ForeignKeyConstraint(["employee_id"], ["employee.id"], name=op.f("fk_posting_employee_id_employee"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_posting_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_posting")),
    )
    op.create_index(op.f("ix_posting_employee_id"), "posting", ["employee_id"])
    op.create_index(op.f("ix_posting_unit_id"), "posting", ["unit_id"])
    open_end = sa.text("until IS NULL")
    op.create_index("uq_posting_open", "posting", ["employee_id"], unique=True, sqlite_where=open_end, postgresql_where=open_end)
    # Everybody has been in his present unit at least since he was entered.
    op.execute(
        "INSERT INTO posting (employee_id, unit_id, since, created_at) SELECT id, unit_id, date(created_at), created_at FROM employee"
    )
    with op.batch_alter_table("unit") as batch_op:
        batch_op.add_column(sa.Column("merged_into_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(batch_op.f("fk_unit_merged_into_id_unit"), "unit", ["merged_into_id"], ["id"])
        batch_op.create_check_constraint(
            batch_op.f("ck_unit_merged"), "merged_into_id IS NULL OR (merged_into_id <> id AND valid_to IS NOT NULL)"
        )
        batch_op.create_index(batch_op.f("ix_unit_merged_into_id"), ["merged_into_id"])


def downgrade() -> None:
    with op.batch_alter_table("unit") as batch_op:
        batch_op.drop_index(batch_op.f("ix_unit_merged_into_id"))
        batch_op.drop_constraint(batch_op.f("ck_unit_merged"), type_="check")
        batch_op.drop_constraint(batch_op.f("fk_unit_merged_into_id_unit"), type_="foreignkey")
        batch_op.drop_column("merged_into_id")
    op.drop_table("posting")
