// @ts-check
// What a shop wants to hear of advice. data: {off: [[rule, message]], words: [{word, instead}]}

import { post } from "../shared/files.js";
import { html, show, useState } from "../shared/html.js";

export default function adviceChoices(component) {
  const redraw = (to) => component.setTriggerValue("redraw", to);
  return show(component, html`<${AdviceChoices} data=${component.data} redraw=${redraw} />`);
}

function AdviceChoices({ data, redraw }) {
  const [word, setWord] = useState("");
  const [instead, setInstead] = useState("");
  const [said, say] = useState("");
  const send = (sent, told) =>
    post("/advice", sent).then(
      () => {
        say(told);
        redraw({ at: Date.now() });
      },
      (error) => say(error.message),
    );
  const add = (event) => {
    event.preventDefault();
    const others = data.words.filter((each) => each.word !== word.trim());
    send({ words: [...others, { word: word.trim(), instead: instead.trim() }] }, `写到“${word.trim()}”时会提示。`);
    setWord("");
    setInstead("");
  };
  return html`<div class="advice-choices">
    ${
      data.off.length > 0 &&
      html`<ul>${data.off.map(
        ([rule, message]) => html`<li key=${rule}><span>${message}</span>
      <button type="button" class="link" onClick=${() => send({ rule, on: true }, "已恢复提示。")}>恢复提示</button></li>`,
      )}</ul>`
    }
    ${
      data.words.length > 0 &&
      html`<ul>${data.words.map(
        (each) => html`<li key=${each.word}><span>“${each.word}”${each.instead && `，改写成“${each.instead}”`}</span>
      <button type="button" class="link"
        onClick=${() => send({ words: data.words.filter((other) => other !== each) }, "已去掉。")}>去掉</button></li>`,
      )}</ul>`
    }
    <form onSubmit=${add}>
      <input type="text" value=${word} maxlength="50" aria-label="本店不想看到的词" placeholder="不想看到的词，例如 家人们"
        onInput=${(event) => setWord(event.target.value)} />
      <input type="text" value=${instead} maxlength="200" aria-label="改写成" placeholder="改写成（可以不写）"
        onInput=${(event) => setInstead(event.target.value)} />
      <button type="submit" class="file" disabled=${!word.trim()}>加上</button>
    </form>
    <p class="said" role="status">${said}</p>
  </div>`;
}
