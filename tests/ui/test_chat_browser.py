"""The chat in a real browser, as a person uses it; nothing but this machine can be reached."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from tests.browser import REMEDY, find_browser
from tests.ui.chat_server import DESCRIPTION, EFFECT, QUESTION, Served, patients, serving
from ui.feedback import feedback_path

pytestmark = pytest.mark.browser

SHORT, LONG = 15_000, 60_000  # milliseconds


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    path = find_browser()
    if path is None:
        pytest.fail(f"The chat's tests need Chromium. {REMEDY}", pytrace=False)
    quiet = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=quiet)
        yield running
        running.close()


@pytest.fixture(scope="module")
def served() -> Iterator[Served]:
    with serving() as running:
        yield running


@dataclass
class Watched:
    page: Any
    outgoing: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


@pytest.fixture
def watched(browser: Any, served: Served) -> Iterator[Watched]:
    """A page whose every request is watched; what would leave this machine is written down and refused."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, accept_downloads=True)
    seen = Watched(context.new_page())

    def gate(route: Any) -> None:
        if route.request.url.startswith((served.address, "data:", "blob:")):
            route.continue_()
        else:
            seen.outgoing.append(route.request.url)
            route.abort()

    def failed(request: Any) -> None:
        # The page itself closes these streams of events when they have said what they had to.
        if "/queue/data" not in request.url and "/upload_progress" not in request.url:
            seen.failed.append(request.url)

    context.route("**/*", gate)
    seen.page.on("requestfailed", failed)
    seen.page.on("response", lambda r: seen.failed.append(f"{r.status} {r.url}") if r.status >= 400 else None)
    seen.page.on("pageerror", lambda error: seen.errors.append(str(error)))
    seen.page.set_default_timeout(LONG)
    seen.page.goto(served.address)
    seen.page.wait_for_selector("#ask")
    yield seen
    context.close()


def estimate(page: Any) -> float:
    """The number in the large sentence's table, as the person reads it."""
    text = page.locator("#answer-sheet table.rows tbody tr").first.inner_text()
    found = re.search(r"-?\d+\.\d+", text)
    assert found is not None
    return float(found[0])


def choose(page: Any, box: str, column: str) -> None:
    """With the keyboard alone; the list must not stay open over the buttons."""
    page.locator(f"#{box} input").focus()
    page.keyboard.type(column)
    option = page.locator("[role=option]:visible", has_text=column).first
    option.wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    option.wait_for(state="hidden")
    assert page.locator(f"#{box} input").input_value() == column


def wait_for_answers(page: Any, number: int) -> None:
    """Until so many answers stand in the conversation and nothing is being worked on."""
    page.locator("#talk").get_by_text("How this was worked out").nth(number - 1).wait_for()
    page.locator("#ask").wait_for(state="visible")


def answered_anew(page: Any, session: Any, place: int, old: str) -> Any:
    """The answer that took the place of the turn `old`: for a moment the page still shows the old one."""
    for _ in range(600):
        turns = session.turns
        if len(turns) > place and turns[place].id != old and turns[place].answer is not None:
            return turns[place].answer
        page.wait_for_timeout(100)
    raise AssertionError(f"Turn {place} was not answered again.")


