"""Pictures of the chat for the README: the first example, each tab, light, dark and on a phone.

    python docs/screenshots.py        (or: make readme)

Serves the chat on this machine and drives Chromium; writes docs/chat-*.png.
"""

from __future__ import annotations

import io
import socket
import sys
import threading
import time
from pathlib import Path
from typing import Any

DOCS = Path(__file__).resolve().parent
sys.path.insert(0, str(DOCS.parent))
TABS = ("Answer", "Graph", "Evidence", "Checks", "Data", "Code", "Sent")
EXAMPLE = "Does free care make people go to the doctor"
LARGEST = 150_000  # bytes


def main() -> None:
    import uvicorn
    from playwright.sync_api import sync_playwright

    from tests.browser import find_browser
    from ui.chat import build

    app, sessions = build()
    with socket.create_server(("127.0.0.1", 0)) as listening, sync_playwright() as playwright:
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning"))
        threading.Thread(target=server.run, args=([listening],), daemon=True).start()
        while not server.started:
            time.sleep(0.05)
        chromium = playwright.chromium.launch(
            executable_path=find_browser(), args=["--no-sandbox", "--disable-gpu"]
        )
        address = f"http://127.0.0.1:{listening.getsockname()[1]}"
        try:
            _draw(chromium.new_page(viewport={"width": 1280, "height": 860}), address)
        finally:
            chromium.close()
            server.should_exit = True
            sessions.close()


def _draw(page: Any, address: str) -> None:
    page.set_default_timeout(180_000)
    page.goto(address)
    page.get_by_text(EXAMPLE).first.wait_for()
    page.locator("#status", has_text="No table yet").wait_for()
    _save(page, "start")
    page.get_by_text(EXAMPLE).first.click()
    page.locator("#talk").get_by_text("How this was worked out").wait_for()
    page.locator("#answer-sheet img").first.wait_for()
    for tab in TABS:
        page.get_by_role("tab", name=tab).click()
        page.wait_for_function("[...document.images].every(i => i.complete || !i.offsetParent)")
        page.wait_for_timeout(600)
        _save(page, tab.lower())
    page.get_by_role("tab", name="Answer").click()
    page.evaluate("document.body.classList.add('dark')")
    page.wait_for_timeout(600)
    _save(page, "dark")
    page.set_viewport_size({"width": 390, "height": 844})
    page.evaluate("document.body.classList.remove('dark')")
    page.locator("#tabs").evaluate("tabs => tabs.scrollIntoView()")
    # The phone's own drawing of the figure, not the wide one that was there before.
    page.wait_for_function(
        "(() => { const drawn = document.querySelector('#answer-sheet img');"
        " return drawn.complete && drawn.currentSrc.includes('narrow'); })()"
    )
    page.wait_for_timeout(600)
    _save(page, "phone")


def _save(page: Any, name: str) -> None:
    """A PNG of at most 128 colours, small enough for a README."""
    from PIL import Image

    picture = Image.open(io.BytesIO(page.screenshot(animations="disabled"))).convert("RGB")
    path = DOCS / f"chat-{name}.png"
    picture.quantize(128).save(path, optimize=True)
    assert path.stat().st_size < LARGEST, f"{path.name} has {path.stat().st_size} bytes"


if __name__ == "__main__":
    main()
