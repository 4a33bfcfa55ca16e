// @ts-check
// Chinese words for Streamlit's English ones, which no setting changes.

import { SKIP } from "./streamlit.js";

const WORDS = {
  "Skip to main content": "跳到正文",
  Sidebar: "导航",
  "Collapse sidebar": "收起导航",
  "Expand sidebar": "菜单",
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
const SPEAKING = `[aria-label], [title], ${SKIP}`;
export const ATTRIBUTES = ["aria-label", "title"];

/** Say in Chinese what an element says, and with `deep` all below it. */
export function translate(element, deep = false) {
  if (element.matches(SPEAKING)) say(element);
  if (deep) for (const each of element.querySelectorAll(SPEAKING)) say(each);
}

function say(element) {
  for (const name of ATTRIBUTES) {
    const theirs = element.getAttribute(name);
    const ours = WORDS[theirs] ?? theirs?.replace(NUMBERED, "第 $1 页");
    if (ours && ours !== theirs) element.setAttribute(name, ours);
  }
  if (element.matches(SKIP) && WORDS[element.textContent]) element.textContent = WORDS[element.textContent];
}
