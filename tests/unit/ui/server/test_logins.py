from __future__ import annotations

import hashlib
from base64 import b64encode

import pytest

from ui.server.logins import FREE_TRIES, LONGEST_WAIT, Logins
from ui.server.users import User

RIGHT, WRONG = "correct horse", "wrong horse"


def hashed(password: str) -> str:
    """Return a hash that is cheap to check."""
    key = hashlib.scrypt(password.encode(), salt=b"salt", n=2, r=8, p=1, dklen=32)
    return f"scrypt$2$8$1${b64encode(b'salt').decode()}${b64encode(key).decode()}"


@pytest.fixture
def users() -> dict[str, User]:
    return {"anna": User(name="anna", hash=hashed(RIGHT)), "bert": User(name="bert")}


@pytest.fixture
def now() -> list[float]:
    return [1000.0]


@pytest.fixture
def logins(users: dict[str, User], now: list[float]) -> Logins:
    return Logins(lambda: users, lambda: now[0])


def test_only_the_right_password_lets_in(logins: Logins) -> None:
    assert logins.check("anna", RIGHT, "10.0.0.1") == logins.known("anna", RIGHT)
    for name, password in (("anna", WRONG), ("eve", RIGHT), ("bert", ""), ("bert", RIGHT)):
        assert logins.known(name, password) is None
        assert logins.check(name, password, "10.0.0.1") is None


def test_waits_double_up_to_a_minute(logins: Logins, now: list[float]) -> None:
    waits = []
    for _ in range(FREE_TRIES + 8):
        now[0] += logins.wait("anna", "10.0.0.1")
        assert logins.check("anna", WRONG, "10.0.0.1") is None
        waits.append(logins.wait("anna", "10.0.0.1"))
    assert waits == pytest.approx([0, 0, 1, 2, 4, 8, 16, 32, 60, 60, 60])
    assert waits[-1] == LONGEST_WAIT


def test_within_the_wait_even_the_right_password_is_not_looked_at(
    logins: Logins, now: list[float]
) -> None:
    for _ in range(FREE_TRIES):
        logins.check("anna", WRONG, "10.0.0.1")
    assert logins.check("anna", RIGHT, "10.0.0.1") is None
    assert logins.check("anna", RIGHT, "10.0.0.2") is not None, "another address may try"
    now[0] += 1
    assert logins.check("anna", RIGHT, "10.0.0.1") is not None
    assert logins.wait("anna", "10.0.0.1") == 0


def test_who_is_known_stays_in_while_others_guess(logins: Logins) -> None:
    logins.check("anna", RIGHT, "10.0.0.1")
    for _ in range(FREE_TRIES):
        logins.check("anna", WRONG, "10.0.0.1")
    assert logins.known("anna", RIGHT) is not None


def test_a_changed_password_or_role_counts_at_once(logins: Logins, users: dict[str, User]) -> None:
    logins.check("anna", RIGHT, "10.0.0.1")
    users["anna"] = User(name="anna", role="editor", hash=users["anna"].hash)
    known = logins.known("anna", RIGHT)
    assert known is not None
    assert known.role == "editor"
    users["anna"] = User(name="anna", hash=hashed("another horse"))
    assert logins.known("anna", RIGHT) is None
    del users["anna"]
    assert logins.known("anna", RIGHT) is None
