"""Drive Chromium and see when a new state is painted, how, and for how many bytes.

The probe hooks prototypes rather than observing documents: the window of a component's frame
outlives its first document, and observers of that document die silently.
"""

import os
import shutil
from typing import NamedTuple
from urllib.parse import urlparse

from playwright.sync_api import Browser, Page, Playwright

# The peers draw one shape in a colour of its own for each state; ours is told by its classes.
MARKS = ("#ff000a", "#ff0032", "#ff005a", "#ff0082")
_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_WEBGL = ("--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader")

PROBE = """
(() => {
  const T = window.top, now = () => performance.timeOrigin + performance.now();
  if (window === T) {
    T.__seen = []; T.__bytes = []; T.__click = 0;
    document.addEventListener('click', () => { T.__click = now(); }, true);
    const W = window.WebSocket;
    window.WebSocket = new Proxy(W, {construct(target, args) {
      const socket = new target(...args);
      socket.addEventListener('message', m => T.__bytes.push(m.data.size || m.data.byteLength || m.data.length));
      return socket;
    }});
    new MutationObserver(() => {
      const text = (document.querySelector('[data-testid="stText"]') || {}).textContent;
      if (text) seen(text);
    }).observe(document, {subtree: true, childList: true, characterData: true});
  }
  let last = '', waiting = false;
  function seen(what) {
    if (what === last && waiting) return;
    last = what; waiting = true;
    T.requestAnimationFrame(() => {
      const c = new MessageChannel();
      c.port1.onmessage = () => { waiting = false; T.__seen.push([what, now()]); };
      c.port2.postMessage(0);
    });
  }
  const set = Element.prototype.setAttribute;
  Element.prototype.setAttribute = function (name, value) {
    if (name === 'stroke' && typeof value === 'string' && value.startsWith('#ff00')) seen(value);
    else if (name === 'class' && (value === 'pair' || String(value).startsWith('name '))) seen('drawn');
    return set.apply(this, arguments);
  };
  let queued = false;
  for (const C of [window.WebGL2RenderingContext, window.WebGLRenderingContext]) {
    for (const n of C ? ['drawArrays', 'drawElements', 'drawArraysInstanced', 'drawElementsInstanced'] : []) {
      const draw = C.prototype[n];
      if (draw) C.prototype[n] = function () {
        const result = draw.apply(this, arguments);
        if (!queued) { queued = true; queueMicrotask(() => { queued = false; look(this); }); }
        return result;
      };
    }
  }
  function look(gl) {
    const bound = gl.getParameter(gl.FRAMEBUFFER_BINDING), px = new Uint8Array(4);
    gl.bindFramebuffer(gl.FRAMEBUFFER, null);
    gl.readPixels(gl.drawingBufferWidth >> 1, gl.drawingBufferHeight >> 1, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, px);
    gl.bindFramebuffer(gl.FRAMEBUFFER, bound);
    if (px[0] < 200 || px[1] > 30) return;
    const blues = [10, 50, 90, 130], away = blues.map(b => Math.abs(b - px[2]));
    seen(['#ff000a', '#ff0032', '#ff005a', '#ff0082'][away.indexOf(Math.min(...away))]);
  }
})();
"""


class Change(NamedTuple):
    """One filter change: milliseconds from click to painted frame, bytes from the server."""

    ms: float
    size: int


def launch(playwright: Playwright, *, webgl: bool = False) -> Browser:
    """Start the Chromium that `SAMARBEIDSKART_CHROMIUM` names, or one on the path.

    Raises
    ------
    RuntimeError
        If there is none.
    """
    found = os.environ.get("SAMARBEIDSKART_CHROMIUM") or next(
        (path for name in _NAMES if (path := shutil.which(name))), ""
    )
    if not found:
        msg = "Fant ingen Chromium: kjør «python3 run.py bench», som finner eller installerer den."
        raise RuntimeError(msg)
    arguments = ["--no-sandbox", *(_WEBGL if webgl else ())]
    return playwright.chromium.launch(executable_path=found, args=arguments)


def open_page(browser: Browser, address: str) -> Page:
    """Open an address in a context of its own, with the probe, and without the outside world."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.add_init_script(PROBE)

    def local(url: str) -> bool:
        return urlparse(url).hostname in ("127.0.0.1", "localhost", None)

    context.route(lambda url: not local(url), lambda route: route.abort())
    page = context.new_page()
    page.goto(address)
    return page


def first_paint(page: Page, what: str) -> float:
    """Return milliseconds from the start of navigation to the frame that first shows `what`."""
    page.wait_for_function("(w) => window.__seen.some(s => s[0] === w)", arg=what, timeout=60_000)
    ms: float = page.evaluate(
        "(w) => window.__seen.find(s => s[0] === w)[1] - performance.timeOrigin", what
    )
    return ms


def change(page: Page, button: str, what: str) -> Change:
    """Click a button by its text and wait for the painted frame that shows `what`."""
    page.bring_to_front()
    before, sent = page.evaluate("[window.__seen.length, window.__bytes.length]")
    page.get_by_role("button", name=button, exact=True).or_(
        page.get_by_role("radio", name=button, exact=True)
    ).first.click()
    page.wait_for_function(
        "([n, w]) => window.__seen.slice(n).some(s => s[0] === w && s[1] > window.__click)",
        arg=[before, what],
        timeout=90_000,
    )
    page.wait_for_timeout(450)
    ms, size = page.evaluate(
        "([n, w, b]) => [window.__seen.slice(n).find(s => s[0] === w && s[1] > window.__click)[1]"
        " - window.__click, window.__bytes.slice(b).reduce((x, y) => x + y, 0)]",
        [before, what, sent],
    )
    return Change(ms, size)
