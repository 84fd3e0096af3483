"""Mail messages (.eml): subject and body; attachments are unpacked to be read as documents of their own."""

from __future__ import annotations

import email
import email.policy
from collections.abc import Iterator
from email.errors import MessageError
from email.message import EmailMessage
from pathlib import Path

from clausecheck.model import BlockKind, Document, Reading
from clausecheck.read.archive import Member, ignored, safe_name
from clausecheck.read.blocks import Draft, assemble
from clausecheck.read.encoding import decode
from clausecheck.read.messages import ReadError, say
from clausecheck.text.normalise import normalise

__all__ = ["read_mail", "unpack_mail"]

_MAX_PARTS = 200
_BAD_HEADERS = (ValueError, LookupError, AttributeError, TypeError, MessageError)
"""What the header parser of the standard library raises for malformed headers, found by feeding it thousands."""


def _message(path: Path, name: str) -> EmailMessage:
    """The message parsed. Raises ReadError when its parts nest deeper than a mail program would make them."""
    try:
        with path.open("rb") as stream:
            message = email.message_from_binary_file(stream, policy=email.policy.default)
        depth = sum(1 for part in message.walk() if part.is_multipart())
    except RecursionError as error:
        raise ReadError(say("deep", name, why="message")) from error
    if not isinstance(message, EmailMessage) or depth > _MAX_PARTS:
        raise ReadError(say("deep", name, why="message"))
    return message


def _header(message: EmailMessage, name: str) -> str:
    value = message.get(name)
    return normalise(str(value)).replace("\n", " ").strip() if value is not None else ""


def _bytes(part: EmailMessage) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _attachments(message: EmailMessage) -> list[EmailMessage]:
    """Parts that are files; pictures shown inside the body are not."""
    out: list[EmailMessage] = []
    for part in message.walk():
        if not isinstance(part, EmailMessage) or part.is_multipart():
            continue
        inline = part.get_content_disposition() == "inline" and part.get_content_maintype() == "image"
        if (part.get_filename() or part.get_content_disposition() == "attachment") and not inline:
            out.append(part)
    return out[:_MAX_PARTS]


def read_mail(path: Path, *, name: str) -> Document:
    """Read the subject and the body of a message; the attachments are named in an issue. Raises ReadError."""
    try:
        return _read(path, name)
    except _BAD_HEADERS as error:
        raise ReadError(say("damaged", name, why="en-têtes illisibles")) from error


def _read(path: Path, name: str) -> Document:
    message = _message(path, name)
    text, blocks = assemble(_blocks(message, name))
    files = [str(part.get_filename() or "sans nom") for part in _attachments(message)]
    issues = [say("attachments", name, count=len(files), why=", ".join(files[:5]) + ("…" if len(files) > 5 else ""))] if files else []
    return Document(
        name=name, path=str(path), format="eml", text=text, blocks=blocks, title=_header(message, "subject"), reading=Reading(issues=tuple(issues)),
    )


def _blocks(message: EmailMessage, name: str) -> Iterator[Draft]:
    from clausecheck.read.html import html_blocks
    from clausecheck.read.plain import text_blocks

    subject = _header(message, "subject")
    if subject:
        yield Draft(BlockKind.HEADING, subject, place="subject", level=1)
    body = message.get_body(preferencelist=("plain", "html"))
    if not isinstance(body, EmailMessage) or body.is_multipart():
        return
    text = decode(_bytes(body), name, stated=body.get_content_charset())
    yield from html_blocks(text, name) if body.get_content_subtype() == "html" else text_blocks(text)


def unpack_mail(path: Path, folder: Path, name: str) -> list[Member]:
    """Write the attachments of a message under `folder`; lock files and the like are left out. Raises ReadError."""
    try:
        return _unpack(path, folder, name)
    except _BAD_HEADERS as error:
        raise ReadError(say("damaged", name, why="pièces jointes illisibles")) from error


def _unpack(path: Path, folder: Path, name: str) -> list[Member]:
    out: list[Member] = []
    for number, part in enumerate(_attachments(_message(path, name))):
        title = normalise(str(part.get_filename() or f"piece-jointe-{number + 1}")).replace("\n", " ").replace("\\", "/").rsplit("/", 1)[-1]
        if ignored((title,)):
            continue
        target = folder / f"{number:05d}" / safe_name(title)
        target.parent.mkdir(parents=True)
        target.write_bytes(_bytes(part))
        out.append(Member(title, file=target))
    return out
