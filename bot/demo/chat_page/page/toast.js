// Passing notes, alerts that want an OK, and small questions.
import { el } from './dom.js';
import { reason } from './refusals.js';
import { t } from './words.js';

const REACHED = 'button:not([disabled]), input, select, textarea, a[href], [tabindex="0"]';

export function toast(text) {
  const note = el('div', { class: 'toast', text: text });
  const line = el('div', {}, [note]);
  document.getElementById('toasts').append(line);
  setTimeout(function () { line.remove(); }, 3500);
}

// A veil over the page: Tab stays within, Escape and a click beside it close it, and the focus
// goes back to where it was.
function veiled(box, options) {
  const before = document.activeElement;
  const veil = el('div', Object.assign({ class: 'veil', role: 'dialog', 'aria-modal': 'true' }, options), [box]);
  const close = function () {
    veil.remove();
    document.removeEventListener('keydown', onKey, true);
    if (before && before.isConnected) before.focus();
  };
  const onKey = function (event) {
    if (event.key === 'Escape') { event.stopPropagation(); close(); }
    if (event.key === 'Tab') stayWithin(veil, event);
  };
  veil.addEventListener('click', function (event) { if (event.target === veil) close(); });
  document.addEventListener('keydown', onKey, true);
  document.body.append(veil);
  return close;
}

function stayWithin(veil, event) {
  const all = Array.from(veil.querySelectorAll(REACHED));
  const at = all.indexOf(document.activeElement);
  const next = event.shiftKey ? at - 1 : at + 1;
  event.preventDefault();
  all[(next + all.length) % all.length].focus();
}

let last = 0;

// `children`: the first of them names the dialog. The focus is on what one most likely wants.
export function dialog(children, buttons) {
  last += 1;
  const name = 'dialog-' + last;
  children[0].id = children[0].id || name;
  const row = el('div', { class: 'row' });
  const box = el('div', { class: 'dialog' }, children.concat([row]));
  const close = veiled(box, { 'aria-labelledby': children[0].id });
  buttons.forEach(function (one) {
    row.append(el('button', {
      text: one.text, class: one.quiet ? 'quiet' : one.danger ? 'danger' : '',
      on: { click: function () { close(); if (one.then) one.then(); } },
    }));
  });
  (row.querySelector('button:not(.quiet):not(.danger)') || row.lastChild).focus();
  return close;
}

export function alertBox(text) {
  dialog([el('p', { text: text })], [{ text: t('ok') }]);
}

export function refusal(fault) {
  toast(reason(fault));
}

export function picture(source) {
  const away = el('button', { class: 'picture-close', text: '×', 'aria-label': t('closePicture') });
  const image = el('img', { class: 'picture', src: source, alt: t('photo') });
  const close = veiled(el('div', { class: 'shown' }, [image, away]), { 'aria-label': t('photo') });
  away.addEventListener('click', close);
  image.addEventListener('click', close);
  away.focus();
}
