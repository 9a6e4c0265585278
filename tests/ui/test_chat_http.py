"""Many people at one chat, over HTTP: what belongs to one is out of reach for the others."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.ui.chat_server import DESCRIPTION, QUESTION, Served, patients, serving
from ui.chat.server import COOKIE
from ui.chat.session import Session, Turn
from ui.chat.work import begin

get = partial(httpx.get, timeout=60)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    table = patients(tmp_path_factory.mktemp("http"))
    with serving(data=str(table), description=DESCRIPTION) as running:
        yield running


@pytest.fixture
def people(served: Served) -> Iterator[tuple[httpx.Client, httpx.Client]]:
    """Two browsers, each with its own cookie."""
    options: Any = {"base_url": served.address, "timeout": 60}
    with httpx.Client(**options) as ana, httpx.Client(**options) as bob:
        ana.get("/").raise_for_status()
        bob.get("/").raise_for_status()
        yield ana, bob


def session_of(served: Served, client: httpx.Client) -> Session:
    session = served.sessions.find(client.cookies[COOKIE], None)
    assert session is not None
    return session


def wait(session: Session) -> Turn:
    deadline = time.monotonic() + 60
    while session.job is None or not session.job.done:
        assert time.monotonic() < deadline
        time.sleep(0.02)
    return session.turns[-1]


def upload(client: httpx.Client, path: Path) -> str:
    with path.open("rb") as held:
        done = client.post("/gradio_api/upload", files={"files": (path.name, held)})
    done.raise_for_status()
    uploaded: str = done.json()[0]
    return uploaded


def test_answers_figures_and_reports_belong_to_one_session(served: Served, people: Any) -> None:
    ana, bob = people
    session = session_of(served, ana)
    begin(session, Turn(QUESTION))
    turn = wait(session)
    assert turn.answer is not None and turn.answer.status == "answered"
    for path, kind in (
        (f"/askwhy/figure/{turn.id}/effect.png", "image/png"),
        (f"/askwhy/download/{turn.id}/report.html", "text/html"),
        (f"/askwhy/download/{turn.id}/report.pdf", "application/pdf"),
        (f"/askwhy/download/{turn.id}/answer.json", "application/json"),
    ):
        mine = ana.get(path)
        assert mine.status_code == 200 and mine.headers["content-type"].startswith(kind)
        assert bob.get(path).status_code == 404
        assert get(served.address + path).status_code == 404
    found = ana.get(f"/askwhy/download/{turn.id}/answer.json").json()
    assert found["status"] == "answered"
    assert "'patients.csv'" in found["code"] and str(Path(session.table or "").parent) not in found["code"]
    assert ana.get(f"/askwhy/figure/{turn.id}/other.png").status_code == 404


def test_uploaded_files_are_served_to_nobody_and_taken_from_their_owner_only(
    served: Served, people: Any, tmp_path: Path
) -> None:
    ana, bob = people
    path = upload(ana, patients(tmp_path, "private.csv", 50))
    for reader in (ana, bob):
        for prefix in ("/gradio_api/file=", "/file=", "/gradio_api/file/"):
            assert reader.get(prefix + path).status_code == 403
    assert path in session_of(served, ana).uploads
    assert path not in session_of(served, bob).uploads


def test_a_path_on_the_server_is_never_served(people: Any) -> None:
    ana, _ = people
    for path in ("/gradio_api/file=/etc/passwd", "/gradio_api/file=%2e%2e/x", "/monitoring/summary"):
        assert ana.get(path).status_code == 403


def test_the_page_names_no_other_host_and_forbids_them(people: Any) -> None:
    ana, _ = people
    page = ana.get("/")
    assert "default-src 'self'" in page.headers["content-security-policy"]
    assert "googleapis" not in page.text and "googletagmanager" not in page.text


def test_the_cookie_is_out_of_reach_for_scripts_and_other_sites(served: Served) -> None:
    cookie = get(served.address).headers["set-cookie"]
    assert "HttpOnly" in cookie and "SameSite=Strict" in cookie
    invented = get(served.address, cookies={COOKIE: "invented"})
    assert "invented" not in invented.headers["set-cookie"]


def test_another_host_name_is_refused_on_this_machine(served: Served) -> None:
    assert get(served.address, headers={"Host": "evil.example"}).status_code == 421


def test_one_slow_question_does_not_block_the_others_and_stops_when_told(served: Served, people: Any) -> None:
    ana, bob = people
    slow, quick = session_of(served, ana), session_of(served, bob)
    reached, free = threading.Event(), threading.Event()
    inner = slow._step

    def wait_at_the_estimate(name: str) -> None:
        inner(name)
        if name == "estimate":
            reached.set()
            free.wait(60)

    slow._step = wait_at_the_estimate  # type: ignore[method-assign]
    begin(slow, Turn(QUESTION))
    assert reached.wait(60)
    begin(quick, Turn(QUESTION))
    assert wait(quick).answer is not None
    assert slow.job is not None and not slow.job.done
    slow.stop()
    free.set()
    stopped = wait(slow)
    assert stopped.answer is None and "Stopped" in (stopped.problem or "")
    assert "checks" not in [name for name, _ in stopped.steps]


def test_twenty_people_get_their_own_answers(served: Served) -> None:
    sessions = [served.sessions.create(None) for _ in range(20)]
    for number, session in enumerate(sessions):
        begin(session, Turn(f"{QUESTION} Person {number} would like to know."))
    for number, session in enumerate(sessions):
        turn = wait(session)
        assert turn.answer is not None and f"Person {number} " in turn.answer.question
        assert len(session.turns) == 1
    assert len({id(session.assistant) for session in sessions}) == 20


def test_with_accounts_nothing_is_served_without_a_login() -> None:
    with serving(accounts={"ana": "one long word", "bob": "another"}) as running:
        for path in ("/", "/config", "/gradio_api/upload", "/askwhy/figure/x/effect.png", "/static/x"):
            assert get(running.address + path).status_code == 401
        assert get(running.address, auth=("ana", "another")).status_code == 401
        assert get(running.address, auth=("nobody", "x")).status_code == 401
        mine = get(running.address, auth=("ana", "one long word"))
        assert mine.status_code == 200
        # Somebody else's cookie is worth nothing under one's own name.
        cookies = {COOKIE: mine.cookies[COOKIE]}
        stolen = get(running.address, auth=("bob", "another"), cookies=cookies)
        assert COOKIE in stolen.cookies and stolen.cookies[COOKIE] != cookies[COOKIE]
