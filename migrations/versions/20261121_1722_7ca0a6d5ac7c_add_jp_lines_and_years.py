"""The book of hours of learning: a line per record, and each person's sums of a year. JP are whole hundredths."""

import sqlalchemy as sa
from alembic import op

revision = "7ca0a6d5ac7c"
down_revision = "c41d09b7e6f2"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "jp_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("employee_id", sa.Integer(), nullable=False),
        sa.Column("begins_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("jp", sa.Integer(), nullable=False),
        sa.Column("counted", sa.Boolean(), nullable=False),
        sa.Column("subject_type", sa.String(length=64), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.CheckConstraint("ends_on >= begins_on", name=op.f("ck_jp_line_period")),
        sa.CheckConstraint("begins_on >= '1950-01-01' AND ends_on <= '2099-12-31'", name=op.f("ck_jp_line_years")),
        sa.CheckConstraint("jp > 0", name=op.f("ck_jp_line_jp")),
        sa.CheckConstraint("kind IN ('kepemimpinan', 'fungsional', 'teknis', 'seminar')", name=op.f("ck_jp_line_kind")),
        sa.ForeignKeyConstraint(["employee_id"], ["employee.id"], name=op.f("fk_jp_line_employee_id_employee")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_jp_line")),
        sa.UniqueConstraint("subject_type", "subject_id", name=op.f("uq_jp_line_subject_type_subject_id")),
    )
    op.create_index("ix_jp_line_employee_id_ends_on", "jp_line", ["employee_id", "ends_on"])
    op.create_table(
        "jp_year",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("employee_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("counted", sa.Integer(), nullable=False),
        sa.Column("pending", sa.Integer(), nullable=False),
        sa.CheckConstraint("year BETWEEN 1950 AND 2099", name=op.f("ck_jp_year_year")),
        sa.CheckConstraint("counted >= 0 AND pending >= 0 AND counted + pending > 0", name=op.f("ck_jp_year_sums")),
        sa.ForeignKeyConstraint(["employee_id"], ["employee.id"], name=op.f("fk_jp_year_employee_id_employee")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_jp_year")),
        sa.UniqueConstraint("year", "employee_id", name=op.f("uq_jp_year_year_employee_id")),
    )
    op.create_index(op.f("ix_jp_year_employee_id"), "jp_year", ["employee_id"])


def downgrade() -> None:
    op.drop_table("jp_year")
    op.drop_table("jp_line")
