import { Html } from './html.ts';

const DRAWING =
  '<rect width="32" height="32" rx="9" fill="#3a53c5"/><path d="M8.5 15.5h15a7.5 7.5 0 1 0-2.6 6.9" fill="none" stroke="#fff" stroke-width="3" stroke-linecap="round" stroke-linejoin="round"/><circle cx="21.3" cy="22.4" r="3.1" fill="#fff"/><circle cx="8.5" cy="15.5" r="2.4" fill="#fff"/>';

/** The mark of the page: an e that ends in a node, drawn for this project. */
export const LOGO = new Html(
  `<svg class="logo" viewBox="0 0 32 32" width="32" height="32" aria-hidden="true">${DRAWING}</svg>`,
);

/** The same as an address for `<link rel="icon">`. */
export const FAVICON = `data:image/svg+xml,${encodeURIComponent(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">${DRAWING}</svg>`)}`;
