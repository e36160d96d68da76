// Posts, edits and deletes by the control routes, and fetches the columns again after a change.
const compose = document.querySelector('#compose');
const said = document.querySelector('#said');
const mode = document.querySelector('#mode');
const { username, text } = compose.elements;
let editing;

async function call(method, path, body) {
  const answer = await fetch(path, {
    method,
    ...(body ? { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) } : {}),
  });
  const result = await answer.json();
  said.textContent = answer.ok ? '' : result.detail;
  await refresh();
  return answer.ok;
}

function edit(article) {
  editing = article?.dataset.id;
  mode.hidden = !editing;
  username.readOnly = Boolean(editing);
  compose.querySelector('[type=submit]').textContent = editing ? 'Save' : 'Tweet';
  if (article) {
    username.value = article.dataset.username;
    text.value = article.dataset.text;
    mode.querySelector('span').textContent = `Editing a tweet of @${article.dataset.username}.`;
    text.focus();
  }
  count();
}

function count() {
  document.querySelector('#count').textContent = String([...text.value].length);
}

async function refresh() {
  const answer = await fetch(`/sandbox/columns?since=${document.body.dataset.state}`);
  if (answer.status !== 200) return;
  const columns = await answer.json();
  document.body.dataset.state = columns.state;
  document.querySelector('#everybody').innerHTML = columns.everybody;
  document.querySelector('#bot').innerHTML = columns.bot;
  const listening = document.querySelector('#listening');
  listening.textContent = columns.listening;
  listening.dataset.on = String(columns.state.endsWith('.1'));
}

async function submit() {
  const draft = { username: username.value, text: text.value, ...(editing ? { editOf: editing } : {}) };
  if (!(await call('POST', '/sandbox/tweets', draft))) return;
  text.value = '';
  edit();
}

compose.addEventListener('submit', (event) => {
  event.preventDefault();
  void submit();
});

text.addEventListener('input', count);
document.querySelector('#leave-edit').addEventListener('click', () => {
  text.value = '';
  edit();
});
document.querySelector('#play')?.addEventListener('click', () => void call('POST', '/sandbox/scenarios/day'));

document.addEventListener('click', ({ target }) => {
  if (target.matches('.example')) {
    edit();
    username.value = target.dataset.username;
    text.value = target.dataset.text;
    count();
    text.focus();
  }
  const article = target.closest('article');
  if (target.dataset.act === 'edit') edit(article);
  if (target.dataset.act === 'delete') void call('DELETE', `/sandbox/tweets/${article.dataset.id}`);
  if (target.dataset.act === 'retweet') {
    void call('POST', '/sandbox/tweets', { username: username.value, retweetOf: article.dataset.id });
  }
});

setInterval(() => {
  if (!document.hidden) refresh().catch(() => {});
}, 1000);
