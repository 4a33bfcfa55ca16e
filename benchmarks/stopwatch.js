// Times in the page itself, so that whoever drives the browser is not in the figures.

(() => {
  const PATIENCE = 30_000; // ms
  const roots = [document];
  let look = () => {};
  const observer = new MutationObserver(() => look());
  const watch = (root) =>
    observer.observe(root, { subtree: true, childList: true, characterData: true, attributes: true });
  const attachShadow = Element.prototype.attachShadow;
  Element.prototype.attachShadow = function (options) {
    const root = attachShadow.call(this, options);
    roots.push(root);
    watch(root);
    return root;
  };
  watch(document);

  window.stopwatch = {
    /** The first element on the page that fits, shadow roots included. */
    find(selector) {
      for (const root of roots) {
        if (root !== document && !root.host.isConnected) continue;
        const found = root.querySelector(selector);
        if (found) return found;
      }
      return null;
    },

    /** From the next event of this type until `seen` holds: {ms, frames}; `frames` begun in between. */
    arm(type, seen) {
      this.result = new Promise((done, fail) => {
        setTimeout(fail, PATIENCE, new Error("it never came"));
        addEventListener(
          type,
          (event) => {
            let frames = 0;
            let running = true;
            const count = () => {
              if (!running) return;
              frames += 1;
              requestAnimationFrame(count);
            };
            requestAnimationFrame(count);
            look = () => {
              if (!running || !seen()) return;
              running = false;
              look = () => {};
              done({ ms: performance.now() - event.timeStamp, frames });
            };
          },
          { capture: true, once: true },
        );
      });
    },
  };
})();
