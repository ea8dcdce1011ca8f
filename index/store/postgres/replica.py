"""How far a copy of the database is behind the one that is written to."""

from __future__ import annotations

from index.store.postgres.session import Session

# A reader waits as long for an article without wondering.
UNNOTICED = 30.0
# Nothing new may have come: then what was replayed last is as new as what there is.
_STATE = (
    "SELECT EXISTS (SELECT 1 FROM pg_stat_wal_receiver) AS follows,"
    " to_char(pg_last_xact_replay_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI') AS last,"
    " CASE WHEN pg_last_wal_receive_lsn() = pg_last_wal_replay_lsn() THEN 0 ELSE"
    " extract(epoch FROM clock_timestamp() - pg_last_xact_replay_timestamp()) END AS seconds"
    " WHERE pg_is_in_recovery()"
)


def behind(session: Session) -> str | None:
    """Return how far behind a copy is, None if not so far that a reader notices."""
    state = session.row(_STATE)
    if state is None:
        return None
    if not state["follows"]:
        last = f"{state['last']} UTC" if state["last"] else "it was made"
        return (
            f"The copy {session.server} hears nothing new; what came after {last} may be missing."
        )
    if float(state["seconds"] or 0) > UNNOTICED:
        return f"The copy {session.server} is {float(state['seconds']):,.0f} s behind."
    return None
