"""Full-text search; correspondents that two people may correct, and that can be merged."""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

from tracker.migrations import search_index

revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables one step further."""
    op.add_column('correspondent', sa.Column('version', sa.Integer(), nullable=False, server_default='1'))
    op.create_table('correspondent_merge',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('kept_id', sa.Integer(), nullable=False),
    sa.Column('gone_id', sa.Integer(), nullable=False),
    sa.Column('case_ids', sa.JSON(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=False),
    sa.Column('at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('undone_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.Column('undone_by_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['by_id'], ['user.id'], name=op.f('fk_correspondent_merge_by_id_user')),
    sa.ForeignKeyConstraint(['gone_id'], ['correspondent.id'], name=op.f('fk_correspondent_merge_gone_id_correspondent')),
    sa.ForeignKeyConstraint(['kept_id'], ['correspondent.id'], name=op.f('fk_correspondent_merge_kept_id_correspondent')),
    sa.ForeignKeyConstraint(['undone_by_id'], ['user.id'], name=op.f('fk_correspondent_merge_undone_by_id_user')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_correspondent_merge'))
    )
    with op.batch_alter_table('correspondent_merge', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_correspondent_merge_gone_id'), ['gone_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_correspondent_merge_kept_id'), ['kept_id'], unique=False)
    search_index.make()


def downgrade() -> None:
    """Go one step back."""
    search_index.drop()
    with op.batch_alter_table('correspondent_merge', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_correspondent_merge_kept_id'))
        batch_op.drop_index(batch_op.f('ix_correspondent_merge_gone_id'))
    op.drop_table('correspondent_merge')
    op.drop_column('correspondent', 'version')
