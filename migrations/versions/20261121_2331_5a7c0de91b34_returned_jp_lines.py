"""Lines of the book whose record was returned wait for nobody: they leave the sums of what waits."""

import sqlalchemy as sa
from alembic import op

revision = "5a7c0de91b34"
down_revision = "c4e17b90d2a6"
branch_labels = None
depends_on = None

YEAR = {"sqlite": "CAST(strftime('%Y', ends_on) AS INTEGER)", "postgresql": "CAST(EXTRACT(YEAR FROM ends_on) AS INTEGER)"}


def upgrade() -> None:
    with op.batch_alter_table("jp_line") as batch:
        batch.add_column(sa.Column("returned", sa.Boolean(), server_default=sa.false(), nullable=False))
        batch.create_check_constraint(op.f("ck_jp_line_returned"), "NOT (counted AND returned)")
    op.execute(
        "UPDATE jp_line SET returned = true WHERE subject_type = 'course' AND counted = false "
        "AND subject_id IN (SELECT id FROM course WHERE state = 'returned')"
    )
    _sum_up("AND returned = false")


def downgrade() -> None:
    bind = op.get_bind()
    # Years in which all that stands is returned had no sums; the older portal expects them.
    year = YEAR[bind.dialect.name]
    bind.execute(
        sa.text(
            "INSERT INTO jp_year (employee_id, year, counted, pending, created_at) "
            f"SELECT employee_id, {year}, 0, SUM(jp), CURRENT_TIMESTAMP FROM jp_line WHERE returned = true AND NOT EXISTS "
            f"(SELECT 1 FROM jp_year WHERE jp_year.employee_id = jp_line.employee_id AND jp_year.year = {year}) GROUP BY employee_id, {year}"
        )
    )
    _sum_up("")
    with op.batch_alter_table("jp_line") as batch:
        batch.drop_constraint(op.f("ck_jp_line_returned"), type_="check")
        batch.drop_column("returned")


def _sum_up(more: str) -> None:
    """Write the sums of what waits of everybody with a returned line anew; years that hold nothing any more go."""
    bind = op.get_bind()
    year = YEAR[bind.dialect.name]
    waits = (
        f"(SELECT COALESCE(SUM(jp), 0) FROM jp_line WHERE counted = false {more} "
        f"AND jp_line.employee_id = jp_year.employee_id AND {year} = jp_year.year)"
    )
    touched = "employee_id IN (SELECT employee_id FROM jp_line WHERE returned = true)"
    bind.execute(sa.text(f"DELETE FROM jp_year WHERE {touched} AND counted = 0 AND {waits} = 0"))
    bind.execute(sa.text(f"UPDATE jp_year SET pending = {waits} WHERE {touched}"))
