"""Which cases a recalculation could not reckon, and why."""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables one step further."""
    op.create_table('unreckoned_case',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('recalculation_id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('problem_nl', sqlmodel.sql.sqltypes.AutoString(length=500), nullable=False),
    sa.Column('problem_en', sqlmodel.sql.sqltypes.AutoString(length=500), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['case.id'], name=op.f('fk_unreckoned_case_case_id_case')),
    sa.ForeignKeyConstraint(['recalculation_id'], ['recalculation.id'], name=op.f('fk_unreckoned_case_recalculation_id_recalculation')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_unreckoned_case'))
    )
    with op.batch_alter_table('unreckoned_case', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_unreckoned_case_case_id'), ['case_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_unreckoned_case_recalculation_id'), ['recalculation_id'], unique=False)


def downgrade() -> None:
    """Go one step back."""
    with op.batch_alter_table('unreckoned_case', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_unreckoned_case_recalculation_id'))
        batch_op.drop_index(batch_op.f('ix_unreckoned_case_case_id'))

    op.drop_table('unreckoned_case')
