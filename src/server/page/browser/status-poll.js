// @ts-check
/** Keeps the strip with the state of the data up to date. */

const POLL_MS = 30_000;
const RETRY_MS = 5_000;
const TICK_MS = 10_000;
/** Milliseconds by which the clock of the server is ahead. */
let ahead = Number(serverTime) - Date.now();
const relative = new Intl.RelativeTimeFormat('en', { numeric: 'always' });
/** @type {[Intl.RelativeTimeFormatUnit, number][]} */
const UNITS = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
];

/** Brings every age on the page up to date. */
function tick() {
  for (const time of document.querySelectorAll('time')) {
    const seconds = Math.max(0, Math.round((Date.now() + ahead - Date.parse(time.dateTime)) / 1000));
    const [unit, size] = UNITS.find(([, length]) => seconds >= length) ?? ['second', 1];
    time.textContent = relative.format(-Math.floor(seconds / size), unit);
  }
}

/** Replaces the parts of the page that tell the state of the data, by those of a new page. */
async function refresh() {
  const response = await fetch('./');
  if (!response.ok) return;
  const fresh = parse(await response.text());
  const wasOpen = find('details.state', HTMLDetailsElement)?.open ?? false;
  // An empty index has nothing to choose from.
  const filters = form?.querySelector('select') == null ? ['.filters'] : [];
  for (const selector of ['.state', '.feed', ...filters]) {
    const [old, next] = [document.querySelector(selector), fresh.querySelector(selector)];
    if (old !== null && next !== null) old.replaceWith(next);
  }
  const status = find('details.state', HTMLDetailsElement);
  if (status !== null) status.open ||= wasOpen;
  ahead = Number(fresh.body.dataset['now']) - Date.now();
  addCopyButtons();
}

/** @param {Element} status @param {boolean} isAway */
function showAway(status, isAway) {
  status.classList.toggle('offline', isAway);
  const words = isAway ? 'The server does not respond. This page tries again by itself.' : '';
  const place = status.querySelector('.away');
  if (place !== null && place.textContent !== words) place.textContent = words;
}

async function poll() {
  const status = find('details.state', HTMLDetailsElement);
  if (status === null) return;
  let wait = POLL_MS;
  try {
    const response = await fetch(`${root}health`);
    const { index, freshness, timestamp } = await response.json();
    ahead = Date.parse(timestamp) - Date.now();
    showAway(status, false);
    const seen =
      freshness === null
        ? ''
        : [index.sequence, index.lastRun?.finishedAt ?? '', freshness.state, freshness.reason ?? ''].join(
            ' ',
          );
    if (seen !== status.dataset['state']) await refresh();
    else if (index.checkedAt)
      for (const time of status.querySelectorAll('summary time'))
        if (time instanceof HTMLTimeElement) time.dateTime = index.checkedAt;
  } catch {
    showAway(status, true);
    wait = RETRY_MS;
  }
  tick();
  clearTimeout(polling);
  polling = setTimeout(poll, wait);
}

/** @type {ReturnType<typeof setTimeout> | undefined} */
let polling = setTimeout(poll, POLL_MS);
setInterval(tick, TICK_MS);
window.addEventListener('online', poll);
document.addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'visible') void poll();
});
