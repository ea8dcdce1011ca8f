"""XML from strangers: no entities, no network, no traceback."""

from __future__ import annotations

import re
from typing import Any

from lxml import etree

from index.errors import SourceError, said
from index.formats.encoding import decode, scrub

_DECLARATION = re.compile(r"\s*<\?xml[^>]{0,200}\?>")
_ENCODING = re.compile(rb"<\?xml[^>]{0,100}encoding\s*=\s*[\"']([\w-]{2,30})", re.IGNORECASE)


def parse_xml(data: bytes, *, lenient: bool = False) -> Any:
    """Return the root of an XML document.

    Args:
        data: the document.
        lenient: read what can be read of a malformed one, as feeds often are.

    Raises:
        SourceError: it is no XML, or declares entities: those can expand without end or
            name files of this machine.
    """
    declared = _ENCODING.match(data[:200])
    text = scrub(decode(data, declared[1].decode("ascii") if declared else None).text)
    if "<!ENTITY" in text:
        raise SourceError("declares XML entities, which are not expanded; remove them")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, recover=lenient, huge_tree=False
    )
    try:
        root = etree.fromstring(_DECLARATION.sub("", text, count=1).encode(), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise SourceError(f"is not XML that can be read: {said(error)}") from None
    if root is None:
        raise SourceError("is not XML that can be read: it is empty")
    return root


def local_name(element: Any) -> str:
    """Return an element's name without its namespace; comments and the like have none."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""
