// Every page works without this: forms post, links lead. With it, pages follow what happens, cards can be dragged, and
// the queue has keys.

// What somebody is at work on is left alone when the page renews itself.
document.addEventListener('input', ({ target }) => target.closest('form')?.setAttribute('data-touched', ''));
document.addEventListener('submit', ({ submitter }) => submitter?.setAttribute('aria-busy', 'true'));
addEventListener('pageshow', () => {
  for (const busy of document.querySelectorAll('[aria-busy]')) busy.removeAttribute('aria-busy');
});

function isInUse(element) {
  return element.contains(document.activeElement) || element.querySelector('[data-touched], details[open]') !== null;
}

function isInUseElsewhere() {
  const touched = [...document.querySelectorAll('#live form[data-touched]')];
  return touched.some((form) => form.closest('[data-key]') === null) || dragged !== undefined;
}

function show(fresh) {
  const live = document.getElementById('live');
  const scrolled = [...live.querySelectorAll('.scroll')].map(({ scrollLeft, scrollTop }) => [scrollLeft, scrollTop]);
  const focused = document.activeElement;
  for (const element of fresh.querySelectorAll('[data-key]')) {
    const known = live.querySelector(`[data-key="${CSS.escape(element.dataset.key)}"]`);
    if (known !== null && known.dataset.revision === element.dataset.revision && isInUse(known)) {
      element.replaceWith(known);
    }
  }
  live.replaceChildren(...fresh.childNodes);
  for (const [index, frame] of [...live.querySelectorAll('.scroll')].entries()) {
    const [left = 0, top = 0] = scrolled[index] ?? [];
    frame.scrollTo(left, top);
  }
  if (live.contains(focused) && focused !== live) focused.focus({ preventScroll: true });
  prepare();
}

let asking = false;
let isStale = false;

async function renew() {
  isStale = true;
  if (asking || isInUseElsewhere()) return;
  asking = true;
  try {
    while (isStale) {
      isStale = false;
      // Changes come in flocks: one look for all of them.
      await new Promise((resolve) => setTimeout(resolve, 100));
      isStale = false;
      const response = await fetch(location.href, { cache: 'no-store', headers: { accept: 'text/html' } });
      if (!response.ok || response.redirected) return;
      const page = new DOMParser().parseFromString(await response.text(), 'text/html');
      const fresh = page.getElementById('live');
      if (fresh !== null && !isInUseElsewhere()) show(fresh);
    }
  } finally {
    asking = false;
  }
}

const soon = () => void renew().catch(() => undefined);

let events;

// A hidden page lets go of its stream: browsers allow six connections to one place, for all its tabs together.
function follow() {
  if (document.hidden) {
    events?.close();
    events = undefined;
    return;
  }
  if (events !== undefined) return;
  events = new EventSource('/admin/events');
  // The first word of a connection counts too: something may have changed since the page was made.
  events.addEventListener('changed', soon);
}

// What a POST came to is known only once: such a page is not asked for again.
if (document.querySelector('[role="alert"], form[action="/admin/config/save"]') === null) {
  follow();
  document.addEventListener('visibilitychange', () => {
    follow();
    if (!document.hidden) soon();
  });
  addEventListener('pagehide', () => {
    events?.close();
    events = undefined;
  });
  addEventListener('pageshow', follow);
  setInterval(soon, 60_000);
}

// Moving by drag: the same form as "Move" sends.
let dragged;
document.addEventListener('dragstart', ({ target, dataTransfer }) => {
  dragged = target.closest?.('.slip[draggable]') ?? undefined;
  dataTransfer?.setData('text/plain', dragged?.dataset.key ?? '');
});
document.addEventListener('dragend', () => {
  dragged = undefined;
  for (const cell of document.querySelectorAll('td.over')) cell.classList.remove('over');
});
const cellOf = ({ target }) => (dragged === undefined ? null : target.closest?.('td[data-room]'));
document.addEventListener('dragover', (event) => {
  const cell = cellOf(event);
  if (cell === null || cell === undefined) return;
  event.preventDefault();
  for (const other of document.querySelectorAll('td.over')) other.classList.toggle('over', other === cell);
  cell.classList.add('over');
});
document.addEventListener('drop', (event) => {
  const cell = cellOf(event);
  if (cell === null || cell === undefined) return;
  event.preventDefault();
  const form = dragged.querySelector('form');
  form.elements.room.value = cell.dataset.room;
  form.elements.time.value = cell.dataset.time;
  form.requestSubmit(form.querySelector('button'));
});

// Keys of the queue. They can be switched off: single letters get in the way of speech input.
const cards = () => [...document.querySelectorAll('[data-keyed] > .card')];

function pressed({ key, target, ctrlKey, metaKey, altKey }) {
  if (ctrlKey || metaKey || altKey || target.closest('input:not([type="checkbox"]), select, textarea') !== null) return;
  if (localStorage.getItem('keys') === 'off') return;
  const all = cards();
  const at = all.indexOf(document.activeElement?.closest('.card'));
  if (key === 'j') all[Math.min(at + 1, all.length - 1)]?.focus();
  else if (key === 'k') all[Math.max(at - 1, 0)]?.focus();
  else if (key === 'a') all[at]?.querySelector('.approve')?.click();
  else if (key === 'd') all[at]?.querySelector('.deny')?.click();
}
document.addEventListener('keydown', pressed);

// X's weighting (docs.x.com, counting characters) on what was typed; the server counts again, placeholders filled in.
const lengths = { minutes: 2, user: 15, tweetId: 19, room: 5, time: 9, day: 10, title: 20 };
const isLight = (point) =>
  point <= 4351 ||
  (point >= 8192 && point <= 8205) ||
  (point >= 8208 && point <= 8223) ||
  (point >= 8242 && point <= 8247);

function weigh(text) {
  const filled = text.replaceAll(/\{(\w+)\}/g, (whole, name) => 'x'.repeat(lengths[name] ?? whole.length));
  const linked = filled.replaceAll(/https?:\/\/\S+/g, 'x'.repeat(23));
  return Array.from(linked).reduce((sum, letter) => sum + (isLight(letter.codePointAt(0)) ? 1 : 2), 0);
}
document.addEventListener('input', ({ target }) => {
  const count = target.closest('.weighted')?.querySelector('.hint');
  if (count) count.textContent = `About ${weigh(target.value)} of 280 weighted characters.`;
});

function prepare() {
  const toggle = document.getElementById('keys');
  if (toggle === null) return;
  toggle.checked = localStorage.getItem('keys') !== 'off';
  toggle.addEventListener('change', () => localStorage.setItem('keys', toggle.checked ? 'on' : 'off'));
}
prepare();
