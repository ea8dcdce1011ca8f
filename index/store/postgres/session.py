"""Connections to a server: one that reads one state, or one that writes."""

from __future__ import annotations

import os
import re
import socket
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from typing import Any

import psycopg
from psycopg.rows import dict_row
from psycopg_pool import ConnectionPool, PoolTimeout

from index.errors import OperationError, said
from index.store.place import Server
from index.store.statements import Row, Statements

SCHEMA = "tradewire"
MOST_CONNECTIONS = 20
SECONDS = 10.0
Values = Mapping[str, Any] | Sequence[Any]
# A colon of two, as in "::text", is a cast.
_NAMED, _AMONG = re.compile(r"(?<!:):(\w+)"), re.compile(r"IN :(\w+)")
_Connection = psycopg.Connection[Row]

_pools: dict[str, ConnectionPool[_Connection]] = {}
_making = threading.Lock()


class Session(Statements):
    """One connection, given back to the pool in the end; one thread at a time may use it.

    Args:
        server: where.
        pinned: see one committed state from the first look on, and write nothing.
    """

    totals = "state"
    publisher_key = "a.publisher_key"

    def __init__(self, server: Server, *, pinned: bool = False) -> None:
        self.server = server
        self._pinned = pinned
        self._connection: _Connection | None = None

    @property
    def open(self) -> bool:
        """Tell whether there is a connection that works."""
        return self._connection is not None and not self._connection.closed

    def rows(self, statement: str, values: Values | None = None) -> list[Row]:
        """Return what a statement gives.

        Args:
            statement: as psycopg reads it; without values it may be several.
            values: for its ``%s``, or by name for its ``%(name)s``.

        Raises:
            OperationError: the server does not answer, or cannot do it.
        """
        with self._errors():
            # Several statements in one go are not to be had in binary, and have no values.
            cursor = self._connected().execute(statement, values, binary=values is not None)
            return cursor.fetchall() if cursor.description else []

    def row(self, statement: str, values: Values | None = None) -> Row | None:
        """Return the first row that a statement gives, None if there is none.

        Args:
            statement: as for ``rows``.
            values: as for ``rows``.
        """
        return next(iter(self.rows(statement, values)), None)

    def copy(self, columns: str, rows: Iterable[Sequence[Any]]) -> None:
        """Write many rows at once.

        Args:
            columns: the table with its columns in brackets.
            rows: their values, in that order.
        """
        with (
            self._errors(),
            self._connected().cursor() as cursor,
            cursor.copy(f"COPY {columns} FROM STDIN") as into,
        ):
            for row in rows:
                into.write_row(row)

    def ask(self, statement: str, values: Mapping[str, Any] | None = None) -> list[Row]:
        """Return what a statement gives."""
        return self.rows(_translated(statement), values)

    def ask_each(self, statement: str, many: Iterable[Mapping[str, Any]]) -> None:
        """Carry a statement out with each of some values, in one go."""
        with self._errors():
            self._connected().cursor().executemany(_translated(statement), list(many))

    @contextmanager
    def unannounced(self) -> Iterator[None]:
        """Make everything inside happen or not happen; nothing changes for readers."""
        with self._errors(), self._connected().transaction():
            yield

    def close(self) -> None:
        """Give the connection back: its state, and its locks, are let go of."""
        connection, self._connection = self._connection, None
        if connection is None:
            return
        # The pool throws away what does not answer any more.
        with suppress(psycopg.Error):
            connection.execute("ROLLBACK" if self._pinned else "SELECT pg_advisory_unlock_all()")
        pool_of(self.server).putconn(connection)

    def _connected(self) -> _Connection:
        if self._connection is None:
            self._connection = pool_of(self.server).getconn()
            if self._pinned:
                self._connection.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        return self._connection

    @contextmanager
    def _errors(self) -> Iterator[None]:
        try:
            yield
        except (psycopg.Error, PoolTimeout) as error:
            raise OperationError(
                f"{self.server} did not do it: {said(error)}; nothing was changed by this step. "
                "Check that it runs and has room, then run the command again."
            ) from error


def _translated(statement: str) -> str:
    """Return a statement of ``Statements`` as psycopg reads it."""
    return _NAMED.sub(r"%(\1)s", _AMONG.sub(r"= ANY(:\1)", statement))


def pool_of(server: Server) -> ConnectionPool[_Connection]:
    """Return this process's connections to a server.

    Raises:
        OperationError: it does not answer, or lets nobody in.
    """
    with _making:
        pool = _pools.get(server.url)
        if pool is None:
            _try_once(server)
            pool = _pools[server.url] = ConnectionPool(
                server.url,
                connection_class=_Connection,
                kwargs={
                    "autocommit": True,
                    "row_factory": dict_row,
                    "application_name": f"tradewire (process {os.getpid()} on {socket.gethostname()})",
                },
                min_size=0,
                max_size=MOST_CONNECTIONS,
                timeout=SECONDS,
                configure=_configure,
                check=ConnectionPool.check_connection,
                open=True,
            )
        return pool


def _try_once(server: Server) -> None:
    """Meet what keeps one out before a pool tries again and again."""
    try:
        psycopg.connect(server.url, connect_timeout=int(SECONDS)).close()
    except psycopg.Error as error:
        raise OperationError(
            f"Cannot reach {server}: {said(error)}; check the address and that the server runs."
        ) from error


def _configure(connection: _Connection) -> None:
    """Look here for tables, and go on looking where a filter leaves too few of the nearest."""
    connection.execute(f"SET search_path = {SCHEMA}, public")
    # To compile a score takes longer than to work it out.
    connection.execute("SET jit = off")
    # Kept for pgvector, which may be neither loaded nor there before the first writer has begun.
    connection.execute("SET hnsw.iterative_scan = relaxed_order")
    # As wide as pgvector looks: what of the nearest ten is found is in docs/scale.md.
    connection.execute("SET hnsw.ef_search = 1000")
