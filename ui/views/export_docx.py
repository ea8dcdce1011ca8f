"""A Word document of plain paragraphs, each in a style: the few parts that Word asks for."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from typing import Literal, NamedTuple
from xml.sax.saxutils import escape

Style = Literal["Title", "Subtitle", "Heading1", "Heading2", "Normal", "Quote", "Source"]


class Paragraph(NamedTuple):
    """Words in a style, with the address that they may end with."""

    style: Style
    words: str
    url: str = ""


_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_TYPES = f"""{_HEAD}<Types xmlns="{_PACKAGE}/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/word/document.xml" ContentType="{_WORD_TYPE}.document.main+xml"/>
<Override PartName="/word/styles.xml" ContentType="{_WORD_TYPE}.styles+xml"/></Types>"""
_ROOT = f"""{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">
<Relationship Id="r1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>"""
_OF_DOCUMENT = f"""{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">
<Relationship Id="r1" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>"""
# Half points; twentieths of a point.
_STYLES: dict[Style, tuple[str, str]] = {
    "Normal": ('<w:sz w:val="22"/>', '<w:spacing w:after="120"/>'),
    "Title": ('<w:b/><w:sz w:val="36"/>', '<w:spacing w:after="80"/>'),
    "Subtitle": ('<w:color w:val="55605B"/><w:sz w:val="18"/>', '<w:spacing w:after="200"/>'),
    "Heading1": (
        '<w:b/><w:sz w:val="26"/>',
        '<w:keepNext/><w:spacing w:before="320" w:after="80"/>',
    ),
    "Heading2": (
        '<w:b/><w:sz w:val="22"/>',
        '<w:keepNext/><w:spacing w:before="160" w:after="60"/>',
    ),
    "Quote": ('<w:i/><w:sz w:val="21"/>', '<w:spacing w:after="160"/><w:ind w:left="480"/>'),
    "Source": ('<w:sz w:val="20"/>', '<w:keepNext/><w:spacing w:after="20"/>'),
}


def document(paragraphs: Iterable[Paragraph]) -> bytes:
    """Return the file; the words are text and nothing else."""
    body = "".join(
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>'
        f'<w:r><w:t xml:space="preserve">{escape(f"{words} {url}".rstrip())}</w:t></w:r></w:p>'
        for style, words, url in paragraphs
    )
    parts = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _ROOT,
        "word/_rels/document.xml.rels": _OF_DOCUMENT,
        "word/styles.xml": f'{_HEAD}<w:styles xmlns:w="{_WORD}">{_styles()}</w:styles>',
        "word/document.xml": f'{_HEAD}<w:document xmlns:w="{_WORD}"><w:body>{body}</w:body></w:document>',
    }
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, xml in parts.items():
            packed.writestr(name, xml)
    return file.getvalue()


def _styles() -> str:
    return "".join(
        f'<w:style w:type="paragraph" w:styleId="{name}"><w:name w:val="{name}"/>'
        f"<w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>"
        for name, (run, paragraph) in _STYLES.items()
    )
