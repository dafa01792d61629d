"""Runs migration steps on the connection that `storage.database.migrate` hands in."""

from alembic import context
from sqlalchemy import Connection

import storage.tables  # noqa: F401 - fills the metadata
from storage.database.columns import metadata


def run(connection: Connection) -> None:
    """Each step in a transaction of its own, the version row inside it."""
    context.configure(
        connection=connection,
        target_metadata=metadata,
        render_as_batch=True,
        transactional_ddl=True,
        transaction_per_migration=True,
        compare_type=True,
        user_module_prefix="storage.database.columns.",
    )
    with context.begin_transaction():
        context.run_migrations()


run(context.config.attributes["connection"])
