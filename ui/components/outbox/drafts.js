// @ts-check
// Drafts: what is not committed, kept on the device by role and tab, so that it outlives page and server.

const PREFIX = "rolesmith.draft.";
const TAB = "rolesmith.tab";
const ABANDONED = 600_000; // ms without a sign of life, where the browser cannot tell which tabs are open

export class Drafts {
  /** `storage()` is the device's, `locks` tells which tabs are open, `now()` what time it is. */
  constructor({ tab, storage, locks, now }) {
    this.tab = tab;
    this.storage = storage;
    this.locks = locks;
    this.now = now;
    locks?.request(TAB + tab, () => new Promise(() => {})); // held for as long as the page lives
  }

  /** Keep a role's draft, or drop it where there is none; whether this device has it now. */
  keep(role, draft) {
    const key = `${PREFIX}${role}.${this.tab}`;
    try {
      if (draft) this.storage().setItem(key, JSON.stringify({ at: this.now(), ...draft }));
      else this.storage().removeItem(key);
      return true;
    } catch {
      return false; // full or switched off
    }
  }

  /** What this tab has left of a role before a refresh. */
  own(role) {
    return this.read(`${PREFIX}${role}.${this.tab}`);
  }

  /** Hand over what tabs that are gone have left of a role; a draft goes once `take` says that the device has it
   *  anew. */
  async takeAbandoned(role, take) {
    for (const key of this.keysOf(role)) {
      const owner = key.slice(`${PREFIX}${role}.`.length);
      if (owner === this.tab) continue;
      await this.whileGone(owner, this.read(key), () => {
        const draft = this.read(key);
        if (draft && take(draft)) this.storage().removeItem(key);
      });
    }
  }

  async whileGone(owner, draft, act) {
    if (this.locks) await this.locks.request(TAB + owner, { ifAvailable: true }, (lock) => lock && act());
    else if (draft && Math.abs(this.now() - draft.at) > ABANDONED) act(); // clocks are set back, too
  }

  keysOf(role) {
    try {
      return Object.keys(this.storage()).filter((key) => key.startsWith(`${PREFIX}${role}.`));
    } catch {
      return [];
    }
  }

  read(key) {
    try {
      const draft = JSON.parse(this.storage().getItem(key));
      return [...draft.drafts, ...draft.refused].every(({ edit }) => typeof edit.id === "string") ? draft : null;
    } catch {
      return null; // not ours, or damaged
    }
  }
}
