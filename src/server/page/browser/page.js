// @ts-check
/**
 * What the scripts of every page share. They ask the server for markup and never make any from text. What they look for
 * has a class: a document can have any id, and no class.
 */

/** @template {Element} T @param {string} selector @param {new () => T} type @returns {T | null} */
const find = (selector, type) => {
  const found = document.querySelector(selector);
  return found instanceof type ? found : null;
};

const { root = '', now: serverTime } = document.body.dataset;
const form = find('form.search', HTMLFormElement);
const input = find('.search input[name=q]', HTMLInputElement);
const token = find('.search .token', HTMLInputElement);
/** Only the first page has it; on others, the form leads there. */
const results = find('.found', HTMLElement);

/** @param {string} html @returns {Document} in which no script runs */
const parse = (html) => new DOMParser().parseFromString(html, 'text/html');
