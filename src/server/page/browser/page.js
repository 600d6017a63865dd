// @ts-check
/**
 * The scripts of every page, in the order of their names in page-frame.ts. They ask the server for markup, and never make any
 * from text. This is what they share.
 */

/** @template {Element} T @param {string} selector @param {new () => T} type @returns {T | null} */
const find = (selector, type) => {
  const found = document.querySelector(selector);
  return found instanceof type ? found : null;
};

const { root = '', now: serverTime } = document.body.dataset;
const form = find('#search', HTMLFormElement);
const input = find('#query', HTMLInputElement);
const token = find('#token', HTMLInputElement);
/** Only the first page has it; on others, the form leads there. */
const results = find('#results', HTMLElement);

/** @param {string} html @returns {Document} in which no script runs */
const parse = (html) => new DOMParser().parseFromString(html, 'text/html');
