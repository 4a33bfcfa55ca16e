// What Streamlit's frame lacks: Chinese words for its English ones, which no setting changes, the mark of the link that
// leads here, and a place for the keyboard when the page turns.

import { turned } from "./scrolling.js";

const WORDS = {
  "Skip to main content": "跳到正文",
  Sidebar: "导航",
  "Collapse sidebar": "收起导航",
  "Expand sidebar": "展开导航",
  Notifications: "通知",
  Close: "关闭",
  "Copy to clipboard": "复制",
  Copied: "已复制",
  "Running...": "正在处理",
  Pagination: "翻页",
  "Previous page": "上一页",
  "Next page": "下一页",
};
const NUMBERED = /^Page (\d+)$/;
const ATTRIBUTES = ["aria-label", "title"];

function say(element) {
  for (const name of ATTRIBUTES) {
    const theirs = element.getAttribute(name);
    const ours = WORDS[theirs] ?? theirs?.replace(NUMBERED, "第 $1 页");
    if (ours && ours !== theirs) element.setAttribute(name, ours);
  }
  if (element.dataset.testid === "stSkipToContent" && WORDS[element.textContent])
    element.textContent = WORDS[element.textContent];
}

/** Which of the links in the sidebar is this page's; Streamlit shows it by colour alone. */
function markHere() {
  for (const link of document.querySelectorAll("[data-testid=stSidebar] a")) {
    const path = link.getAttribute("href").replace(/\?.*|^\.?\/|\/$/g, "");
    link.ariaCurrent = path === window.location.pathname.slice(1) ? "page" : null;
  }
}

let focused = null;
document.addEventListener("focusin", (event) => {
  focused = event.composedPath()[0];
});

/** Where the page took away what had the focus, the keyboard goes on from the start of the page's own part. */
function keepFocus() {
  if (!focused || focused.isConnected || document.activeElement !== document.body) return;
  focused = null;
  document.getElementById("stMain")?.focus({ preventScroll: true });
}

const SPEAKING = "[aria-label], [title], [data-testid=stSkipToContent]";
new MutationObserver((changes) => {
  for (const { target, addedNodes } of changes) {
    if (target.matches(SPEAKING)) say(target);
    for (const added of addedNodes) {
      if (added.nodeType !== Node.ELEMENT_NODE) continue;
      if (added.matches(SPEAKING)) say(added);
      added.querySelectorAll(SPEAKING).forEach(say);
    }
  }
  turned();
  markHere();
  keepFocus();
}).observe(document.body, { subtree: true, childList: true, attributeFilter: [...ATTRIBUTES, "class"] });
