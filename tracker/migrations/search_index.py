"""How do the tables of the full-text search come to be, and how do they stay right by themselves?

Each case is one text in the index, made anew by triggers whenever something in it changes: so it
is right whoever changed the row. ``tracker/register/search.py`` asks it.

A migration that makes ``case``, ``message``, ``attachment`` or ``correspondent`` anew on SQLite
must call ``drop`` before and ``make`` after: the triggers go with the table, and SQLite refuses to
rename a table while a trigger speaks of one that is not there.
"""

from collections.abc import Iterator, Mapping, Sequence

from alembic import op

TABLES = ("case_search", "correspondent_search")
"""All that the index consists of has a name that begins with one of these."""

LONGEST_MESSAGE, LONGEST_CASE = 200_000, 1_000_000
"""Characters that are looked through; what comes after is kept, but not found."""

PERSON = "p.name || ' ' || p.email || ' ' || p.street || ' ' || p.postcode || ' ' || p.place"
WATCHED: Mapping[str, Sequence[str]] = {
    "case": (
        "number",
        "title",
        "subject_id",
        "correspondent_id",
        "team_id",
        "handler_id",
        "state",
        "channel",
    ),
    "message": ("case_id", "subject", "text", "from_name", "from_address"),
    "attachment": ("message_id", "filename"),
    "correspondent": ("name", "email", "street", "postcode", "place", "phone"),
}
"""What is looked through: a change of one of these makes the text of the case anew."""
CASES_OF: Mapping[str, str] = {
    "case": "SELECT {row}.id",
    "message": "SELECT {row}.case_id",
    "attachment": "SELECT case_id FROM message WHERE id = {row}.message_id",
    "correspondent": 'SELECT id FROM "case" WHERE correspondent_id = {row}.id',
}


def is_search_table(name: str) -> bool:
    """Tell whether a table belongs to the index and not to the models."""
    return name.startswith(TABLES)


def make(file_text: str = "a.filename") -> None:
    """Make the index, fill it with what is there, and let it follow what comes.

    Args:
        file_text: SQL that gives the words of a row ``a`` of ``attachment``.
    """
    build = _sqlite if op.get_bind().dialect.name == "sqlite" else _postgresql
    for statement in build(file_text):
        op.get_bind().exec_driver_sql(statement)


def drop() -> None:
    """Take the index away with all that keeps it."""
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    for table in WATCHED:
        for act in ("insert", "update", "delete"):
            suffix = "" if on_sqlite else f' ON "{table}"'
            op.execute(f"DROP TRIGGER {table}_is_searched_{act}{suffix}")
    for table in TABLES:
        op.execute(f"DROP TABLE {table}")
    if not on_sqlite:
        for table in WATCHED:
            op.execute(f"DROP FUNCTION search_{table}()")
        for function in ("case(integer)", "correspondent(integer)", "vector(text,text,text[])"):
            op.execute(f"DROP FUNCTION search_index_{function}")
        op.execute("DROP FUNCTION search_words(text)")


def _case_text(file_text: str, join: str) -> str:
    """Return the SELECT of what is looked through in cases ``c``, newest message first."""
    return f"""
SELECT c.id AS case_id, c.number, c.title, {PERSON} AS people,
  coalesce((SELECT {join % file_text} FROM attachment a
    JOIN message m ON m.id = a.message_id WHERE m.case_id = c.id), '') AS files,
  coalesce((SELECT substr({join % "piece"}, 1, {LONGEST_CASE}) FROM (
    SELECT substr(m.subject || ' ' || m.from_name || ' ' || m.from_address || ' ' || m.text,
      1, {LONGEST_MESSAGE}) AS piece
    FROM message m WHERE m.case_id = c.id ORDER BY m.id DESC) AS pieces), '') AS body,
  {{marks}} AS marks
FROM "case" c JOIN correspondent p ON p.id = c.correspondent_id
"""  # noqa: S608 - our own words


# ---- SQLite: FTS5 tables that keep their own text


def _sqlite(file_text: str) -> Iterator[str]:
    words = "tokenize = \"unicode61 remove_diacritics 2\", detail = 'column'"
    columns = "number, title, people, files, body, marks"
    yield f"CREATE VIRTUAL TABLE case_search USING fts5({columns}, {words}, prefix = '3 4')"
    yield f"CREATE VIRTUAL TABLE correspondent_search USING fts5(words, {words}, prefix = '3')"
    marks = (
        "'t' || c.team_id || coalesce(' h' || c.handler_id, '') || ' s' || c.subject_id"
        " || ' z' || replace(c.state, '_', '') || ' c' || c.channel"
    )
    case_text = _case_text(file_text, "group_concat(%s, ' ')").format(marks=marks)
    person = f"SELECT p.id, {PERSON} || ' ' || p.phone FROM correspondent p"  # noqa: S608
    into_cases = f"INSERT INTO case_search(rowid, {columns}) {case_text}"
    into_people = f"INSERT INTO correspondent_search(rowid, words) {person}"
    yield into_cases
    yield into_people
    for table, columns_watched in WATCHED.items():
        for act in ("insert", "update", "delete"):
            row = "OLD" if act == "delete" else "NEW"
            of = f" OF {', '.join(columns_watched)}" if act == "update" else ""
            chosen = {CASES_OF[table].format(row=row): None}
            if act == "update":
                chosen[CASES_OF[table].format(row="OLD")] = None  # it may have left another case
            body = "".join(
                f"DELETE FROM case_search WHERE rowid IN ({cases});\n"  # noqa: S608
                f"{into_cases} WHERE c.id IN ({cases});\n"
                for cases in chosen
            )
            if table == "correspondent":
                body += f"DELETE FROM correspondent_search WHERE rowid = {row}.id;\n"  # noqa: S608
                body += f"{into_people} WHERE p.id = {row}.id;\n"
            yield (
                f"CREATE TRIGGER {table}_is_searched_{act} AFTER {act.upper()}{of}"
                f' ON "{table}" BEGIN\n{body}END'
            )


