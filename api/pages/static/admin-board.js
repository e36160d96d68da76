// The board: cards can be dragged to another room or time, and the page opens at the present time.

// A drag sends the same form as "Move".
let dragged;
document.addEventListener('dragstart', ({ target, dataTransfer }) => {
  dragged = target.closest?.('.slip[draggable]') ?? undefined;
  // While a card is dragged, the page does not renew itself.
  dragged?.classList.add('dragged');
  dataTransfer?.setData('text/plain', dragged?.dataset.key ?? '');
});
document.addEventListener('dragend', () => {
  dragged?.classList.remove('dragged');
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

// Scrolls to the present time: within its frame if the board is a grid, on the page if it is a list.
const nowLine = document.querySelector('.board #now');
const frame = nowLine?.closest('.scroll');
if (frame && location.hash === '') {
  if (frame.scrollHeight > frame.clientHeight) frame.scrollTop = nowLine.offsetTop - frame.clientHeight / 3;
  else if (getComputedStyle(nowLine).display !== 'table-row') nowLine.scrollIntoView({ block: 'center' });
}
