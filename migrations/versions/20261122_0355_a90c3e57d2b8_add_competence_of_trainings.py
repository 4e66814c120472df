"""which competence a training of the catalogue serves, and to which level it leads"""

import sqlalchemy as sa
from alembic import op

revision = "a90c3e57d2b8"
down_revision = "b7d20c5e91a4"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("training") as batch_op:
        batch_op.add_column(sa.Column("competence", sa.String(length=32), nullable=True))
        batch_op.add_column(sa.Column("competence_level", sa.Integer(), nullable=True))
        batch_op.create_check_constraint(batch_op.f("ck_training_competence"), "(competence IS NULL) = (competence_level IS NULL)")
        batch_op.create_check_constraint(batch_op.f("ck_training_competence_level"), "competence_level BETWEEN 1 AND 5")
        batch_op.create_index(batch_op.f("ix_training_competence"), ["competence"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("training") as batch_op:
        batch_op.drop_index(batch_op.f("ix_training_competence"))
        batch_op.drop_constraint(batch_op.f("ck_training_competence_level"), type_="check")
        batch_op.drop_constraint(batch_op.f("ck_training_competence"), type_="check")
        batch_op.drop_column("competence_level")
        batch_op.drop_column("competence")
