// Every page works without this script: forms post, links lead. With it, pages show changes at once, and the queue has
// keys.

// A form that somebody is editing is left alone when the page renews itself.
document.addEventListener('input', ({ target }) => target.closest('form')?.setAttribute('data-touched', ''));

// A second press would replace the answer to the first one, and would show only that the state has changed.
document.addEventListener('submit', (event) => {
  const { submitter } = event;
  if (submitter === null) return;
  if (submitter.hasAttribute('aria-busy')) event.preventDefault();
  submitter.setAttribute('aria-busy', 'true');
  // If somebody stops a page that does not load, they may press again.
  setTimeout(() => submitter.removeAttribute('aria-busy'), 5_000);
});
addEventListener('pageshow', () => {
  for (const busy of document.querySelectorAll('[aria-busy]')) busy.removeAttribute('aria-busy');
});

function isInUse(element) {
  return (
    element.contains(document.activeElement) ||
    element.querySelector('[data-touched], details[open], .pick :checked') !== null
  );
}

// If an element is replaced between press and release, the browser makes no click.
let isPressing = false;
document.addEventListener('pointerdown', () => (isPressing = true));
for (const end of ['pointerup', 'pointercancel']) {
  document.addEventListener(end, () => {
    isPressing = false;
    // After the click, if one follows.
    if (isStale) setTimeout(soon);
  });
}

function isInUseElsewhere() {
  if (isPressing) return true;
  // A field with the focus counts too: if it is replaced, a key press is lost, and an open list of choices closes.
  const field = ':is(input:not([type="checkbox"]), select, textarea):focus';
  const inUse = [...document.querySelectorAll(`#live form:is([data-touched], :has(${field}))`)];
  return inUse.some((form) => form.closest('[data-key]') === null) || document.querySelector('.slip.dragged') !== null;
}
document.addEventListener('focusout', () => isStale && setTimeout(soon));

const keyed = (within) => new Map([...within.querySelectorAll('[data-key]')].map((card) => [card.dataset.key, card]));

function show(fresh) {
  const live = document.getElementById('live');
  const scrolled = [...live.querySelectorAll('.scroll')].map(({ scrollLeft, scrollTop }) => [scrollLeft, scrollTop]);
  const focused = document.activeElement;
  const known = keyed(live);
  for (const [key, card] of keyed(fresh)) {
    const old = known.get(key);
    if (old !== undefined && old.dataset.revision === card.dataset.revision && isInUse(old)) card.replaceWith(old);
  }
  live.replaceChildren(...fresh.childNodes);
  for (const [index, frame] of [...live.querySelectorAll('.scroll')].entries()) {
    const [left = 0, top = 0] = scrolled[index] ?? [];
    frame.scrollTo(left, top);
  }
  if (live.contains(focused) && focused !== live) focused.focus({ preventScroll: true });
  wantsAll = false;
  offerHeld(0);
  prepare();
}

const queueIn = (within) => within.querySelector('[data-holds]');
const hasLeft = (card) => card.dataset.left !== undefined;

let wantsAll = false;

/**
 * The queue keeps its cards in place, because a thumb may be on its way to one. A decided card stays in its place. New
 * cards wait behind a button while there is something to decide. Returns false if the whole page should be shown anew.
 */
function hold(fresh) {
  const live = document.getElementById('live');
  const [queue, freshQueue] = [queueIn(live), queueIn(fresh)];
  if (wantsAll || queue === null || freshQueue === null || queue.childElementCount === 0) return false;
  const coming = keyed(freshQueue);
  for (const card of Array.from(queue.children)) {
    const next = coming.get(card.dataset.key);
    coming.delete(card.dataset.key);
    const became = fresh.querySelector(`[data-gone="${card.dataset.key}"]`)?.textContent;
    if (next === undefined) leave(card, became ?? queue.dataset.leftWords);
    else if (next.innerHTML === card.innerHTML) continue;
    else if (next.dataset.revision !== card.dataset.revision || !isInUse(card)) replaceInPlace(card, next);
  }
  live.querySelector('h1').textContent = fresh.querySelector('h1').textContent;
  const troubles = (within) => within.querySelectorAll('[aria-labelledby="trouble"] tbody tr').length;
  const isDone = Array.from(queue.children).every(hasLeft);
  if (isDone) queue.append(...coming.values());
  offerHeld((isDone ? 0 : coming.size) + Math.max(0, troubles(fresh) - troubles(live)));
  return true;
}

