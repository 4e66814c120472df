"""certificates and archive documents are found again by their number"""

import re

import sqlalchemy as sa
from alembic import op

revision = "3f7b9d52c8e1"
down_revision = "3c9e5d81fa27"
branch_labels = None
depends_on = None

TABLES = ("archive_document", "certificate")
AT_ONCE = 1000


def upgrade() -> None:
    for name in TABLES:
        with op.batch_alter_table(name, schema=None) as batch_op:
            batch_op.add_column(sa.Column("number_key", sa.String(length=100), nullable=True))
        _fill(name)
        with op.batch_alter_table(name, schema=None) as batch_op:
            batch_op.alter_column("number_key", existing_type=sa.String(length=100), nullable=False)
            batch_op.create_index(batch_op.f(f"ix_{name}_number_key"), ["number_key"], unique=False)


def downgrade() -> None:
    for name in TABLES:
        with op.batch_alter_table(name, schema=None) as batch_op:
            batch_op.drop_index(batch_op.f(f"ix_{name}_number_key"))
            batch_op.drop_column("number_key")


def _fill(name: str) -> None:
    """The letters and digits of each number in lower case, as the portal compares them."""
    table = sa.table(name, sa.column("id", sa.Integer), sa.column("number", sa.String), sa.column("number_key", sa.String))
    connection, last = op.get_bind(), 0
    change = table.update().where(table.c.id == sa.bindparam("pk")).values(number_key=sa.bindparam("key"))
    query = sa.select(table.c.id, table.c.number).order_by(table.c.id).limit(AT_ONCE)
    while rows := connection.execute(query.where(table.c.id > last)).all():
        connection.execute(change, [{"pk": pk, "key": "".join(re.findall(r"[^\W_]+", number.casefold()))[:100]} for pk, number in rows])
        last = rows[-1].id
