"""Making many tables in one step of a migration."""

from collections.abc import Sequence

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations import CreateModel
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState


class CreateTables(Operation):
    """What CreateModel does, for many tables at once.

    With each table that comes by itself Django makes the models of all others anew that
    hang together with it: as many times as there are tables, and nearly all of them.
    """

    def __init__(self, tables: Sequence[CreateModel]) -> None:
        """Name the tables, each after those that it refers to."""
        self.tables = tables

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Note all tables; the models are made when somebody asks for them."""
        state.__dict__.pop("apps", None)  # what Django keeps of `ProjectState.apps`
        for table in self.tables:
            table.state_forwards(app_label, state)

    def database_forwards(  # noqa: PLR0917 - Django calls it so
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Make the tables."""
        for table in self.tables:
            table.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(  # noqa: PLR0917 - Django calls it so
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Drop them, the last one first."""
        for table in reversed(self.tables):
            table.database_backwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        """Say what is done, for a list of operations."""
        return f"Create {len(self.tables)} tables"
