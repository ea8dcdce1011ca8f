from __future__ import annotations

import stat
from pathlib import Path

import pytest

from index.errors import OperationError, UsageError
from ui.server.users import User, UserFile, hashed, matches


def test_a_password_is_kept_as_a_salted_hash() -> None:
    kept = hashed("correct horse")
    assert "correct" not in kept
    assert kept.startswith("scrypt$16384$8$5$")
    assert matches("correct horse", kept)
    assert not matches("correct horsf", kept)
    assert hashed("correct horse") != kept


def test_a_hash_made_elsewhere_is_understood() -> None:
    """RFC 7914, section 12: scrypt("password", "NaCl", 1024, 8, 16), its first 32 bytes."""
    import base64

    key = base64.b64encode(bytes.fromhex(
        "fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b373162"
    )).decode()  # fmt: skip
    assert matches("password", f"scrypt$1024$8$16$TmFDbA==${key}")


@pytest.mark.parametrize("kept", ["", "plain", "md5$1$2$3$a$b", "scrypt$x$8$1$aa$bb"])
def test_what_is_no_hash_matches_nothing(kept: str) -> None:
    assert not matches("plain", kept)


def test_the_file_keeps_users_and_sees_changes(tmp_path: Path) -> None:
    file = UserFile(tmp_path / "users")
    file.put(User(name="anna", role="editor", hash=hashed("a password")))
    file.put(User(name="bert"))
    assert stat.S_IMODE(file.path.stat().st_mode) == 0o600
    other = UserFile(file.path)
    assert {u.name: (u.role, u.hash is not None) for u in other.users().values()} == {
        "anna": ("editor", True), "bert": ("reader", False),
    }  # fmt: skip
    file.drop("anna")
    assert list(other.users()) == ["bert"]
    with pytest.raises(UsageError, match="no user 'anna'"):
        file.drop("anna")
    assert [path.name for path in tmp_path.iterdir()] == ["users"]


@pytest.mark.parametrize("name", ["", "a:b", " a", "a\nb", "#a", "x" * 101])
def test_what_cannot_be_a_name(tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError, match="cannot be a user's name"):
        UserFile(tmp_path / "users").put(User(name=name))


@pytest.mark.parametrize("line", ["anna", "anna:god", "anna:reader:secret", "a:reader:b:c"])
def test_a_broken_line_is_named(tmp_path: Path, line: str) -> None:
    (tmp_path / "users").write_text(f"# who may come in\n\n{line}\n", encoding="utf-8")
    with pytest.raises(UsageError, match=r"line 3, .*users add"):
        UserFile(tmp_path / "users").users()


def test_a_file_that_is_not_there_says_how_it_is_made(tmp_path: Path) -> None:
    with pytest.raises(OperationError, match=r"users add NAME --auth-file"):
        UserFile(tmp_path / "none").users()
