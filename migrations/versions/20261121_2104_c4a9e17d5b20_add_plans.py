"""plan years with their windows, planned trainings, reminders, and the code lists they are filed under"""

import sqlalchemy as sa
from alembic import op

revision = "c4a9e17d5b20"
down_revision = "93fbf47c6c3b"
branch_labels = None
depends_on = None


BEFORE = (
    "golongan_pns",
    "golongan_pppk",
    "agama",
    "jenjang_jf",
    "kedudukan_hukum",
    "jenis_kompetensi",
    "jenis_diklat",
    "jenis_kursus",
    "rumpun_jabatan",
    "kategori_arsip",
    "dokumen_arsip",
    "label_arsip",
    "skala_penghargaan",
    "kelompok_penghargaan",
    "jenis_penghargaan",
)
ADDED = ("bentuk_pengembangan", "sumber_dana", "standar_jabatan", "kategori_jpm")


def upgrade() -> None:
    allow(*BEFORE, *ADDED)
    op.create_table(
        "plan_year",
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("opens_on", sa.Date(), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("year BETWEEN 2000 AND 2100", name=op.f("ck_plan_year_year")),
        sa.CheckConstraint("closes_on >= opens_on", name=op.f("ck_plan_year_period")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_year")),
        sa.UniqueConstraint("year", name=op.f("uq_plan_year_year")),
    )
    op.create_table(
        "plan_row",
        sa.Column("plan_year_id", sa.Integer(), nullable=False),
        sa.Column("development_path", sa.String(length=16), nullable=False),
        sa.Column("form", sa.String(length=32), nullable=False),
        sa.Column("training_id", sa.Integer(), nullable=True),
        sa.Column("subject", sa.String(length=300), nullable=False),
        sa.Column("study_programme", sa.String(length=200), nullable=True),
        sa.Column("study_level", sa.String(length=60), nullable=True),
        sa.Column("organiser", sa.String(length=200), nullable=False),
        sa.Column("begins_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("jp", sa.Numeric(precision=6, scale=2), nullable=False),
        sa.Column("cost", sa.Numeric(precision=15, scale=2), nullable=False),
        sa.Column("fund", sa.String(length=32), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decision", sa.Text(), nullable=True),
        sa.Column("frozen", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("employee_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("state_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("state IN ('draft', 'sent', 'accepted', 'rejected', 'returned', 'deleted')", name=op.f("ck_plan_row_state")),
        sa.CheckConstraint("development_path IN ('tugas_belajar', 'klasikal', 'nonklasikal')", name=op.f("ck_plan_row_development_path")),
        sa.CheckConstraint("ends_on >= begins_on", name=op.f("ck_plan_row_period")),
        sa.CheckConstraint("jp >= 0", name=op.f("ck_plan_row_jp")),
        sa.CheckConstraint("cost >= 0", name=op.f("ck_plan_row_cost")),
        sa.CheckConstraint("(study_programme IS NOT NULL) = (development_path = 'tugas_belajar')", name=op.f("ck_plan_row_study")),
        sa.ForeignKeyConstraint(["employee_id"], ["employee.id"], name=op.f("fk_plan_row_employee_id_employee")),
        sa.ForeignKeyConstraint(["plan_year_id"], ["plan_year.id"], name=op.f("fk_plan_row_plan_year_id_plan_year")),
        sa.ForeignKeyConstraint(["training_id"], ["training.id"], name=op.f("fk_plan_row_training_id_training")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_plan_row_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_row")),
    )
    with op.batch_alter_table("plan_row", schema=None) as batch_op:
        for name in ("begins_on", "employee_id", "plan_year_id", "state", "training_id", "unit_id"):
            batch_op.create_index(batch_op.f(f"ix_plan_row_{name}"), [name], unique=False)
    op.create_table(
        "plan_reminder",
        sa.Column("plan_year_id", sa.Integer(), nullable=False),
        sa.Column("employee_id", sa.Integer(), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("days > 0", name=op.f("ck_plan_reminder_days")),
        sa.ForeignKeyConstraint(["employee_id"], ["employee.id"], name=op.f("fk_plan_reminder_employee_id_employee"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["plan_year_id"], ["plan_year.id"], name=op.f("fk_plan_reminder_plan_year_id_plan_year"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_reminder")),
        sa.UniqueConstraint(
            "plan_year_id", "employee_id", "closes_on", "days", name=op.f("uq_plan_reminder_plan_year_id_employee_id_closes_on_days")
        ),
    )
    with op.batch_alter_table("plan_reminder", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_plan_reminder_employee_id"), ["employee_id"], unique=False)


def downgrade() -> None:
    op.execute(sa.text("DELETE FROM code WHERE code_list IN :added").bindparams(sa.bindparam("added", ADDED, expanding=True)))
    allow(*BEFORE)
    with op.batch_alter_table("plan_reminder", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_plan_reminder_employee_id"))
    op.drop_table("plan_reminder")
    with op.batch_alter_table("plan_row", schema=None) as batch_op:
        for name in ("unit_id", "training_id", "state", "plan_year_id", "employee_id", "begins_on"):
            batch_op.drop_index(batch_op.f(f"ix_plan_row_{name}"))
    op.drop_table("plan_row")
    op.drop_table("plan_year")


def allow(*lists: str) -> None:
    """Let the table of codes hold these lists and no others."""
    with op.batch_alter_table("code") as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_code_code_list"), type_="check")
        batch_op.create_check_constraint(batch_op.f("ck_code_code_list"), f"code_list IN ({', '.join(repr(each) for each in lists)})")