/** A request names the cards that wait for a decision here, for the server to say what became of them. */
function headers() {
  const waiting = Array.from(queueIn(document)?.children ?? []).filter((card) => !hasLeft(card));
  const held = waiting.map(({ dataset }) => `${dataset.key}.${dataset.revision}`);
  return { accept: 'text/html', 'x-held': held.join() };
}

// Not `offsetHeight`, which is rounded: half a pixel would move the cards below.
const heightOf = (card) => `${card.getBoundingClientRect().height}px`;

function replaceInPlace(card, next) {
  const isFocused = card === document.activeElement;
  // The cards below stay in place when this one gets shorter.
  next.style.minHeight = heightOf(card);
  card.replaceWith(next);
  if (isFocused) next.focus({ preventScroll: true });
}

function leave(card, words) {
  if (hasLeft(card)) return;
  card.style.minHeight = heightOf(card);
  card.dataset.left = '';
  card.querySelector('.pick')?.remove();
  const said = document.createElement('p');
  said.className = 'said';
  said.textContent = words;
  for (const verbs of card.querySelectorAll('.verbs, .more-verbs')) verbs.remove();
  card.append(said);
}

function offerHeld(count) {
  const offer = document.getElementById('held');
  const words = queueIn(document)?.dataset.newWords ?? '';
  offer.hidden = count === 0;
  const text = count === 0 ? '' : `${count} ${words}`;
  if (offer.textContent !== text) offer.textContent = text;
}
document.getElementById('held')?.addEventListener('click', () => {
  wantsAll = true;
  soon();
  document.getElementById('live').focus();
});

/** Renews the parts around the content that change too. */
function renewFrame(page) {
  document.title = page.title;
  for (const id of ['pause', 'paused']) {
    const [old, fresh] = [document.getElementById(id), page.getElementById(id)];
    if (old !== null && fresh !== null && old.outerHTML !== fresh.outerHTML) old.replaceWith(fresh);
  }
}

// A decision in the queue does not leave the page: the card shows its result.
document.addEventListener('submit', (event) => {
  const card = event.target.closest('[data-holds] > .card');
  if (card === null) return;
  event.preventDefault();
  if (card.dataset.asked !== undefined) return;
  card.dataset.asked = '';
  void decide(card, event.target, event.submitter).finally(() => delete card.dataset.asked);
});

/** Shows the result of a decision instead of the buttons. */
function conclude(card, words) {
  const outcome = document.createElement('div');
  outcome.className = 'outcome';
  outcome.tabIndex = -1;
  outcome.append(...words);
  for (const old of card.querySelectorAll(':scope > :is(.said, .outcome)')) old.remove();
  card.append(outcome);
  // The button and its focus are gone. Focus moves to the outcome, so that a screen reader reads it.
  outcome.focus({ preventScroll: true });
}

/** Shows the outcome above the page until the next press, because the card has no room for it. */
function float(words) {
  const said = document.getElementById('said');
  said.replaceChildren(...words);
  said.className = 'floating';
  const onPress = ({ target }) => {
    if (said.contains(target)) return;
    document.removeEventListener('pointerdown', onPress);
    clear(said);
  };
  document.addEventListener('pointerdown', onPress);
}

function clear(said) {
  said.className = '';
  said.replaceChildren();
}

