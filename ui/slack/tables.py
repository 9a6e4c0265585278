"""A file that was dropped in Slack: fetched with the bot's token, from Slack and from nowhere else."""

from __future__ import annotations

import re
import urllib.error
import urllib.request
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import IO, Any
from urllib.parse import urlsplit

from tools.errors import DataError
from ui.slack.threads import Held

__all__ = ["receive"]

TABLES = (".csv", ".tsv", ".parquet", ".xlsx", ".gz")
TEXTS = (".md", ".txt")
DOCUMENTS = (".pdf", ".docx", ".html")
LARGEST = 200 * 1024 * 1024  # bytes
SECONDS = 60.0
PIECE = 1 << 20


def receive(files: Iterable[Mapping[str, Any]], folder: Path, token: str, api_url: str) -> Held:
    """Fetch every file into `folder`; the last table, the texts as description, documents as knowledge.

    Raises:
        DataError: a file is of no kind that can be read, is too large, is not at Slack, or did not arrive.
    """
    held = Held()
    for file in files:
        name = _safe_name(str(file.get("name") or "table.csv"))
        suffix = Path(name).suffix.lower()
        if suffix not in (*TABLES, *TEXTS, *DOCUMENTS):
            known = ", ".join((*TABLES, *TEXTS, *DOCUMENTS))
            raise DataError(f"{name} is no table or document that can be read. Known: {known}.")
        path = folder / name
        _fetch(
            str(file.get("url_private_download") or file.get("url_private") or ""), path, token, api_url, name
        )
        if suffix in TABLES:
            held = Held(str(path), name, held.description, held.knowledge)
        elif suffix in TEXTS:
            held = Held(held.table, held.table_name, str(path), held.knowledge)
        else:
            held = Held(held.table, held.table_name, held.description, (*held.knowledge, str(path)))
    return held


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """A redirect would carry the token to whoever is named in it."""

    def redirect_request(self, *_: Any, **__: Any) -> None:
        return None


def _fetch(url: str, path: Path, token: str, api_url: str, name: str) -> None:
    if not _at_slack(url, api_url):
        raise DataError(f"{name} does not lie at Slack, so it was not fetched. Upload it here as a file.")
    request = urllib.request.Request(url, headers={"Authorization": f"Bearer {token}"})
    try:
        with (
            urllib.request.build_opener(_NoRedirect).open(request, timeout=SECONDS) as reply,
            path.open("wb") as out,
        ):
            if "text/html" in reply.headers.get("Content-Type", "") and path.suffix != ".html":
                # Slack answers a token without the scope with its login page, and status 200.
                raise DataError(
                    f"Slack did not hand over {name}. Give the app the scope files:read (docs/slack.md)."
                )
            _copy(reply, out, name)
    except (urllib.error.URLError, TimeoutError) as error:
        path.unlink(missing_ok=True)
        raise DataError(f"{name} could not be fetched from Slack ({error}). Drop it here again.") from error
    except DataError:
        path.unlink(missing_ok=True)
        raise


def _copy(reply: IO[bytes], out: IO[bytes], name: str) -> None:
    size = 0
    while piece := reply.read(PIECE):
        size += len(piece)
        if size > LARGEST:
            raise DataError(
                f"{name} is larger than {LARGEST >> 20} MB. Drop a smaller table, or use the command line."
            )
        out.write(piece)


def _at_slack(url: str, api_url: str) -> bool:
    """Files lie at files.slack.com; in tests and at GovSlack, beside the API."""
    asked, api = urlsplit(url), urlsplit(api_url)
    if asked.scheme != api.scheme:
        return False
    host = (asked.hostname or "").lower()
    home = (api.hostname or "").lower()
    if host == home:
        return asked.port == api.port
    return host.endswith("." + home)


def _safe_name(name: str) -> str:
    """The name as the person knows it, less whatever a path or a shell could read into it."""
    kept = re.sub(r"[^\w.-]+", "_", Path(name.replace("\\", "/")).name).lstrip(".")
    stem, suffix = Path(kept).stem[:60], Path(kept).suffix[:10]
    return f"{stem or 'file'}{suffix}"
