// Put into every page before its own scripts: keeps the moments that the benchmark asks for.
(() => {
  const watched = { body: null, strokes: [], requests: [], frames: [] };
  window.watched = watched;
  performance.setResourceTimingBufferSize(5000);

  /** Two frames on: the frame in which something changed has left the page. */
  const whenShown = (done) => requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now())));

  // The first paint of the body: the first large draw on a canvas of the page, once the (software) card has finished it.
  const draw = WebGL2RenderingContext.prototype.drawElements;
  WebGL2RenderingContext.prototype.drawElements = function (...rest) {
    draw.apply(this, rest);
    if (watched.body !== null || rest[1] < 3000 || !this.canvas.isConnected) return;
    watched.body = 0;
    const fence = this.fenceSync(this.SYNC_GPU_COMMANDS_COMPLETE, 0);
    this.flush();
    const look = () => {
      if (this.getSyncParameter(fence, this.SYNC_STATUS) !== this.SIGNALED) return setTimeout(look, 2);
      whenShown((now) => (watched.body = now));
    };
    look();
  };
  const put = CanvasRenderingContext2D.prototype.putImageData;
  CanvasRenderingContext2D.prototype.putImageData = function (...rest) {
    put.apply(this, rest);
    if (watched.body !== null || !this.canvas.isConnected) return;
    watched.body = 0;
    whenShown((now) => (watched.body = now));
  };

  // A stroke: from lifting the brush until the answer that follows from it is shown.
  let lifted = null;
  let last = null;
  const frame = (now) => {
    if (last === null) return;
    watched.frames.push(now - last);
    last = now;
    requestAnimationFrame(frame);
  };
  addEventListener("pointerdown", (event) => {
    if (!(event.target instanceof HTMLCanvasElement)) return;
    last = performance.now();
    requestAnimationFrame(frame);
  }, true);
  addEventListener("pointerup", (event) => {
    last = null;
    if (event.target instanceof HTMLCanvasElement) lifted = event.timeStamp;
  }, true);
  new MutationObserver((changes) => {
    const settled = changes.some(({ target, oldValue }) =>
      target.matches(".answer") && oldValue === "true" && target.getAttribute("aria-busy") !== "true");
    if (!settled || lifted === null) return;
    const begun = lifted;
    lifted = null;
    const asked = performance.getEntriesByType("resource").find((one) => one.name.endsWith("/assess") && one.startTime >= begun);
    watched.requests.push(asked.responseEnd - asked.startTime);
    whenShown((now) => watched.strokes.push(now - begun));
  }).observe(document, { subtree: true, attributes: true, attributeFilter: ["aria-busy"], attributeOldValue: true });
})();
