/** The page: fetches the workspace as one person sees it, and draws it again whenever the sandbox reports a change. */
import { drawBlocks } from './block-kit.js';
import { confirm } from './confirm.js';
import { drawMrkdwn, drawPlain, make } from './mrkdwn.js';

const byId = (id) => document.getElementById(id);
const home = 'home';
const [hashPlace, hashTs] = location.hash.slice(1).split('/').map(decodeURIComponent);
let place = hashPlace || localStorage.getItem('place') || 'C_OUTGOING';
let wantedTs = hashTs;
let user = localStorage.getItem('user') ?? '';
let workspace;
let names = new Map();
let isLooking = false;
let isFirst = true;
let isStale = false;
const drawn = new Map();

const post = async (path, body) => {
  const answer = await fetch(`/sandbox/${path}`, { method: 'POST', body: JSON.stringify(body) });
  return { status: answer.status, ...(await answer.json()) };
};

async function look() {
  if (isLooking) {
    isStale = true;
    return;
  }
  isLooking = true;
  try {
    const answer = await fetch(`/sandbox/page?user=${encodeURIComponent(user)}`);
    workspace = await answer.json();
    user = workspace.user;
    if (isFirst && place === home) void post('home-opened', { userId: user });
    isFirst = false;
    const everybody = [...workspace.organisers, ...workspace.strangers, ...workspace.channels];
    names = new Map([...everybody.map(({ id, name }) => [id, name]), ['U0BOT', 'open-spaces-bot']]);
    draw();
  } catch {
    byId('link-state').textContent = 'sandbox is away';
    byId('link-state').dataset.state = 'away';
  } finally {
    isLooking = false;
    if (isStale) {
      isStale = false;
      void look();
    }
  }
}

function draw() {
  drawRail();
  const scroll = byId('scroll');
  const wasAtEnd = scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < 80;
  const channel = workspace.channels.find(({ id }) => id === place);
  byId('title').textContent = channel ? `# ${channel.name}` : 'open-spaces-bot · Home';
  document.title = `${channel ? `#${channel.name}` : 'Home'} · Sandbox`;
  byId('composer').hidden = !channel;
  const entries = channel ? entriesOf(channel) : homeEntries();
  reconcile(byId('stream'), entries);
  if (wasAtEnd && !wantedTs) scroll.scrollTop = scroll.scrollHeight;
  const wanted = wantedTs && document.querySelector(`[data-ts="${CSS.escape(wantedTs)}"]`);
  if (wanted) {
    wanted.scrollIntoView({ block: 'center' });
    wanted.classList.add('wanted');
    wantedTs = undefined;
  }
  drawModal();
}

function drawRail() {
  const state = byId('link-state');
  state.textContent = workspace.link.text;
  state.dataset.state = workspace.link.isUp ? 'on' : 'off';
  const seen = JSON.parse(localStorage.getItem('seen') ?? '{}');
  const current = workspace.channels.find(({ id }) => id === place);
  if (current) seen[place] = current.messages.at(-1)?.ts ?? '';
  localStorage.setItem('seen', JSON.stringify(seen));
  const entries = workspace.channels.map(({ id, name, messages }) => {
    const news = messages.filter(({ ts }) => Number(ts) > Number(seen[id] ?? 0)).length;
    const link = make(
      'a',
      { href: `#${id}`, 'aria-current': id === place ? 'page' : undefined, class: news ? 'news' : undefined },
      make('span', { class: 'hash', 'aria-hidden': 'true' }, '#'),
      name,
    );
    if (news) link.append(make('span', { class: 'count', 'aria-label': `${news} new` }, String(news)));
    return link;
  });
  const homeLink = make(
    'a',
    { href: `#${home}`, 'aria-current': place === home ? 'page' : undefined },
    make('span', { class: 'hash', 'aria-hidden': 'true' }, '⌂'),
    'Bot home',
  );
  byId('channels').replaceChildren(...entries, homeLink);
  byId('channels').querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  const acting = byId('acting');
  if (acting.options.length === 0) {
    const option = ({ id, realName }) => make('option', { value: id }, realName);
    acting.append(...[...workspace.organisers, ...workspace.strangers].map(option));
  }
  acting.value = user;
}

