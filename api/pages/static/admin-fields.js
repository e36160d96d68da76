// Counts and previews that follow the typing in a form.

// X's weighting (docs.x.com, counting characters) of the typed text. The server counts again, with placeholders filled
// in.
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
  const weighted = target.closest('.weighted');
  if (!weighted) return;
  const length = weigh(target.value) + Number(weighted.dataset.added);
  weighted.querySelector('.hint').textContent = `About ${length} of 280 characters, as X counts them.`;
});

// A preview shows the chosen values. The browser reports a change for each typed part of a time, so a time counts only
// when its field is left. Until then, the buttons of the old preview are disabled.
function renewPreview({ target, type }) {
  const form = target.closest('form[data-submit-on-change]');
  const isTime = target.type === 'time';
  if (form === null || isTime !== (type === 'focusout') || target.value === '') return;
  if (!isTime || isTyped(target)) form.requestSubmit();
  else setShiftable(true);
}
function setShiftable(isShiftable) {
  for (const button of document.querySelectorAll('form[action="/admin/shift"][method="post"] button')) {
    button.disabled = !isShiftable;
  }
}
document.addEventListener('change', renewPreview);
document.addEventListener('focusout', renewPreview);
document.addEventListener('input', ({ target }) => {
  if (target.closest('form[data-submit-on-change]') === null) return;
  setShiftable(false);
});

// If a form was refused, or nobody answered, the typed text is put back into the new page. Other fields stay as in the
// new page, because somebody else may have changed them. The config's form does this by itself.
document.addEventListener('submit', (event) => {
  const form = event.target;
  if (form.method !== 'post' || form.matches(':not([data-touched]), .config')) return;
  const fields = Object.fromEntries(new FormData(form));
  const typed = Object.keys(fields).filter((name) => isTyped(form.elements[name]));
  sessionStorage.setItem('typed', JSON.stringify({ action: form.action, fields, typed }));
});

function isTyped(field) {
  if (field.type === 'checkbox') return field.checked !== field.defaultChecked;
  if (field.type !== 'select-one') return field.value !== field.defaultValue;
  const shown = [...field.options].findIndex(({ defaultSelected }) => defaultSelected);
  return field.selectedIndex !== Math.max(0, shown);
}

// After "Back" the browser fills in what was typed before. The page must not renew itself over that.
addEventListener('pageshow', () => {
  for (const form of document.querySelectorAll('form[method="post"]')) {
    const fields = [...form.elements].filter((one) => one.matches('input, select, textarea'));
    if (fields.some(isTyped)) form.setAttribute('data-touched', '');
  }
});

function typeAgain({ action, fields, typed }) {
  const form = [...document.forms].find(
    (one) =>
      one.action === action &&
      Object.keys(fields).every((name) => name in one.elements) &&
      one.elements.reminder?.value === fields.reminder,
  );
  if (form === undefined) return;
  for (const name of typed) {
    const field = form.elements[name];
    field.closest('details')?.setAttribute('open', '');
    if (field.value === fields[name]) continue;
    field.value = fields[name];
    field.dispatchEvent(new Event('input', { bubbles: true }));
  }
  sessionStorage.removeItem('typed');
}
function putBack(page) {
  const kept = sessionStorage.getItem('typed');
  if (page.querySelector('#said .done') !== null) sessionStorage.removeItem('typed');
  else if (kept !== null) typeAgain(JSON.parse(kept));
}
putBack(document);
// The queue stays open: it takes the answer from the page that the server sent (`admin.js`).
document.addEventListener('answered', ({ detail }) => putBack(detail));
