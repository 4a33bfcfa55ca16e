// @ts-check
// What is wrong with something that comes in: all problems at once, or the sentence of what failed.

import { reveal } from "../frame/scrolling.js";
import { html, useState } from "./html.js";

/** `attempt(act)` does something while no button is pressed; what it throws is shown as `problems`. */
export function useProblems() {
  const [problems, setProblems] = useState([]);
  const [busy, setBusy] = useState(false);
  const attempt = async (act) => {
    setBusy(true);
    setProblems([]);
    try {
      await act();
    } catch (error) {
      setProblems(error.problems?.length ? error.problems : [error.message]);
    } finally {
      setBusy(false);
    }
  };
  return { problems, setProblems, busy, attempt };
}

/** They, below what is said of them and above what one can do, if anything. */
export function Problems({ problems, said = "", children = null }) {
  if (!problems.length) return null;
  return html`<div class="problems" role="alert" ref=${reveal}>${said && html`<p>${said}</p>`}
    <ul>${problems.map((problem, at) => html`<li key=${at}>${ended(problem)}</li>`)}</ul>${children}</div>`;
}

/** A sentence with its full stop. */
const ended = (problem) => (/[。！？…]$/.test(problem) ? problem : `${problem}。`);
