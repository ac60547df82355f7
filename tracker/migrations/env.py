"""How does Alembic reach the database? ``tracker.base.migrate`` gives it a connection."""

from typing import Any

from alembic import context

from tracker.migrations.search_index import is_search_table
from tracker.migrations.tables import METADATA


def is_of_the_models(name: str | None, type_: str, _parents: Any) -> bool:
    """Leave the tables of the full-text search alone: no model stands behind them."""
    return type_ != "table" or not is_search_table(name or "")


connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=METADATA,
    render_as_batch=connection.dialect.name == "sqlite",
    include_name=is_of_the_models,
    compare_type=True,
    transaction_per_migration=True,
)
with context.begin_transaction():
    context.run_migrations()