function entriesOf(channel) {
  const failures = workspace.failures.filter(({ channelId }) => channelId === channel.id);
  const all = [
    ...channel.messages.map((message) => ({ ...message, kind: 'message' })),
    ...channel.ephemerals.map((message) => ({ ...message, kind: 'ephemeral' })),
    ...failures.filter(({ ts }) => !ts).map((failure) => ({ kind: 'failure', ts: failure.id, text: failure.text })),
  ].toSorted((one, other) => Number(one.ts) - Number(other.ts));
  if (all.length === 0)
    return [
      {
        key: 'empty',
        sign: channel.id,
        draw: () =>
          make('p', { class: 'empty' }, 'Nothing here yet.', make('br'), 'What the bot posts appears by itself.'),
      },
    ];
  return all.map((message) => {
    const holder = `${channel.id}/${message.ts}`;
    const picks = workspace.picks.filter((pick) => pick.holder === holder);
    const since = Number(message.editedTs ?? 0);
    const failed =
      message.kind === 'failure' ? [] : failures.filter(({ ts, id }) => ts === message.ts && Number(id) > since);
    const sign = JSON.stringify([message, picks, failed, user]);
    return { key: holder, sign, draw: () => drawMessage(channel, message, picks, failed) };
  });
}

function homeEntries() {
  const view = workspace.views.find(({ kind }) => kind === home);
  if (!view)
    return [
      {
        key: 'empty',
        sign: home,
        draw: () => make('p', { class: 'empty' }, 'The bot has drawn no Home tab for you yet.'),
      },
    ];
  const picks = workspace.picks.filter(({ holder }) => holder === view.id);
  return [
    {
      key: view.id,
      sign: JSON.stringify([view, picks]),
      draw: () => make('article', { class: 'home' }, ...drawBlocks(view.blocks, surfaceOf(picks, { viewId: view.id }))),
    },
  ];
}

/** Keeps the nodes of unchanged entries, so that an open picker stays open. */
function reconcile(stream, entries) {
  const nodes = entries.map(({ key, sign, draw }) => {
    const known = drawn.get(key);
    if (known?.sign === sign) return known.node;
    const node = draw();
    drawn.set(key, { sign, node });
    return node;
  });
  const keep = new Set(nodes);
  for (const node of Array.from(stream.children)) if (!keep.has(node)) node.remove();
  nodes.forEach((node, index) => {
    if (stream.children[index] !== node) stream.insertBefore(node, stream.children[index] ?? null);
  });
}

function drawMessage(channel, message, picks, failed) {
  if (message.kind === 'failure') return make('p', { class: 'failure' }, message.text);
  const at = new Date(Number(message.ts) * 1000);
  const time = make(
    'time',
    { datetime: at.toISOString(), title: at.toLocaleString() },
    at.toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' }),
  );
  const writer = message.kind === 'message' && message.userId !== 'U0BOT' ? names.get(message.userId) : undefined;
  const head = make(
    'div',
    { class: 'head' },
    make('b', {}, writer ?? 'open-spaces-bot'),
    ...(writer ? [] : [make('span', { class: 'badge' }, 'APP')]),
    time,
  );
  const body = make('div', { class: 'blocks' });
  if (message.blocks.length === 0) body.append(drawMrkdwn(message.text, names));
  else body.append(...drawBlocks(message.blocks, surfaceOf(picks, { channel: channel.id, ts: message.ts })));
  for (const { blocks } of message.attachments ?? []) {
    body.append(make('blockquote', { class: 'preview' }, ...drawBlocks(blocks, surfaceOf([], {}))));
  }
  if (message.editedTs) body.append(make('small', { class: 'edited' }, '(edited)'));
  const article = make('article', {
    class: `message ${message.kind}${message.threadTs ? ' reply' : ''}`,
    'data-ts': message.ts,
  });
  const face = make('span', { class: writer ? 'face' : 'face bot', 'aria-hidden': 'true' }, writer?.[0] ?? '◔');
  const column = make('div', { class: 'column' });
  if (message.kind === 'ephemeral') column.append(make('p', { class: 'only' }, 'Only visible to you'));
  column.append(head, body);
  for (const failure of failed.slice(-1))
    column.append(make('p', { class: 'failure' }, `${failure.what}: ${failure.text}`));
  article.append(face, column);
  return article;
}

