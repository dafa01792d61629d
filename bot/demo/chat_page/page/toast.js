// Passing notes, alerts that want an OK, and small questions.
import { el } from './dom.js';
import { t } from './words.js';

export function toast(text) {
  const note = el('div', { class: 'toast', text: text });
  const line = el('div', {}, [note]);
  document.getElementById('toasts').append(line);
  setTimeout(function () { line.remove(); }, 3500);
}

export function dialog(children, buttons) {
  const veil = el('div', { class: 'veil', role: 'dialog', 'aria-modal': 'true' });
  const close = function () { veil.remove(); document.removeEventListener('keydown', onKey); };
  const onKey = function (event) { if (event.key === 'Escape') close(); };
  const row = el('div', { class: 'row' }, buttons.map(function (one) {
    return el('button', {
      text: one.text, class: one.quiet ? 'quiet' : '',
      on: { click: function () { close(); if (one.then) one.then(); } },
    });
  }));
  veil.append(el('div', { class: 'dialog' }, children.concat([row])));
  veil.addEventListener('click', function (event) { if (event.target === veil) close(); });
  document.addEventListener('keydown', onKey);
  document.body.append(veil);
  row.lastChild.focus();
  return close;
}

export function alertBox(text) {
  dialog([el('p', { text: text })], [{ text: t('ok') }]);
}

export function refusal(fault) {
  toast(t('refused') + fault.message);
}

export function picture(source) {
  const veil = el('div', { class: 'veil' }, [el('img', { class: 'picture', src: source, alt: '' })]);
  const close = function () { veil.remove(); document.removeEventListener('keydown', close); };
  veil.addEventListener('click', close);
  document.addEventListener('keydown', close);
  document.body.append(veil);
}
