"""A saved e-mail to the article in it: subject, date and sender from its head."""

from __future__ import annotations

from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parseaddr

from index.errors import SourceError
from index.formats.document import DAMAGE, Document, read_text
from index.formats.encoding import scrub
from index.formats.html import read_html
from index.people.byline import find_byline


def read_mail(data: bytes) -> Document:
    """Return a message's text; its plain form where it has one, else its HTML.

    The author is who the text's own byline names, else the sender: a forwarded article is not
    the forwarder's.

    Raises:
        SourceError: it is damaged, or has no text.
    """
    try:
        message = message_from_bytes(data, policy=policy.default)
        body = _body(message)
        head = _head(message)
        attached = sum(1 for _ in message.iter_attachments())
    except DAMAGE as error:
        raise SourceError(f"is damaged: {type(error).__name__} in the message") from None
    problems = body.problems
    if attached:
        noun = "attachment was" if attached == 1 else "attachments were"
        problems = (*problems, f"{attached} {noun} left out; save what you need as files")
    author = find_byline(str(body.fields["text"])).author or head.pop("sender")
    return Document(fields={**body.fields, **head, "author": author}, problems=problems)


def _head(message: EmailMessage) -> dict[str, object]:
    name, _address = parseaddr(_line(message["From"]))
    # As it stands: the parser gives up the whole message for a date out of range.
    dates = [value for key, value in message.raw_items() if key.lower() == "date"]
    return {
        "title": _line(message["Subject"]) or None,
        "date": _line(dates[0]) or None if dates else None,
        "sender": name or None,
    }


def _line(value: object) -> str:
    return "" if value is None else " ".join(scrub(str(value)).split())


def _body(message: EmailMessage) -> Document:
    part = message.get_body(preferencelist=("plain", "html"))
    if not isinstance(part, EmailMessage):
        raise SourceError("has no text, only attachments; save those as files")
    payload = part.get_payload(decode=True)
    data = payload if isinstance(payload, bytes) else b""
    read = read_html if part.get_content_subtype() == "html" else read_text
    return read(data, part.get_content_charset())
