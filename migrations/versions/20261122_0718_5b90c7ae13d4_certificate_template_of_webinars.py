"""a certificate template for each webinar; templates with a place for the photo and a switch for page 2"""

import sqlalchemy as sa
from alembic import op

revision = "5b90c7ae13d4"
down_revision = "8c2d40e7b6f1"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("certificate_template", schema=None) as batch_op:
        batch_op.add_column(sa.Column("photo_x", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("photo_at", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("outlined", sa.Boolean(), nullable=False, server_default=sa.true()))
        batch_op.create_check_constraint(op.f("ck_certificate_template_photo"), "(photo_x IS NULL) = (photo_at IS NULL)")
    with op.batch_alter_table("certificate_template", schema=None) as batch_op:
        batch_op.alter_column("outlined", existing_type=sa.Boolean(), existing_nullable=False, server_default=None)
    with op.batch_alter_table("webinar", schema=None) as batch_op:
        batch_op.add_column(sa.Column("template_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(op.f("fk_webinar_template_id_certificate_template"), "certificate_template", ["template_id"], ["id"])
        batch_op.create_index(batch_op.f("ix_webinar_template_id"), ["template_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("webinar", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_webinar_template_id"))
        batch_op.drop_constraint(op.f("fk_webinar_template_id_certificate_template"), type_="foreignkey")
        batch_op.drop_column("template_id")
    with op.batch_alter_table("certificate_template", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_certificate_template_photo"), type_="check")
        batch_op.drop_column("outlined")
        batch_op.drop_column("photo_at")
        batch_op.drop_column("photo_x")
