// What the page itself does; no request is made here.
() => {
  // A question that was asked or answered stands at the top of the conversation: the verdict is read first.
  let seen = "";
  const follow = () => {
    const talk = document.querySelector("#talk .bubble-wrap");
    const asked = talk ? talk.querySelectorAll(".user-row") : [];
    if (!asked.length) return;
    const last = asked[asked.length - 1];
    const now = `${asked.length}|${talk.querySelectorAll(".bot.message > .message").length}|${last.innerText}`;
    if (now === seen) return;
    seen = now;
    talk.scrollTop += last.getBoundingClientRect().top - talk.getBoundingClientRect().top - 12;
  };
  new MutationObserver(() => requestAnimationFrame(follow)).observe(document.body, {
    childList: true,
    subtree: true,
  });

  // Another tab begins at its beginning.
  document.addEventListener("click", (event) => {
    if (!event.target.closest("#tabs [role=tab]")) return;
    const panel = document.querySelector("#panel");
    if (panel.getBoundingClientRect().top < 0) panel.scrollIntoView({ block: "start" });
  });
}