# ---- PostgreSQL: tsvectors with a GIN index

WORDS_FUNCTION = r"""
CREATE FUNCTION search_words(given text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT regexp_replace(
    regexp_replace(normalize(lower(coalesce(given, '')), NFD), '[\u0300-\u036f]', '', 'g'),
    '[\u0001-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u00a9\u00ab-\u00b1\u00b4\u00b6-\u00b8'
    '\u00bb\u00bf\u00d7\u00f7\u2000-\u206f\u20a0-\u20cf\u2190-\u2bff\u3000-\u3003\u3008-\u3020'
    '\ufe00-\ufe0f\U0001f000-\U0001faff]', ' ', 'g')
$$
"""
"""Small letters without accents or signs: so the words are those of SQLite's ``unicode61``."""
VECTOR_FUNCTION = """
CREATE FUNCTION search_index_vector(named text, telling text, marks text[]) RETURNS tsvector
LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE cut integer := 1000000;
BEGIN
  LOOP
    BEGIN
      RETURN strip(to_tsvector('simple', named)
        || to_tsvector('simple', left(telling, cut)) || to_tsvector('dutch', left(telling, cut)))
        || array_to_tsvector(marks);
    EXCEPTION WHEN program_limit_exceeded THEN
      cut := cut / 4;
      named := left(named, cut);
    END;
  END LOOP;
END
$$
"""
"""As many words as fit into a tsvector; as they stand, and by the stem that Dutch gives them."""


def _postgresql(file_text: str) -> Iterator[str]:
    marks = (
        "array_remove(ARRAY['=t' || c.team_id, '=h' || c.handler_id, '=s' || c.subject_id,"
        " '=z' || replace(c.state, '_', ''), '=c' || c.channel], NULL)"
    )
    case_text = _case_text(file_text, "string_agg(%s, ' ')").format(marks=marks)
    yield WORDS_FUNCTION
    yield VECTOR_FUNCTION
    yield (
        "CREATE TABLE case_search (case_id integer PRIMARY KEY,"
        " named tsvector NOT NULL, whole tsvector NOT NULL)"
    )
    yield (
        "CREATE TABLE correspondent_search (correspondent_id integer PRIMARY KEY,"
        " words tsvector NOT NULL)"
    )
    into_cases = f"""
INSERT INTO case_search (case_id, named, whole)
SELECT case_id,
  strip(to_tsvector('simple', search_words(number || ' ' || title || ' ' || people))),
  search_index_vector(search_words(number || ' ' || people),
    search_words(title || ' ' || files || ' ' || body), marks)
FROM ({case_text} {{which}}) AS found
ON CONFLICT (case_id) DO UPDATE SET named = EXCLUDED.named, whole = EXCLUDED.whole
"""  # noqa: S608 - our own words
    into_people = f"""
INSERT INTO correspondent_search (correspondent_id, words)
SELECT p.id, strip(to_tsvector('simple', search_words({PERSON} || ' ' || p.phone)))
FROM correspondent p {{which}}
ON CONFLICT (correspondent_id) DO UPDATE SET words = EXCLUDED.words
"""  # noqa: S608 - our own words
    for name, into in (("case", into_cases), ("correspondent", into_people)):
        alias = "c" if name == "case" else "p"
        yield (
            f"CREATE FUNCTION search_index_{name}(one integer) RETURNS void LANGUAGE sql AS"
            f" $${into.format(which=f'WHERE {alias}.id = one')}$$"
        )
        yield into.format(which="")
    yield "CREATE INDEX ix_case_search_named ON case_search USING gin (named)"
    yield "CREATE INDEX ix_case_search_whole ON case_search USING gin (whole)"
    yield "CREATE INDEX ix_correspondent_search_words ON correspondent_search USING gin (words)"
    for table, columns in WATCHED.items():
        yield _postgresql_function(table)
        for act in ("insert", "update", "delete"):
            of = f" OF {', '.join(columns)}" if act == "update" else ""
            yield (
                f"CREATE TRIGGER {table}_is_searched_{act} AFTER {act.upper()}{of}"
                f' ON "{table}" FOR EACH ROW EXECUTE FUNCTION search_{table}()'
            )


def _postgresql_function(table: str) -> str:
    gone = {
        "case": "DELETE FROM case_search WHERE case_id = OLD.id;",
        "correspondent": "DELETE FROM correspondent_search WHERE correspondent_id = OLD.id;",
    }.get(table, "")
    own = "PERFORM search_index_correspondent(NEW.id);" if table == "correspondent" else ""
    old, new = (
        f"PERFORM search_index_case(id) FROM ({CASES_OF[table].format(row=row)}) AS found (id);"
        for row in ("OLD", "NEW")
    )
    left = f"IF {_left(table)} THEN {old} END IF;" if table in ("message", "attachment") else ""
    return f"""
CREATE FUNCTION search_{table}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    {gone or old}
    RETURN OLD;
  END IF;
  IF TG_OP = 'UPDATE' THEN
    {left}
  END IF;
  {own}
  {new}
  RETURN NEW;
END
$$
"""


def _left(table: str) -> str:
    """Return the SQL that tells whether a row went to another case."""
    key = {"message": "case_id", "attachment": "message_id"}[table]
    return f"OLD.{key} IS DISTINCT FROM NEW.{key}"
