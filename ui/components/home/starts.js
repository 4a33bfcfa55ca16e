// @ts-check
// What one can begin a role with: found as one types what the post is called; the most wanted; all others by area; and
// what was written elsewhere. In the box the arrow keys choose, Enter begins, Escape empties it.

import { html, useEffect, useRef, useState } from "../shared/html.js";

const KINDS = { starter: "已写好", template: "本店模板", blank: "空白岗位", library: "预设库" };
const ROOMY = window.matchMedia("(min-width: 600px)"); // the box has room for examples

/** `children` stand above the box, and where there is a `picture`, that beside both. */
export function Starts({ data, go, away, box, picture, children }) {
  const [words, setWords] = useState("");
  const [at, setAt] = useState(0);
  const [wanted, want] = useState(false); // whether the first is to begin as soon as it is found
  const [said, say] = useState("");
  const answer = useStarts(words);
  const searching = words.trim() !== "";
  const found = answer.words === words ? answer.found : null;
  const shown = answer.found ?? [];
  const listed = useRef(null);

  const begin = ({ kind, key }) => go(kind === "library" ? { page: "libraries" } : { begin: kind, key });
  const chosen = found?.[Math.min(at, found.length - 1)];
  useEffect(() => {
    if (!wanted || !found) return;
    want(false);
    if (chosen) begin(chosen);
  }, [wanted, found]);
  const start = () => {
    say(searching ? "" : "先写这个岗位叫什么。");
    if (searching) want(true);
    else box.current.focus();
  };
  const type = (text) => {
    setWords(text);
    setAt(0);
    want(false);
    say("");
  };
  const press = (event) => {
    if (event.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && found?.length) {
      event.preventDefault();
      const next = (at + step + found.length) % found.length;
      setAt(next);
      listed.current?.children[next]?.scrollIntoView({ block: "nearest" });
    } else if (event.key === "Enter") {
      event.preventDefault();
      start();
    } else if (event.key === "Escape" && words) {
      event.preventDefault(); // a dialog around it stays open
      type("");
    }
  };
  return html`<div class="starts">
    <div class=${picture ? "hero" : ""}><div>${children}
      <div class="ask"><input ref=${box} type="search" role="combobox" value=${words} autocomplete="off" maxlength="100"
        aria-label="您要写什么岗位？" aria-autocomplete="list"
        placeholder=${`您要写什么岗位？${ROOMY.matches ? "例如 运营、客服兼打包、出纳" : ""}`}
        aria-expanded=${searching && shown.length > 0} aria-controls="found"
        aria-activedescendant=${searching && chosen ? `found-${at}` : undefined}
        onInput=${(event) => type(event.target.value)} onKeyDown=${press} />
      <button type="button" class="main" disabled=${away} onClick=${start}>开始</button></div>
    <p class="hint" role="status">${said || tell(searching, found, answer.failed)}</p></div>${picture}</div>
    <ul id="found" class="found" role="listbox" aria-label="可以从这里开始" ref=${listed}
      hidden=${!searching || !shown.length}>
      ${
        searching &&
        shown.map(
          (each, here) => html`<li key=${each.kind + each.key} id=${`found-${here}`} role="option"
          aria-selected=${here === at} onMouseDown=${(event) => event.preventDefault()}
          onMouseMove=${() => at !== here && setAt(here)} onClick=${() => begin(each)}>
          <b>${each.title}</b><em class=${each.kind}>${KINDS[each.kind]}</em><span>${each.summary}</span></li>`,
        )
      }</ul>
    ${!searching && html`<fieldset role="none" disabled=${away}><${Offers} data=${data} begin=${begin} /></fieldset>`}
    <div class="door"><div><b>以前写过？拿进来接着改</b>
      <span>粘贴一段，或选 Word、Excel、PDF、网页、文字、招聘网站上的帖子；从这里导出的 Excel、填好的空白模板、备份、预设库也认得。</span></div>
      <button type="button" class="file" disabled=${away} onClick=${() => go({ page: "bring" })}>拿进来…</button></div>
  </div>`;
}

function tell(searching, found, failed) {
  if (!searching) return "也可以写拼音、首字母，或者写他干的活：打包发货、回消息、做主图。";
  if (failed) return "暂时连不上，请稍后再试。";
  if (!found) return "正在找…";
  return html`点一个就开始<span class="keys">；用键盘的，上下键挑，回车开始</span>。`;
}

/** The most wanted as cards; all by area as words. */
function Offers({ data, begin }) {
  const starters = data.starters.map(([key, title, summary, area]) => ({ kind: "starter", key, title, summary, area }));
  const areas = Map.groupBy(starters, ({ area }) => area);
  const own = data.templates.map(([key, title]) => ({ kind: "template", key, title }));
  return html`<h2>大多数店先写这几个 <small>点一下就有写好的一份</small></h2>
    <div class="wanted">${data.wanted
      .map((key) => starters.find((each) => each.key === key))
      .map(
        (each) => html`<button type="button" key=${each.key} class="start" onClick=${() => begin(each)}>
        <b>${each.title}</b> <span>${each.summary}</span></button>`,
      )}</div>
    <h2>全部岗位 <small>${starters.length} 个起点</small></h2>
    <div class="areas">
      ${own.length > 0 && html`<${Area} title="本店模板" starts=${own} begin=${begin} />`}
      ${[...areas].map(
        ([title, those]) => html`<${Area} key=${title} title=${title} starts=${those} begin=${begin} />`,
      )}
      <${Area} title="从头写起" starts=${[{ kind: "blank", key: "", title: "空白岗位" }]} begin=${begin} />
    </div>`;
}

function Area({ title, starts, begin }) {
  return html`<section><h3>${title || "其他"}</h3><ul>${starts.map(
    (each) => html`<li key=${each.key}><button type="button" class="word" title=${each.summary}
    onClick=${() => begin(each)}>${each.title}</button></li>`,
  )}</ul></section>`;
}

/** {words, found, failed}: the last answer, and to which question; the latest alone is waited for. */
function useStarts(words) {
  const [answer, setAnswer] = useState({ words: "", found: /** @type {any[] | null} */ (null), failed: false });
  useEffect(() => {
    if (!words.trim()) return setAnswer({ words, found: null, failed: false });
    const stop = new AbortController();
    fetch(`/starts?${new URLSearchParams({ words })}`, { signal: stop.signal })
      .then((response) => response.json())
      .then((body) => setAnswer({ words, found: body.starts ?? null, failed: !body.starts }))
      .catch(() => stop.signal.aborted || setAnswer({ words, found: null, failed: true }));
    return () => stop.abort();
  }, [words]);
  return answer;
}
