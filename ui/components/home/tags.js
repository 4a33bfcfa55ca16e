// @ts-check
// Tags of roles: the chips in a row, and the menu in which one role or several get them and lose them: those that the
// shop has, and a new one as it is typed.

import { html, useLayoutEffect, useRef, useState } from "../shared/html.js";
import { initials, stand, stepped, useFollowing } from "../shared/menu.js";
import { lengthOf, order } from "../shared/text.js";

const LONGEST = 12; // characters of a tag, as rolesmith/role/tags.py has it
const IN_A_ROW = 3; // chips of a role; the menu shows all
const MOST = 60; // options at once; one types to see others

/** What two spellings of one tag have in common. */
export const alike = (text) =>
  text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[\s{}]+/gu, "") || text;

const same = (one, other) => alike(one) === alike(other);

export const has = (role, tag) => role.tags.some((each) => same(each, tag));

/** The tags of these roles and of how many each is: [[tag, count]], those of most first. */
export function counted(roles) {
  const found = new Map();
  for (const { tags } of roles)
    for (const tag of tags) {
      const [first, count] = found.get(alike(tag)) ?? [tag, 0];
      found.set(alike(tag), [first, count + 1]);
    }
  return [...found.values()].sort(([a, many], [b, more]) => more - many || order.compare(a, b));
}

/** A role's tags; they lead to the menu. */
export function Chips({ role, away, open }) {
  const { name, tags } = role;
  if (!tags.length) return null;
  const rest = tags.length - IN_A_ROW;
  return html`<button type="button" class="tags" disabled=${away} aria-haspopup="dialog" title=${tags.join("、")}
    aria-label=${`“${name}”的标签：${tags.join("、")}`} onClick=${open}>${tags
      .slice(0, IN_A_ROW)
      .map((tag) => html`<span key=${tag} class="tag">${tag}</span>`)}${
      rest > 0 && html`<span class="tag more">+${rest}</span>`
    }</button>`;
}

/** The menu under `anchor`. `tag(roles, change)` is done when it is committed, and throws a sentence. */
export function TagMenu({ roles, known, tag, away, anchor, close }) {
  const [words, setWords] = useState("");
  const [at, setAt] = useState(-1);
  const [said, say] = useState("");
  const menu = useRef(null);
  const input = useRef(null);
  const list = useRef(null);
  const turn = useRef(Promise.resolve());
  const [stood] = useState(() => own(roles, known)); // they keep their places, whatever becomes of them
  const before = new Set(stood.map(alike));
  const names = [...known.map(([name]) => name).filter((name) => !before.has(alike(name))), ...stood];
  const counts = new Map(counted(roles).map(([name, count]) => [alike(name), count]));
  const options = offered(names, words);
  const label = roles.length > 1 ? `选中的 ${roles.length} 份岗位的标签` : `“${roles[0].name}”的标签`;
  const chosen = Math.min(at, options.length - 1);
  const end = () => {
    const row = menu.current.getRootNode().querySelector(`[data-role="${roles[0].id}"] a`);
    (anchor.isConnected ? anchor : row)?.focus({ preventScroll: true });
    close();
  };
  const take = ({ tag: name }) => {
    if (away) return;
    const without = roles.filter((role) => !has(role, name));
    const change = without.length ? { add: [name] } : { remove: [name] };
    turn.current = turn.current // in the order of the clicks
      .then(() => tag(without.length ? without : roles, change))
      .then(() => {
        setWords((now) => (now === words ? "" : now)); // not what is typed by now
        if (words) setAt(-1);
        say("");
      })
      .catch(({ message }) => say(message));
  };
  useLayoutEffect(() => {
    menu.current.showPopover(); // above all, and whatever it lies in
    const finger = window.matchMedia("(pointer: coarse)").matches && known.length;
    (finger ? menu : input).current.focus({ preventScroll: true }); // a keyboard that rises would hide what is there
  }, []);
  useLayoutEffect(() => {
    if (anchor.isConnected) stand(menu.current, anchor);
    list.current?.children[chosen]?.scrollIntoView({ block: "nearest" });
  });
  useFollowing(true, menu, () => anchor, close);
  const key = (event) => {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Tab") return end(); // and on from there
    const next = ["Home", "End"].includes(event.key) ? null : stepped(event.key, chosen, options);
    if (event.key === "Escape") end();
    else if (event.key === "Enter" && options[chosen]) take(options[chosen]);
    else if (next !== null && options.length) setAt(next);
    else if (event.key !== "Enter") return;
    event.preventDefault();
    event.stopPropagation(); // what stands around it closes with its own Escape
  };
  return html`<div ref=${menu} popover="manual" class="tag-menu" role="dialog" aria-label=${label} tabindex="-1"
    onKeyDown=${key}>
    <input ref=${input} type="text" role="combobox" aria-label="找标签，或写一个新的" aria-autocomplete="list"
      aria-expanded=${options.length > 0} aria-controls=${options.length ? "tag-options" : undefined}
      aria-activedescendant=${options[chosen] ? `tag-option-${chosen}` : undefined} autocomplete="off"
      placeholder=${names.length ? "找标签，或写一个新的" : "写一个标签"} value=${words}
      onInput=${({ target }) => {
        setWords(target.value);
        setAt(target.value.trim() ? 0 : -1);
        say("");
      }} />
    ${
      options.length > 0 &&
      html`<ul ref=${list} id="tag-options" class="menu-list" role="listbox" aria-label="标签"
      aria-multiselectable="true" onPointerDown=${(event) => event.preventDefault()}>${options.map((option, index) => {
        const count = counts.get(alike(option.tag)) ?? 0;
        return html`<li key=${alike(option.tag)} id=${`tag-option-${index}`} role="option"
          aria-selected=${count === roles.length} aria-disabled=${away} class=${index === chosen ? "at" : ""}
          onPointerMove=${() => index !== at && setAt(index)} onClick=${() => take(option)}>${
            option.fresh ? html`新建“${option.tag}”` : option.tag
          }${count > 0 && count < roles.length && html`<small> ${count} / ${roles.length} 份</small>`}</li>`;
      })}</ul>`
    }
    <p class=${said ? "quiet trouble" : "quiet"} role="status">${said || hint(words, options, names)}</p>
  </div>`;
}

/** The shop's tags, those first that these roles have. */
function own(roles, known) {
  const theirs = new Set(roles.flatMap(({ tags }) => tags.map(alike)));
  const names = known.map(([name]) => name);
  return [...names.filter((name) => theirs.has(alike(name))), ...names.filter((name) => !theirs.has(alike(name)))];
}

/** The tags that the words are in, as written or by the first letters of their sounds; and a new one. */
function offered(names, words) {
  const tag = words.trim().replace(/\s+/gu, " ");
  const looked = alike(tag);
  const inside = (name) => alike(name).includes(looked) || initials(name).startsWith(looked);
  const found = names
    .filter((name) => !tag || inside(name))
    .slice(0, MOST)
    .map((name) => ({ tag: name }));
  const fresh = tag && lengthOf(tag) <= LONGEST && !names.some((name) => same(name, tag));
  return fresh ? [...found, { tag, fresh }] : found;
}

function hint(words, options, names) {
  if (lengthOf(words.trim()) > LONGEST) return `一个标签最多 ${LONGEST} 个字。`;
  if (!names.length && !words) return "例如：急招、夜班、试用期。";
  return options.length >= MOST ? "还有更多，打字找。" : "";
}