async function decide(card, form, submitter) {
  const { key } = card.dataset;
  const body = new URLSearchParams(new FormData(form));
  if (submitter?.name) body.append(submitter.name, submitter.value);
  try {
    const response = await fetch(form.action, { method: 'POST', body, headers: headers() });
    const page = new DOMParser().parseFromString(await response.text(), 'text/html');
    const fresh = page.getElementById('live');
    const words = [...(page.getElementById('said') ?? page.querySelector('main')).childNodes];
    // A page without a queue shows the reason: signed out, too many requests, or an error.
    if (fresh !== null && queueIn(fresh) !== null) {
      form.removeAttribute('data-touched');
      renewFrame(page);
      if (!hold(fresh)) show(fresh);
    }
    document.dispatchEvent(new CustomEvent('answered', { detail: page }));
    const now = document.querySelector(`[data-holds] > [data-key="${CSS.escape(key)}"]`);
    if (now !== null && hasLeft(now)) conclude(now, words);
    else float(words);
  } catch {
    float([queueIn(document)?.dataset.offlineWords ?? '']);
  } finally {
    submitter?.removeAttribute('aria-busy');
  }
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
      // Changes often come together: one request for all of them.
      await new Promise((resolve) => setTimeout(resolve, 100));
      isStale = false;
      const response = await fetch(location.href, { cache: 'no-store', headers: headers() });
      // After a sign-out, here or elsewhere, the page would not change any more. A form that somebody is editing stays.
      if (response.redirected && document.querySelector('[data-touched]') === null) location.reload();
      if (!response.ok || response.redirected) return;
      const page = new DOMParser().parseFromString(await response.text(), 'text/html');
      const fresh = page.getElementById('live');
      if (fresh === null) break;
      if (isInUseElsewhere()) {
        isStale = true;
        break;
      }
      renewFrame(page);
      if (!hold(fresh)) show(fresh);
    }
  } finally {
    asking = false;
  }
}

const soon = () => void renew().catch(() => undefined);

let events;

// A hidden page closes its stream: browsers allow six connections to one server, for all tabs together.
function follow() {
  if (document.hidden) {
    events?.close();
    events = undefined;
    return;
  }
  if (events !== undefined) return;
  events = new EventSource('/admin/events');
  // The first event of a connection counts too: something may have changed since the page was made.
  events.addEventListener('changed', soon);
}

// The result of a POST is shown only once, so such a page is not requested again.
if (document.querySelector('[role="alert"], form[action="/admin/config/save"], #once') === null) {
  document.addEventListener('visibilitychange', () => {
    follow();
    if (!document.hidden) soon();
  });
  addEventListener('pagehide', () => {
    events?.close();
    events = undefined;
  });
  // Not before: after "Back", the page must know first what somebody has typed (`admin-fields.js`).
  addEventListener('pageshow', follow);
  setInterval(soon, 60_000);
}

// Keys of the queue. They can be switched off, because single letters disturb speech input.
const cards = () => [...document.querySelectorAll('[data-keyed] > .card')];

function pressed({ key, target, ctrlKey, metaKey, altKey }) {
  if (ctrlKey || metaKey || altKey || target.closest('input:not([type="checkbox"]), select, textarea') !== null) return;
  if (localStorage.getItem('keys') === 'off') return;
  const all = cards();
  const at = all.indexOf(document.activeElement?.closest('.card'));
  if (key === 'j') all[Math.min(at + 1, all.length - 1)]?.focus();
  else if (key === 'k') all[Math.max(at - 1, 0)]?.focus();
  else if (key === 'a') all[at]?.querySelector('.verbs .approve')?.click();
  else if (key === 'd') all[at]?.querySelector('.verbs [value="deny"]')?.click();
}
document.addEventListener('keydown', pressed);

function prepare() {
  const toggle = document.getElementById('keys');
  if (toggle === null) return;
  toggle.checked = localStorage.getItem('keys') !== 'off';
  toggle.addEventListener('change', () => localStorage.setItem('keys', toggle.checked ? 'on' : 'off'));
}
prepare();