function surfaceOf(picks, target) {
  return {
    names,
    picked: (blockId, actionId) => picks.find((pick) => pick.blockId === blockId && pick.actionId === actionId)?.value,
    confirm: (asked) => confirm(asked, names),
    async act(block, element, value) {
      const { action_id: actionId } = element;
      const values = value === undefined ? {} : { [actionId]: value };
      const what = { ...target, blockId: block.block_id, actionId };
      const answer = await post('actions', { ...what, userId: user, values });
      say(answer.ok ? '' : (answer.message ?? answer.error));
    },
  };
}

const say = (text) => {
  byId('notice').textContent = text;
};

let shownModal = '';
function drawModal() {
  const dialog = byId('dialog');
  const view = workspace.views.findLast(({ kind }) => kind === 'modal');
  const sign = view ? `${view.id}/${view.hash}` : '';
  if (sign === shownModal) return;
  shownModal = sign;
  if (!view) {
    dialog.close();
    return;
  }
  const close = make('button', { type: 'button', class: 'button' }, drawPlain(view.content.close?.text ?? 'Close'));
  close.addEventListener('click', () => void post('dismissals', { userId: user }));
  const form = make('form', {}, make('h2', {}, drawPlain(view.content.title.text)));
  // Inputs are sent on submit. Everything else in a modal acts at once, as in a message.
  const inputs = new Set(view.blocks.filter(({ type }) => type === 'input').map(({ element }) => element.action_id));
  const surface = surfaceOf([], { viewId: view.id });
  form.append(
    ...drawBlocks(view.blocks, {
      ...surface,
      act: async (block, element, value) =>
        inputs.has(element.action_id) ? undefined : await surface.act(block, element, value),
    }),
  );
  const submit = make('button', { class: 'button primary' }, drawPlain(view.content.submit?.text ?? 'Submit'));
  form.append(make('div', { class: 'actions end' }, close, ...(view.content.submit ? [submit] : [])));
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const fields = [...new FormData(form)].filter(([, value]) => value !== '');
    const answer = await post('submissions', { viewId: view.id, userId: user, values: Object.fromEntries(fields) });
    for (const old of form.querySelectorAll('.failure')) old.remove();
    for (const [blockId, text] of Object.entries(answer.errors ?? {})) {
      form.querySelector(`[data-block="${CSS.escape(blockId)}"]`)?.append(make('span', { class: 'failure' }, text));
    }
    if (answer.message) form.append(make('p', { class: 'failure' }, answer.message));
  });
  dialog.replaceChildren(form);
  if (!dialog.open) dialog.showModal();
}

byId('dialog').addEventListener('cancel', (event) => {
  event.preventDefault();
  void post('dismissals', { userId: user });
});

byId('acting').addEventListener('change', (event) => {
  user = event.target.value;
  localStorage.setItem('user', user);
  if (place === home) void post('home-opened', { userId: user });
  void look();
});

byId('composer').addEventListener('submit', (event) => {
  event.preventDefault();
  void runCommand(event.target.elements.line);
});

async function runCommand(field) {
  const [, command, text = ''] = /^(\/\S+)\s*(.*)$/su.exec(field.value.trim()) ?? [];
  const line = field.value.trim();
  if (line === '' || place === home) return;
  field.value = '';
  // Answers appear at the end.
  byId('scroll').scrollTop = byId('scroll').scrollHeight;
  const answer = command
    ? await post('commands', { command, text, userId: user, channel: place })
    : await post('messages', { channel: place, text: line, userId: user });
  say(answer.ok ? '' : (answer.message ?? answer.error));
}

function enter() {
  [place, wantedTs] = location.hash.slice(1).split('/').map(decodeURIComponent);
  localStorage.setItem('place', place);
  drawn.clear();
  say('');
  if (place === home) void post('home-opened', { userId: user });
  void look().then(() => {
    if (!wantedTs) byId('scroll').scrollTop = byId('scroll').scrollHeight;
  });
}

window.addEventListener('hashchange', enter);
const changes = new EventSource('/sandbox/changes');
changes.addEventListener('message', () => void look());
changes.addEventListener('error', () => {
  byId('link-state').textContent = 'sandbox is away';
  byId('link-state').dataset.state = 'away';
});
