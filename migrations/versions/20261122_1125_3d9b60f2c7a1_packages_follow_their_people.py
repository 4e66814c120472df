"""packages for MyASN that are still on their way go to the unit their person belongs to now"""

from alembic import op

revision = "3d9b60f2c7a1"
down_revision = "e94b7a20c6d1"
branch_labels = None
depends_on = None


def upgrade() -> None:
    home = "SELECT employee.unit_id FROM employee WHERE employee.id = myasn_package.employee_id"
    op.execute(f"UPDATE myasn_package SET unit_id = ({home}) WHERE state IN ('ready', 'sent')")


def downgrade() -> None:
    """Where they were made is not known any more, and nothing depends on it."""
