"""Indexes for the filters of the list of people, which is ordered by name."""

from alembic import op

revision = "c41d09b7e6f2"
down_revision = "541e9a3f95ce"
branch_labels = None
depends_on = None

FILTERED = ("job_type", "employee_status", "legal_position")


def upgrade() -> None:
    for name in FILTERED:
        op.create_index(op.f(f"ix_employee_{name}_name"), "employee", [name, "name"])


def downgrade() -> None:
    for name in FILTERED:
        op.drop_index(op.f(f"ix_employee_{name}_name"), table_name="employee")
