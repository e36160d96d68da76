import { drawMrkdwn, drawPlain, make } from './mrkdwn.js';

/** Slack's question before a press on an element with `confirm`. */
export async function confirm(asked, names) {
  const dialog = make('dialog', { class: 'confirm' });
  const answer = (text, value, style) => make('button', { class: `button ${style}`, value }, drawPlain(text));
  const form = make(
    'form',
    { method: 'dialog' },
    make('h2', {}, drawPlain(asked.title.text)),
    make('div', {}, asked.text.type === 'mrkdwn' ? drawMrkdwn(asked.text.text, names) : drawPlain(asked.text.text)),
    make(
      'div',
      { class: 'actions end' },
      answer(asked.deny.text, 'no', ''),
      answer(asked.confirm.text, 'yes', asked.style ?? 'primary'),
    ),
  );
  dialog.append(form);
  document.body.append(dialog);
  dialog.showModal();
  await new Promise((resolve) => dialog.addEventListener('close', resolve, { once: true }));
  dialog.remove();
  return dialog.returnValue === 'yes';
}
