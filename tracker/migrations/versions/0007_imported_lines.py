"""Which lines of a backlog became a case."""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables one step further."""
    op.create_table('imported_line',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('source', sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
    sa.Column('key', sqlmodel.sql.sqltypes.AutoString(length=240), nullable=False),
    sa.Column('fingerprint', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=True),
    sa.Column('imported_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['case.id'], name=op.f('fk_imported_line_case_id_case')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_imported_line')),
    sa.UniqueConstraint('key', name=op.f('uq_imported_line_key'))
    )
    with op.batch_alter_table('imported_line', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_imported_line_case_id'), ['case_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_imported_line_fingerprint'), ['fingerprint'], unique=False)



def downgrade() -> None:
    """Go one step back."""
    op.drop_table('imported_line')
