// @ts-check
// A server with the rules of edit.py; tests/test_outbox.py holds the two alike.

import { digest } from "../../ui/components/shared/text.js";
import { apply, find, idsIn, textAt } from "../../ui/components/shared/tree.js";

const DAY = "2026-11-30T08:00:00+00:00";

/** The words that were typed in the model, in anything. */
export const words = (said) => new Set((typeof said === "string" ? said : JSON.stringify(said)).match(/〔\d+〕/g));

export class Server {
  /** `gone(words)` hears of what goes with a node that somebody deletes. */
  constructor(start, gone) {
    this.tree = start;
    this.gone = gone;
    this.revision = 1;
    this.known = new Map(); // answers by the ids of their edits
    this.states = [start]; // what can be restored
    this.kept = []; // what a restore has put aside
    this.trashed = false;
    this.log = [];
  }

  take(edits) {
    if (this.trashed) return { status: 404, ok: false, message: "这个岗位已经被删掉。" };
    const answers = edits.map((edit) => {
      if (!this.known.has(edit.id)) this.known.set(edit.id, this.attempt(edit));
      return this.known.get(edit.id);
    });
    this.states.push(this.tree);
    this.log.push({ edits, answers });
    return JSON.parse(JSON.stringify({ status: 200, ok: true, answers, paper: null }));
  }

  attempt(edit) {
    const fate = this.fate(edit);
    if (fate.status !== "saved") return { id: edit.id, revision: this.revision, ...fate };
    if (edit.op === "remove") this.gone(words(find(this.tree, edit.target) ?? ""));
    this.tree = apply(this.tree, edit);
    return { id: edit.id, status: "saved", revision: ++this.revision, at: DAY };
  }

  fate(edit) {
    const { op, target, value, base } = edit;
    const node = find(this.tree, target);
    if (!node && apply(this.tree, { op: "set", target, name: "text", value: "？" }) === this.tree)
      return { status: "gone" };
    if ((op === "set" || op === "fill") && typeof value === "string") {
      const now = textAt(this.tree, edit);
      if (base && base !== digest(now) && value !== now) return { status: "conflict", theirs: now };
    }
    if (op === "add" && idsIn(value).some((id) => find(this.tree, id))) return { status: "refused" };
    if (op === "move" && node && find(node, edit.parent)) return { status: "refused" };
    if (op === "move" && edit.after !== target && !find(this.tree, edit.parent)) return { status: "gone" };
    return { status: "saved" };
  }

  restore(at) {
    this.kept.push(this.tree);
    this.tree = this.states[at];
    this.revision += 1;
    this.log.push({ restored: at });
  }
}
