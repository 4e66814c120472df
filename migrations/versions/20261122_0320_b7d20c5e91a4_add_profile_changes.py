"""Changes of personal data: people ask for them, an officer decides."""

import sqlalchemy as sa
from alembic import op

revision = "b7d20c5e91a4"
down_revision = "4c81e2f07a6d"
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
    "bentuk_pengembangan",
    "sumber_dana",
    "standar_jabatan",
    "kategori_jpm",
    "kompetensi",
    "level_kompetensi",
    "kesenjangan_kompetensi",
    "kesenjangan_kinerja",
)
ADDED = ("isian_profil",)
WAITING = sa.text("state = 'waiting'")


def upgrade() -> None:
    allow(*BEFORE, *ADDED)
    op.create_table(
        "profile_change",
        sa.Column("old_values", sa.JSON(), nullable=False),
        sa.Column("new_values", sa.JSON(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("proof_id", sa.Integer(), nullable=True),
        sa.Column("employee_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("state_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("state IN ('waiting', 'approved', 'refused', 'withdrawn')", name=op.f("ck_profile_change_state")),
        sa.ForeignKeyConstraint(["employee_id"], ["employee.id"], name=op.f("fk_profile_change_employee_id_employee")),
        sa.ForeignKeyConstraint(["proof_id"], ["document.id"], name=op.f("fk_profile_change_proof_id_document")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_profile_change_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_profile_change")),
        sa.UniqueConstraint("proof_id", name=op.f("uq_profile_change_proof_id")),
    )
    op.create_index(op.f("ix_profile_change_employee_id"), "profile_change", ["employee_id"], unique=False)
    op.create_index(op.f("ix_profile_change_state"), "profile_change", ["state"], unique=False)
    op.create_index(op.f("ix_profile_change_unit_id"), "profile_change", ["unit_id"], unique=False)
    op.create_index(
        "uq_profile_change_waiting", "profile_change", ["employee_id"], unique=True, sqlite_where=WAITING, postgresql_where=WAITING
    )


def downgrade() -> None:
    op.drop_table("profile_change")
    op.execute(sa.text("DELETE FROM code WHERE code_list IN :added").bindparams(sa.bindparam("added", ADDED, expanding=True)))
    allow(*BEFORE)


def allow(*lists: str) -> None:
    """Let codes be of these lists, and of no other."""
    with op.batch_alter_table("code") as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_code_code_list"), type_="check")
        batch_op.create_check_constraint(batch_op.f("ck_code_code_list"), f"code_list IN ({', '.join(repr(each) for each in lists)})")
