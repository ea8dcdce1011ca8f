"""Every kind of source through the whole of indexing, with one report."""

from __future__ import annotations

from pathlib import Path

from index.ingest.pipeline import ingest
from index.library import Library
from tests.helpers.fakes import WordEmbedder
from tests.helpers.files import PARAGRAPHS, docx, packed, page, paragraph, pdf


def test_a_folder_of_every_format_is_indexed_in_one_go(tmp_path: Path) -> None:
    folder = tmp_path / "archive"
    folder.mkdir()
    files: dict[str, str | bytes] = {
        "a.txt": "Zinc rose to 5% on Monday.",
        "b.md": "# Tin\n\nTin fell to 4% on Monday.",
        "c.html": page(*PARAGRAPHS),
        "d.pdf": pdf(["Lead stayed at 3% on Monday."]),
        "e.docx": docx(paragraph("Iron rose to 2% on Monday.")),
        "f.eml": "Subject: Gold\n\nGold fell to 1% on Monday.",
        "g.jsonl": '{"id": "g1", "text": "Salt rose to 6% on Monday."}\n{"id": "g2"}\n',
        "h.csv": "id,text\nh1,Wool fell to 7% on Monday.\n",
        "i.zip": packed({"j.txt": "Corn rose to 8% on Monday."}),
        "k.pdf": b"%PDF-1.4 nothing",
        "l.txt": b"\x00\x01\x02" * 500,
    }
    for name, content in files.items():
        data = content.encode() if isinstance(content, str) else content
        (folder / name).write_bytes(data)
    embedder = WordEmbedder()
    report = ingest(tmp_path / "index", [str(folder)], embedder)
    assert (report.count("added"), report.count("skipped"), report.count("failed")) == (9, 1, 2)
    assert {Path(s.source).name for s in report.sources if s.status == "failed"} == {
        "k.pdf",
        "l.txt",
    }
    assert all(s.reason for s in report.sources if s.status in {"failed", "skipped"})
    library = Library.open(tmp_path / "index", embedder)
    ids = {row.article_id for row in library.articles()}
    assert ids == {
        "a.txt", "b.md", "c.html", "d.pdf", "e.docx", "f.eml", "g1", "h1", "i.zip/j.txt",
    }  # fmt: skip
    assert library.article("d.pdf").text == "Lead stayed at 3% on Monday."
    library.close()
    again = ingest(tmp_path / "index", [str(folder)], embedder)
    assert (again.count("unchanged"), again.count("added")) == (9, 0)
