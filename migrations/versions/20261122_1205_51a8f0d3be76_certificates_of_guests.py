"""certificates of guests: without an employee, named by the number that their occasion gave them"""

import sqlalchemy as sa
from alembic import op

revision = "51a8f0d3be76"
down_revision = "7d21c5e08f4a"
branch_labels = None
depends_on = None

IS_VALID = sa.text("state = 'valid'")


def upgrade() -> None:
    with op.batch_alter_table("certificate") as table:
        table.add_column(sa.Column("guest_id", sa.Integer(), nullable=True))
        table.alter_column("employee_id", existing_type=sa.Integer(), nullable=True)
        table.alter_column("unit_id", existing_type=sa.Integer(), nullable=True)
        table.create_check_constraint(
            op.f("ck_certificate_guest"),
            "(employee_id IS NULL) = (guest_id IS NOT NULL) AND (employee_id IS NULL) = (unit_id IS NULL)",
        )
    op.create_index(
        "uq_certificate_occasion_guest",
        "certificate",
        ["occasion_kind", "occasion_id", "guest_id"],
        unique=True,
        sqlite_where=IS_VALID,
        postgresql_where=IS_VALID,
    )


def downgrade() -> None:
    op.drop_index("uq_certificate_occasion_guest", table_name="certificate")
    op.execute("DELETE FROM certificate WHERE guest_id IS NOT NULL")
    with op.batch_alter_table("certificate") as table:
        table.drop_constraint(op.f("ck_certificate_guest"), type_="check")
        table.alter_column("employee_id", existing_type=sa.Integer(), nullable=False)
        table.alter_column("unit_id", existing_type=sa.Integer(), nullable=False)
        table.drop_column("guest_id")
