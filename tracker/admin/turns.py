"""How do two administrators who add to one table at one moment see each other's row?"""

from sqlmodel import Session, SQLModel, text


def alone_in(session: Session, table: type[SQLModel]) -> None:
    """Let no other transaction change *table* until this one ends; reading goes on.

    For a rule about all rows together, such as a code that no other regime has. SQLite has one
    writer at a time anyway.
    """
    if session.get_bind().dialect.name == "postgresql":
        name = table.__table__.name  # type: ignore[attr-defined]
        session.execute(text(f"LOCK TABLE {name} IN SHARE ROW EXCLUSIVE MODE"))
