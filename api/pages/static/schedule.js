// The page works without this script. With it, changes appear by themselves, and a room is chosen without a button.

for (const form of document.querySelectorAll('form[data-submit-on-change]')) {
  form.querySelector('select')?.addEventListener('change', () => form.requestSubmit());
}

const live = document.querySelector('[data-poll]');
const note = document.querySelector('.old');
/** The server's note. It is empty if the page was up to date when the server sent it. */
let noted = note?.textContent;
let shown;

async function renew() {
  if (document.hidden) return;
  // Asks the server, which answers 304 if the browser's copy is still valid.
  const response = await fetch(location.href, { cache: 'no-cache' });
  // The session was withdrawn, or its room was renamed: the shown page is no longer true.
  if (response.status === 404) location.reload();
  if (!response.ok) throw new Error(`answered ${response.status}`);
  note.textContent = noted;
  const etag = response.headers.get('etag');
  if (etag === shown) return;
  const isFirst = shown === undefined;
  shown = etag;
  if (isFirst) return;
  const page = new DOMParser().parseFromString(await response.text(), 'text/html');
  const fresh = page.getElementById('live');
  const focused = document.activeElement?.getAttribute('href');
  if (fresh === null) return;
  // Unchanged content is not replaced, so that a selected text stays selected.
  if (fresh.innerHTML !== live.innerHTML) live.replaceChildren(...fresh.childNodes);
  const { dataset, textContent } = page.querySelector('.old');
  note.dataset.note = dataset.note;
  note.textContent = noted = textContent;
  document.title = page.title;
  for (const part of ['.zone', '.count', '[data-submit-on-change] select']) {
    const old = document.querySelector(part);
    const renewed = page.querySelector(part);
    if (old !== null && renewed !== null && old !== document.activeElement) old.replaceChildren(...renewed.childNodes);
  }
  if (focused) document.querySelector(`#live a[href="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
}

if (live !== null) {
  const soon = () => void renew().catch(() => (note.textContent = note.dataset.note));
  setInterval(soon, Number(live.dataset.poll) * 1000);
  document.addEventListener('visibilitychange', soon);
  soon();
}
