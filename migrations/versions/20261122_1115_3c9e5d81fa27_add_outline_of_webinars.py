"""add the outline of webinars and the hours of their sessions"""

import sqlalchemy as sa
from alembic import op

revision = "3c9e5d81fa27"
down_revision = "3d9b60f2c7a1"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("webinar") as table:
        table.add_column(sa.Column("outline", sa.Text(), nullable=True))
    with op.batch_alter_table("webinar_session") as table:
        table.add_column(sa.Column("jp", sa.Integer(), nullable=True))
        table.create_check_constraint(op.f("ck_webinar_session_jp"), "jp IS NULL OR (jp >= 0 AND jp <= 99)")


def downgrade() -> None:
    with op.batch_alter_table("webinar_session") as table:
        table.drop_constraint(op.f("ck_webinar_session_jp"), type_="check")
        table.drop_column("jp")
    with op.batch_alter_table("webinar") as table:
        table.drop_column("outline")
