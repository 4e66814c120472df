"""courses, certifications and awards may come out of a spreadsheet, then without a proof"""

import sqlalchemy as sa
from alembic import op

revision = "c93e5a7f1d62"
down_revision = "b7d2c4e81a05"
branch_labels = None
depends_on = None

TABLES = ("course", "certification", "award")


def upgrade() -> None:
    for table in TABLES:
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.add_column(sa.Column("imported", sa.Boolean(), server_default=sa.false(), nullable=False))
            batch_op.alter_column("certificate_id", existing_type=sa.Integer(), nullable=True)
            batch_op.create_check_constraint(batch_op.f(f"ck_{table}_proof"), "certificate_id IS NOT NULL OR imported")


def downgrade() -> None:
    bare = "SELECT id FROM course WHERE certificate_id IS NULL"
    op.execute(sa.text(f"DELETE FROM jp_line WHERE subject_type = 'course' AND subject_id IN ({bare})"))
    for table in TABLES:
        op.execute(sa.text(f"DELETE FROM {table} WHERE certificate_id IS NULL"))
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.drop_constraint(batch_op.f(f"ck_{table}_proof"), type_="check")
            batch_op.alter_column("certificate_id", existing_type=sa.Integer(), nullable=False)
            batch_op.drop_column("imported")
