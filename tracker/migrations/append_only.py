"""How does the database itself see to it that what was written down is never changed?"""

from alembic import op

SQLITE = """
CREATE TRIGGER {table}_refuses_{act} BEFORE {act} ON {table}
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
"""
POSTGRESQL_FUNCTION = """
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME
  USING ERRCODE = 'integrity_constraint_violation';
END
$$
"""
POSTGRESQL = """
CREATE TRIGGER {table}_refuses_{act} BEFORE {act} ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
"""
ACTS = {"sqlite": ("UPDATE", "DELETE"), "postgresql": ("UPDATE", "DELETE", "TRUNCATE")}


def make_append_only(table: str) -> None:
    """Let the database refuse any change to a row of *table* that is there."""
    dialect = op.get_bind().dialect.name
    if dialect == "postgresql":
        op.execute(POSTGRESQL_FUNCTION)
    statement = SQLITE if dialect == "sqlite" else POSTGRESQL
    for act in ACTS[dialect]:
        op.execute(statement.format(table=table, act=act))


def make_changeable(table: str) -> None:
    """Undo ``make_append_only``; dropping a table drops its triggers on either database."""
    dialect = op.get_bind().dialect.name
    for act in ACTS[dialect]:
        suffix = f" ON {table}" if dialect == "postgresql" else ""
        op.execute(f"DROP TRIGGER {table}_refuses_{act}{suffix}")
    if dialect == "postgresql":
        op.execute("DROP FUNCTION refuse_change()")