def test_a_person_uploads_asks_edits_downloads_stops_and_reloads(
    watched: Watched, served: Served, tmp_path: Path
) -> None:
    page = watched.page
    page.fill("#words textarea", DESCRIPTION)
    page.set_input_files("#table-file input[type=file]", patients(tmp_path))
    page.locator("#status", has_text="patients.csv").wait_for()
    page.get_by_role("tab", name="Data").click()
    page.locator("#data-sheet", has_text="600 rows, 4 columns").wait_for()

    # Ask, with the keyboard alone; see the figure.
    page.get_by_role("tab", name="Answer").click()
    page.locator("#question textarea").focus()
    page.keyboard.type(QUESTION)
    page.keyboard.press("Enter")
    wait_for_answers(page, 1)
    figure = page.locator("#answer-sheet img").first
    figure.wait_for()
    page.wait_for_function("e => e.complete && e.naturalWidth > 300", arg=figure.element_handle())
    assert "95% interval" in figure.get_attribute("alt")
    page.wait_for_function("() => document.querySelector('#question textarea').value === ''")
    first = estimate(page)
    assert abs(first - EFFECT) < 2

    # The steps can be opened.
    page.locator("#talk").get_by_text("How this was worked out").click()
    page.locator("#talk").get_by_text("Data: which rows can be used").click()
    page.locator("#talk").get_by_text("600 rows in the table").wait_for()

    # Say that severity came after the drug: it may no longer be adjusted for, and the answer changes.
    page.get_by_role("tab", name="Graph").click()
    choose(page, "column", "severity")
    page.click("#mark-after")
    page.locator("#edits", has_text="severity comes after drug").wait_for()
    page.click("#again")
    wait_for_answers(page, 2)
    page.get_by_role("tab", name="Answer").click()
    page.wait_for_function(
        "old => { const row = document.querySelector('#answer-sheet table.rows tbody tr');"
        " return row && !row.innerText.includes(old); }",
        arg=f"{first}",
    )
    assert estimate(page) > first + 3  # the sicker got the drug: unadjusted, it looks harmful
    page.get_by_role("tab", name="Graph").click()
    page.click("#undo-edit")
    page.wait_for_function("() => !document.querySelector('#edits').innerText.includes('severity')")

    # Download the report and the JSON.
    page.get_by_role("tab", name="Answer").click()
    for name, starts in (("Report (HTML)", b"<!DOCTYPE html>"), ("Report (PDF)", b"%PDF-")):
        with page.expect_download() as started:
            page.get_by_role("link", name=name).click()
        assert Path(started.value.path()).read_bytes().startswith(starts)

    # Stop: the work ends before its end, and nothing is kept of it.
    session = next(s for s in served.sessions._sessions.values() if len(s.turns) == 2)
    hold(session)
    page.fill("#question textarea", QUESTION)
    page.click("#ask")
    page.locator("#stop").wait_for(state="visible")
    # What the steps before it found can be opened while the estimate is still being worked on.
    running = page.locator("#talk .bot-row").last
    running.get_by_text("Estimate", exact=True).wait_for()
    for title, found in (
        ("Plan: what is asked", "Effect of drug on pressure"),
        ("Graph: what may cause what", "5 arrows"),
        ("Estimand: can this be answered?", "By holding fixed severity and age."),
        ("Data: which rows can be used", "600 of 600 rows used."),
    ):
        running.get_by_text(title).click()
        running.get_by_text(found).wait_for()
    assert session.busy and "estimate" not in session.job.found
    page.click("#stop")
    page.locator("#talk").get_by_text("Stopped.").wait_for()
    assert session.turns[-1].answer is None
    page.locator("#stop").wait_for(state="hidden")  # the stopped question's own button

    # The same button stops the trying of other adjustment sets and graphs.
    page.get_by_role("tab", name="Checks").click()
    page.click("#others")
    page.locator("#stop").wait_for(state="visible")
    page.click("#stop")
    page.locator("#status", has_text="Nothing was kept of the other choices").wait_for()
    page.locator("#ask").wait_for(state="visible")
    assert not session.others and not session.busy
    # Figures that are still on their way would fail when the page is loaded again.
    page.wait_for_function(
        "() => { const drawn = [...document.querySelectorAll('#checks-sheet img')];"
        " return drawn.length === 3 && drawn.every(image => image.complete && image.naturalWidth > 0); }"
    )

    # Reload: the conversation is still there.
    page.reload()
    wait_for_answers(page, 2)
    page.locator("#talk").get_by_text("Stopped.").wait_for()
    page.locator("#answer-sheet img").first.wait_for()

    # Undo takes the last question back into the box.
    page.get_by_label("Undo").last.click()
    page.wait_for_function("q => document.querySelector('#question textarea').value === q", arg=QUESTION)
    assert len(session.turns) == 2

    # A thumb is kept on this machine.
    page.locator("#talk").get_by_label("Like", exact=False).first.click()
    page.locator("#status", has_text="Kept on this machine").wait_for()
    assert json.loads(feedback_path().read_text(encoding="utf-8").splitlines()[-1])["question"] == QUESTION

    assert (watched.outgoing, watched.failed, watched.errors) == ([], [], [])


