// @ts-check
// What every component draws with.

import { useLayoutEffect, useState } from "../vendor/hooks.mjs";
import htm from "../vendor/htm.mjs";
import { Component, h, render } from "../vendor/preact.mjs";

export const html = htm.bind(h);
export { render };
export { useEffect, useLayoutEffect, useMemo, useRef, useState } from "../vendor/hooks.mjs";

/** Draw into a component's root; Streamlit calls this again with new data, and the returned function at the end. */
export function show(component, view) {
  const root = component.parentElement.querySelector(".root");
  render(view, root);
  return () => render(null, root);
}

/** A view that is drawn again only when one of its properties is another, or when it asks for that itself. */
export function memo(View) {
  return class extends Component {
    shouldComponentUpdate(next) {
      return Object.keys({ ...this.props, ...next }).some((name) => next[name] !== this.props[name]);
    }

    render(props) {
      return h(View, props);
    }
  };
}

/** Draw again whenever one of these says that it has changed; from the moment of drawing, so that no word of it is
 *  missed. */
export function useChanges(sources) {
  const [, redraw] = useState(0);
  useLayoutEffect(() => {
    const stops = sources.map((source) => source.subscribe(() => redraw((n) => n + 1)));
    return () => {
      for (const stop of stops) stop();
    };
  }, sources);
}
