"""awards, and the code lists they are filed under"""

import sqlalchemy as sa
from alembic import op

revision = "b7d2c4e81a05"
down_revision = "5e0f7c2a91b4"
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
)
ADDED = ("skala_penghargaan", "kelompok_penghargaan", "jenis_penghargaan")


def upgrade() -> None:
    allow(*BEFORE, *ADDED)
    op.create_table(
        "award",
        sa.Column("scale", sa.String(length=32), nullable=False),
        sa.Column("award_group", sa.String(length=32), nullable=False),
        sa.Column("award_kind", sa.String(length=32), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=100), nullable=True),
        sa.Column("number_key", sa.String(length=100), nullable=False),
        sa.Column("decree_on", sa.Date(), nullable=False),
        sa.Column("granted_by", sa.String(length=200), nullable=True),
        sa.Column("certificate_id", sa.Integer(), nullable=False),
        sa.Column("employee_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("state_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("state IN ('waiting', 'returned', 'approved', 'rejected', 'deleted')", name=op.f("ck_award_state")),
        sa.CheckConstraint("year BETWEEN 1950 AND 2100", name=op.f("ck_award_year")),
        sa.ForeignKeyConstraint(["certificate_id"], ["document.id"], name=op.f("fk_award_certificate_id_document")),
        sa.ForeignKeyConstraint(["employee_id"], ["employee.id"], name=op.f("fk_award_employee_id_employee")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_award_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_award")),
        sa.UniqueConstraint("certificate_id", name=op.f("uq_award_certificate_id")),
    )
    with op.batch_alter_table("award", schema=None) as batch_op:
        for name in ("award_kind", "employee_id", "number_key", "state", "unit_id"):
            batch_op.create_index(batch_op.f(f"ix_award_{name}"), [name], unique=False)


def downgrade() -> None:
    op.execute(sa.text("DELETE FROM code WHERE code_list IN :added").bindparams(sa.bindparam("added", ADDED, expanding=True)))
    allow(*BEFORE)
    with op.batch_alter_table("award", schema=None) as batch_op:
        for name in ("unit_id", "state", "number_key", "employee_id", "award_kind"):
            batch_op.drop_index(batch_op.f(f"ix_award_{name}"))

    op.drop_table("award")


def allow(*lists: str) -> None:
    """Let the table of codes hold these lists and no others."""
    with op.batch_alter_table("code") as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_code_code_list"), type_="check")
        batch_op.create_check_constraint(batch_op.f("ck_code_code_list"), f"code_list IN ({', '.join(repr(each) for each in lists)})")