def test_a_choice_a_follow_up_an_edit_and_a_retry(watched: Watched, served: Served, tmp_path: Path) -> None:
    """Two outcomes go by the same name: the button says which, and the conversation goes on from there."""
    table = pd.read_csv(patients(tmp_path))
    table.insert(4, "diastolic_pressure", (0.5 * table["pressure"] + table["age"] / 9).round(1))
    table = table.rename(columns={"pressure": "systolic_pressure"})
    table.to_csv(tmp_path / "two.csv", index=False)
    words = DESCRIPTION.replace("- pressure: ", "- systolic_pressure: systolic ")
    page = watched.page
    page.fill(
        "#words textarea", f"{words}- diastolic_pressure: diastolic blood pressure eight weeks later (mmHg)"
    )
    page.set_input_files("#table-file input[type=file]", tmp_path / "two.csv")
    page.locator("#status", has_text="two.csv").wait_for()

    def ask(text: str, answers: int) -> None:
        page.fill("#question textarea", text)
        page.click("#ask")
        wait_for_answers(page, answers)

    ask("Does the drug lower blood pressure?", 1)
    page.locator("#talk").get_by_role("button", name="drug → diastolic_pressure").click()
    wait_for_answers(page, 2)
    session = next(s for s in served.sessions._sessions.values() if s.table_name == "two.csv")
    assert session.turns[1].answer.query.outcome == "diastolic_pressure"
    ask("leave severity out", 3)
    assert "severity" not in session.turns[2].answer.design.adjustment_set

    # Another wording in its place: what the first one changed no longer holds.
    first = session.turns[2].id
    page.get_by_label("Edit").last.click()
    page.locator("#talk textarea").last.fill("leave age out")
    page.get_by_label("Submit").last.click()
    page.locator("#talk .user", has_text="leave age out").first.wait_for()
    assert answered_anew(page, session, 2, first).design.adjustment_set == ("severity",)

    # A retry asks the same again, of the same conversation.
    old = session.turns[2].id
    page.get_by_label("Retry").last.click()
    assert answered_anew(page, session, 2, old).design.adjustment_set == ("severity",)
    assert (watched.outgoing, watched.failed, watched.errors) == ([], [], [])


def hold(session: Any) -> None:
    """The next question waits at its estimate until it is told to stop, and so do other choices."""
    step = session._step

    def waiting(name: str) -> None:
        step(name)
        if name == "estimate" or session.trying:
            session.cancel.wait(60)

    session.assistant._progress = waiting


def test_an_example_runs_at_a_click_and_every_tab_fills(watched: Watched) -> None:
    page = watched.page
    page.get_by_text("Does free care make people go to the doctor").first.click()
    wait_for_answers(page, 1)
    for tab, sheet, said in (
        ("Answer", "#answer-sheet", "Relative to the baseline"),
        ("Graph", "#arrows-sheet", "who claims it"),
        ("Evidence", "#evidence-sheet", "speaks for"),
        ("Checks", "#checks-sheet", "Cannot detect"),
        ("Data", "#data-sheet", "First rows"),
        ("Code", "#code", "import"),
        ("Sent", "#sent-sheet", "Nothing."),
    ):
        page.get_by_role("tab", name=tab).click()
        page.locator(sheet, has_text=said).wait_for()

    # An arrow says who claims it, and its button puts its ends into the boxes of the edits.
    page.get_by_role("tab", name="Graph").click()
    page.locator("#arrows-sheet summary").nth(1).click()
    arrow = page.locator("#arrows-sheet details").nth(1)
    arrow.get_by_text("document", exact=True).wait_for()
    button = arrow.locator("button.change")
    ends = (button.get_attribute("data-cause"), button.get_attribute("data-effect"))
    button.click()
    page.wait_for_function(
        "ends => ['cause', 'effect'].every((box, place) =>"
        " document.querySelector(`#${box} input`).value === ends[place])",
        arg=ends,
    )
    missing = page.evaluate("[...document.images].filter(i => i.closest('.sheet') && !i.alt).length")
    assert missing == 0
    assert (watched.outgoing, watched.failed, watched.errors) == ([], [], [])


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_fits_a_phone_in_light_and_dark(browser: Any, served: Served, scheme: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, color_scheme=scheme)
    page = context.new_page()
    page.goto(served.address)
    page.wait_for_selector("#ask")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    tabs = page.locator("#tabs [role=tab]:visible")
    tabs.nth(6).wait_for()
    assert tabs.count() == 7  # none of them in a menu
    assert all(tab.bounding_box()["x"] + tab.bounding_box()["width"] <= 390 for tab in tabs.all())
    page.wait_for_function(
        "dark => document.body.classList.contains('dark') === dark", arg=scheme == "dark", timeout=SHORT
    )
    ink, paper = (
        page.evaluate(f"getComputedStyle(document.querySelector('{where}')).{what}")
        for where, what in ((".top h1", "color"), ("body", "backgroundColor"))
    )
    bright = [sum(map(int, re.findall(r"\d+", colour)[:3])) for colour in (ink, paper)]
    assert (bright[0] > bright[1] + 300) if scheme == "dark" else (bright[1] > bright[0] + 300)
    context.close()
