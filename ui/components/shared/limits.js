// @ts-check
// The limits of rolesmith/role/, as server/index_page.py writes them into the page's head.

const told = /** @type {HTMLMetaElement} */ (document.querySelector("meta[name=limits]")).content.split(" ");

export const [TEXT_LIMIT, TITLE_LIMIT, CHILD_LIMIT] = told.map(Number);
