// @ts-check
// What a button does, calmly: no other is pressed meanwhile, and what came of it is said in a sentence.

import { useState } from "./html.js";

/** `calmly(act)` handles an event: what `act` returns, or the error that it throws, is what is `said` then. */
export function useCalm() {
  const [said, say] = useState("");
  const [busy, setBusy] = useState(false);
  const calmly = (act) => async (event) => {
    setBusy(true);
    say("");
    try {
      say((await act(event)) ?? "");
    } catch (error) {
      say(error.message);
    } finally {
      setBusy(false);
    }
  };
  return { said, say, busy, calmly };
}
