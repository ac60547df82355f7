"""Own regimes, closing days, royal decrees, and which dates moved by a recalculation."""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables one step further."""
    op.create_table('closing_day',
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('name', sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
    sa.PrimaryKeyConstraint('day', name=op.f('pk_closing_day'))
    )
    op.create_table('own_regime',
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('code', sqlmodel.sql.sqltypes.AutoString(length=60), nullable=False),
    sa.Column('name_nl', sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
    sa.Column('name_en', sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
    sa.Column('article', sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
    sa.Column('link', sqlmodel.sql.sqltypes.AutoString(length=500), nullable=False),
    sa.Column('term', sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
    sa.Column('counting', sqlmodel.sql.sqltypes.AutoString(length=10), nullable=False),
    sa.Column('extension', sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
    sa.Column('grounds', sa.JSON(), nullable=False),
    sa.Column('is_decision', sa.Boolean(), nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_own_regime')),
    sa.UniqueConstraint('code', 'valid_from', name=op.f('uq_own_regime_code_valid_from'))
    )
    op.create_table('recalculation',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('mark', sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
    sa.Column('started_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('ended_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.Column('cases', sa.Integer(), nullable=False),
    sa.Column('moved', sa.Integer(), nullable=False),
    sa.Column('failed', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_recalculation'))
    )
    op.create_table('royal_decree',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('source', sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
    sa.Column('first_year', sa.Integer(), nullable=False),
    sa.Column('last_year', sa.Integer(), nullable=False),
    sa.Column('days', sa.JSON(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_royal_decree'))
    )
    op.create_table('moved_date',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('recalculation_id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('clock', sqlmodel.sql.sqltypes.AutoString(length=20), nullable=False),
    sa.Column('before', sa.Date(), nullable=True),
    sa.Column('after', sa.Date(), nullable=True),
    sa.ForeignKeyConstraint(['case_id'], ['case.id'], name=op.f('fk_moved_date_case_id_case')),
    sa.ForeignKeyConstraint(['recalculation_id'], ['recalculation.id'], name=op.f('fk_moved_date_recalculation_id_recalculation')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_moved_date'))
    )
    with op.batch_alter_table('moved_date', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_moved_date_case_id'), ['case_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_moved_date_recalculation_id'), ['recalculation_id'], unique=False)

    # Renamed in place: SQLite would copy the table, with all that points at it.
    op.execute('ALTER TABLE "case" RENAME COLUMN rules_version TO reckoned_with')



def downgrade() -> None:
    """Go one step back."""
    op.execute('ALTER TABLE "case" RENAME COLUMN reckoned_with TO rules_version')

    with op.batch_alter_table('moved_date', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_moved_date_recalculation_id'))
        batch_op.drop_index(batch_op.f('ix_moved_date_case_id'))

    op.drop_table('moved_date')
    op.drop_table('royal_decree')
    op.drop_table('recalculation')
    op.drop_table('own_regime')
    op.drop_table('closing_day')
