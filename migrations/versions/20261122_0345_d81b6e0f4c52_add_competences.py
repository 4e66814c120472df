"""competences with their levels as code lists; what a person says of himself in the plan of a year"""

import sqlalchemy as sa
from alembic import op

revision = "d81b6e0f4c52"
down_revision = "c72d51ef88bb"
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
)
ADDED = ("kompetensi", "level_kompetensi", "kesenjangan_kompetensi", "kesenjangan_kinerja")


def upgrade() -> None:
    allow(*BEFORE, *ADDED)
    with op.batch_alter_table("plan") as batch_op:
        batch_op.add_column(sa.Column("performance", sa.Numeric(precision=6, scale=3), nullable=True))
        batch_op.add_column(sa.Column("levels", sa.JSON(), server_default="{}", nullable=False))
        batch_op.create_check_constraint(batch_op.f("ck_plan_performance"), "performance BETWEEN 1 AND 100")


def downgrade() -> None:
    with op.batch_alter_table("plan") as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_plan_performance"), type_="check")
        batch_op.drop_column("levels")
        batch_op.drop_column("performance")
    op.execute(sa.text("DELETE FROM code WHERE code_list IN :added").bindparams(sa.bindparam("added", ADDED, expanding=True)))
    allow(*BEFORE)


def allow(*lists: str) -> None:
    """Let the table of codes hold these lists and no others."""
    with op.batch_alter_table("code") as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_code_code_list"), type_="check")
        batch_op.create_check_constraint(batch_op.f("ck_code_code_list"), f"code_list IN ({', '.join(repr(each) for each in lists)})")
