"""Several mailboxes, how the last look into each went, and which mail has left its mailbox."""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables one step further."""
    op.create_table('mailbox_look',
    sa.Column('address', sqlmodel.sql.sqltypes.AutoString(length=400), nullable=False),
    sa.Column('looked_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('worked_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.Column('mail_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.Column('trouble', sqlmodel.sql.sqltypes.AutoString(length=500), nullable=False),
    sa.Column('refused', sa.Integer(), nullable=False),
    sa.Column('rest_until', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.PrimaryKeyConstraint('address', name=op.f('pk_mailbox_look'))
    )
    op.create_table('mailbox',
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('code', sqlmodel.sql.sqltypes.AutoString(length=60), nullable=False),
    sa.Column('name', sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
    sa.Column('host', sqlmodel.sql.sqltypes.AutoString(length=180), nullable=False),
    sa.Column('port', sa.Integer(), nullable=False),
    sa.Column('security', sa.Enum('tls', 'starttls', 'none', name='security', native_enum=False, length=30), nullable=False),
    sa.Column('user_name', sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
    sa.Column('sign_in', sa.Enum('password', 'client', 'refresh', name='signin', native_enum=False, length=30), nullable=False),
    sa.Column('token_url', sqlmodel.sql.sqltypes.AutoString(length=500), nullable=False),
    sa.Column('client_id', sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
    sa.Column('scope', sqlmodel.sql.sqltypes.AutoString(length=500), nullable=False),
    sa.Column('folder', sqlmodel.sql.sqltypes.AutoString(length=90), nullable=False),
    sa.Column('done_folder', sqlmodel.sql.sqltypes.AutoString(length=90), nullable=False),
    sa.Column('address', sqlmodel.sql.sqltypes.AutoString(length=400), nullable=False),
    sa.Column('team_id', sa.Integer(), nullable=True),
    sa.Column('default_subject_id', sa.Integer(), nullable=True),
    sa.Column('active', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['default_subject_id'], ['subject.id'], name=op.f('fk_mailbox_default_subject_id_subject')),
    sa.ForeignKeyConstraint(['team_id'], ['team.id'], name=op.f('fk_mailbox_team_id_team')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_mailbox')),
    sa.UniqueConstraint('address', name=op.f('uq_mailbox_address')),
    sa.UniqueConstraint('code', name=op.f('uq_mailbox_code')),
    sa.UniqueConstraint('name', name=op.f('uq_mailbox_name'))
    )
    with op.batch_alter_table('received_mail', schema=None) as batch_op:
        batch_op.add_column(sa.Column('done_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True))
        batch_op.create_index(batch_op.f('ix_received_mail_raw_sha256'), ['raw_sha256'], unique=False)



def downgrade() -> None:
    """Go one step back."""
    with op.batch_alter_table('received_mail', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_received_mail_raw_sha256'))
        batch_op.drop_column('done_at')

    op.drop_table('mailbox')
    op.drop_table('mailbox_look')
