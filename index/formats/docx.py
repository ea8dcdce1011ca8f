"""A Word document to its text: headings and list items as lines, tables row by row."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from index.errors import SourceError
from index.formats.document import DAMAGE, Document, stated_in
from index.formats.xml_tree import local_name, parse_xml

_LARGEST_PART = 50_000_000
# Deleted words, field codes, second copies of text boxes, and notes about the text.
_SKIPPED = frozenset("del moveFrom instrText delText Fallback rPr pPr sectPr".split())
_SPACES = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}


def read_docx(data: bytes) -> Document:
    """Return the visible text of a Word document.

    Raises:
        SourceError: it is damaged, locked, or no Word document.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            body = parse_xml(_part(parts, "word/document.xml"))
            about = _properties(parts)
    except KeyError:
        raise SourceError("is no Word document: it has no part word/document.xml") from None
    except DAMAGE as error:
        raise SourceError(f"is damaged or locked: {type(error).__name__}") from None
    text = "\n\n".join(filter(None, _blocks(body)))
    title, author = (stated_in(text, about.get(name, "")) for name in ("title", "creator"))
    return Document(fields={"text": text, "title": title, "author": author})


def _part(parts: zipfile.ZipFile, name: str) -> bytes:
    with parts.open(name) as part:
        data = part.read(_LARGEST_PART + 1)
    if len(data) > _LARGEST_PART:
        raise SourceError(f"unpacks to more than {_LARGEST_PART // 1_000_000} MB")
    return data


def _properties(parts: zipfile.ZipFile) -> dict[str, str]:
    if "docProps/core.xml" not in parts.namelist():
        return {}
    root = parse_xml(_part(parts, "docProps/core.xml"))
    return {local_name(child): child.text or "" for child in root}


def _blocks(body: Any) -> Iterator[str]:
    """Yield a line for each paragraph and each row of a table, in order."""
    for element in body.iter():
        name = local_name(element)
        if name == "p" and not _inside_row(element):
            yield _paragraph(element)
        elif name == "tr" and not _inside_row(element):
            cells = (child for child in element if local_name(child) == "tc")
            yield " | ".join(filter(None, (_cell(cell) for cell in cells)))


def _inside_row(element: Any) -> bool:
    """Tell whether an element stands within a row, or within what is not shown."""
    above = {local_name(ancestor) for ancestor in element.iterancestors()}
    return not above.isdisjoint(_SKIPPED | {"tr"})


def _cell(cell: Any) -> str:
    lines = (_paragraph(p) for p in cell.iter() if local_name(p) == "p")
    return " ".join(filter(None, lines))


def _paragraph(paragraph: Any) -> str:
    text = " ".join("".join(_words(paragraph)).split(" ")).strip()
    listed = any(local_name(e) == "numPr" for e in paragraph.iter())
    return f"- {text}" if listed and text else text


def _words(element: Any) -> Iterator[str]:
    """Yield the shown words below an element; paragraphs of a box within are their own."""
    for child in element:
        name = local_name(child)
        if name in _SKIPPED or name == "p" or (name == "r" and _hidden(child)):
            continue
        if name == "t":
            yield child.text or ""
        elif name in _SPACES:
            yield _SPACES[name]
        else:
            yield from _words(child)


def _hidden(run: Any) -> bool:
    return any(
        local_name(mark) == "vanish" and mark.get(f"{{{mark.nsmap[mark.prefix]}}}val") != "0"
        for properties in run
        if local_name(properties) == "rPr"
        for mark in properties
    )
