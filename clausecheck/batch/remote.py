"""Files that are not on this machine, through fsspec (the extra `remote`): listed, recognised as unchanged, fetched."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import Any

from clausecheck.batch.item import BatchError

__all__ = ["UNREACHABLE", "base_name", "fetch", "filesystem", "is_url", "local_path", "parent_and_name", "send", "token", "walk"]

_SCHEME = re.compile(r"^[A-Za-z][A-Za-z0-9+.-]+(?:://|::)")
"""Two letters at least, so that C:\\ is no scheme; "zip://a::file://b" is fsspec's chain."""
_VALIDATORS = (
    "ETag", "etag", "Content-MD5", "Digest", "md5Hash", "content_md5", "LastModified", "Last-Modified", "last_modified", "mtime", "modified",
    "updated",
)
"""What file systems of fsspec call the signs by which a file is known to be unchanged."""
_CHUNK = 1 << 20
UNREACHABLE = (OSError, ValueError, NotImplementedError, RuntimeError)
"""What fsspec and the file systems behind it raise for what cannot be reached; those of aiohttp are turned into OSError here."""


def is_url(place: str) -> bool:
    """Whether `place` is a URL rather than a path. file:// counts as one; see local_path."""
    return bool(_SCHEME.match(place))


def local_path(place: str) -> Path | None:
    """The path on this machine that `place` means, None for a URL of somewhere else."""
    if not is_url(place):
        return Path(place)
    if place.startswith("file://"):
        from urllib.parse import unquote, urlsplit
        from urllib.request import url2pathname

        return Path(url2pathname(unquote(urlsplit(place).path)))
    return None


def filesystem(url: str) -> tuple[Any, str]:
    """The fsspec file system of a URL and the path in it. Raises BatchError when fsspec or the library behind the scheme is not installed."""
    scheme = url.split(":", 1)[0]
    try:
        import fsspec
    except ImportError as error:
        raise BatchError(f"« {url} » est une adresse : installez de quoi la lire avec « pip install 'clausecheck[remote]' ».") from error
    try:
        system, path = fsspec.core.url_to_fs(url)
    except ImportError as error:
        raise BatchError(f"« {url} » : il manque la bibliothèque qui lit {scheme}:// ({error}). Installez-la avec pip.") from error
    except ValueError as error:
        raise BatchError(f"« {url} » : « {scheme}:// » n'est pas une adresse connue ({error}).") from error
    return system, str(path)


def parent_and_name(url: str) -> tuple[str, str]:
    """Names of the folder that holds a URL's file, and of the file: ("2024", "dce.zip")."""
    parts = [part for part in re.split(r"[/\\]", url.split("?", 1)[0].split("#", 1)[0]) if part and not part.endswith(":")]
    return (parts[-2] if len(parts) > 1 else ""), (parts[-1] if parts else "fichier")


def base_name(url: str) -> str:
    """The name of a URL's file or folder."""
    return parent_and_name(url)[1]


def token(url: str) -> str | None:
    """What tells that the file or folder at `url` is unchanged: sizes with ETags or dates; None when the server gives neither.

    Raises UNREACHABLE errors.
    """
    system, path = filesystem(url)
    with _plain_errors():
        return _token(url, system, path)


def _token(url: str, system: Any, path: str) -> str | None:
    info = system.info(path)
    infos = [info] if info.get("type") != "directory" else sorted(system.find(path, detail=True).values(), key=_name)
    rows = []
    for entry in infos:
        signs = {name: str(entry[name]) for name in _VALIDATORS if entry.get(name)}
        if not signs:
            return None
        rows.append([str(entry.get("name")), entry.get("size"), signs])
    return json.dumps([url, rows], sort_keys=True)


def _name(info: dict[str, Any]) -> str:
    return str(info.get("name"))


def fetch(url: str, folder: Path) -> Path:
    """Bring the file or folder at `url` under `folder`, under its own name, and return where it is. What is there already is not fetched again.

    Raises UNREACHABLE errors.
    """
    from clausecheck.read.archive import safe_name

    target = folder / safe_name(base_name(url))
    if target.exists():
        return target
    system, path = filesystem(url)
    folder.mkdir(parents=True, exist_ok=True)
    with _plain_errors():
        # most URLs name a file: asked first, for over HTTP the question whether it is a folder fetches it
        if _is_file(url) or not system.isdir(path):
            _copy(system, path, target)
            return target
        root = path.rstrip("/")
        for name in sorted(system.find(path)):
            parts = PurePosixPath(str(name)[len(root):].lstrip("/")).parts
            _copy(system, str(name), target.joinpath(*(safe_name(part) for part in parts)))
        target.mkdir(exist_ok=True)
    return target


def _is_file(url: str) -> bool:
    return url.startswith(("http://", "https://")) and not url.endswith("/")


@contextmanager
def _plain_errors() -> Iterator[None]:
    """Errors of aiohttp that are no OSError (a server that answers 500) become one."""
    try:
        from aiohttp import ClientError
    except ImportError:
        yield
        return
    try:
        yield
    except ClientError as error:
        raise error if isinstance(error, OSError) else OSError(f"{type(error).__name__} {error}") from error


def _copy(system: Any, path: str, target: Path) -> None:
    """Copy one file, written aside first: a file that is there is whole."""
    target.parent.mkdir(parents=True, exist_ok=True)
    aside = target.with_name(f".{target.name}.part")
    with system.open(path, "rb") as source, aside.open("wb") as out:
        shutil.copyfileobj(source, out, _CHUNK)
    aside.replace(target)


def send(folder: Path, url: str) -> None:
    """Copy the files of `folder` (none below it) into the folder `url`, made when absent. Raises BatchError or UNREACHABLE errors."""
    system, root = filesystem(url)
    with _plain_errors():
        system.makedirs(root, exist_ok=True)
        for path in sorted(folder.iterdir()):
            system.put_file(str(path), f"{root.rstrip('/')}/{path.name}")


def walk(url: str) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """(name, URL) of the files and of the folders directly under `url`, sorted by name."""
    system, path = filesystem(url)
    files: list[tuple[str, str]] = []
    folders: list[tuple[str, str]] = []
    for entry in system.ls(path, detail=True):
        name = str(entry["name"]).rstrip("/")
        if name.strip("/") == path.strip("/"):
            continue  # object stores list the folder itself
        row = (name.rsplit("/", 1)[-1], str(system.unstrip_protocol(name)))
        (folders if entry.get("type") == "directory" else files).append(row)
    return sorted(files), sorted(folders)
