// @ts-check
// What the shop decides of who does what: lines in its tree of people, one a decision, in a group a post
// (rolesmith/team/decisions.py).

import { ask } from "../shared/files.js";
import { useEffect, useState } from "../shared/html.js";
import { CHILD_LIMIT } from "../shared/limits.js";
import { newId, ofKind } from "../shared/tree.js";

export const ANSWERS = "answers";
export const MINUTES = "minutes";
/** Of the indicators (rolesmith/team/actuals.py): what was reached, and scores given by hand, a group a month; and
 *  which names mean one, a group a name. */
export const REACHED = "reached";
export const BY_HAND = "by_hand";
export const ALIKE = "alike";
/** In the place of a post: of the whole shop. */
export const SHOP = "";
export const NOT = "不管";

const groupsOf = (desk, block, post) =>
  ofKind(desk.find(block) ?? {}, "group").filter(({ from = "" }) => from === post);

/** The decision about one thing of a post, the last where there are several; `is` says which line is about it. */
export function decisionOf(desk, block, post, is) {
  return groupsOf(desk, block, post)
    .flatMap((group) => ofKind(group, "line"))
    .findLast(is);
}

/** Decide it: `line` says what it is about, `text` what is decided; without a text the decision goes. */
export function decide(desk, block, { post, name, is, line, text }) {
  const known = decisionOf(desk, block, post, is);
  if (known && text) desk.write(known, "text", text);
  else if (known) desk.remove(known);
  else if (text) addDecision(desk, block, post, name, { ...line, id: newId("l"), kind: "line", text });
  desk.send();
}

/** A decision that there was none about yet, as a line. */
export function addDecision(desk, blockId, post, name, line) {
  const block = desk.find(blockId);
  const group = groupsOf(desk, blockId, post).findLast(({ children = [] }) => children.length < CHILD_LIMIT);
  if (group) desk.add(group, [line], group.children?.at(-1)?.id ?? "");
  else {
    const fresh = { id: newId("g"), kind: "group", title: name, from: post, children: [line] };
    desk.add(block, [fresh], block.children?.at(-1)?.id ?? "");
  }
}

/** What one of our addresses tells, asked again whenever it or `key` is another; what it told before stands until then.
 *  @returns {{told: any, trouble: string}} */
export function useTold(address, key) {
  const [told, tell] = useState(null);
  const [trouble, say] = useState("");
  useEffect(() => {
    if (!address) return undefined;
    let stale = false;
    ask(address)
      .then((answer) => answer.json())
      .then(
        (found) => {
          if (stale) return;
          tell(found);
          say("");
        },
        (error) => stale || say(error.message),
      );
    return () => {
      stale = true;
    };
  }, [address, key]);
  return { told, trouble };
}
