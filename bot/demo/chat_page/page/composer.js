// Writing: text, the command menu, the reply keyboard, and what stands there instead when one cannot.
import { attachMenu, filesOf, tray } from './attach.js';
import { el, fill } from './dom.js';
import { isNarrow } from './route.js';
import { changed, draftKey, store, watch } from './store.js';
import { content } from './summary.js';
import { act, editText, quiet, refreshChats, say, sendFiles, startWith } from './talk.js';
import { t } from './words.js';

const ICONS = {
  clip: 'M20 11.5l-8.2 8.2a5.4 5.4 0 0 1-7.6-7.6l8.6-8.6a3.6 3.6 0 0 1 5.1 5.1l-8.6 8.6a1.8 1.8 0 0 1-2.6-2.6l7.9-7.9',
  send: 'M5 12h14M13 6l6 6-6 6',
  keys: 'M4 6h16v12H4zM8 10h.01M12 10h.01M16 10h.01M9 14h6',
};
const view = { hidden: '', keysFor: 0, draftOf: '' };
const text = el('textarea', { rows: '1', id: 'text', maxlength: '20000' });
const box = el('div', { class: 'composer hidden', id: 'composer' });
const frame = el('div', { class: 'frame' });
const popup = el('div', { class: 'popup hidden', id: 'popup' });

export function icon(name) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  path.setAttribute('d', ICONS[name]);
  svg.append(path);
  return svg;
}

function tool(name, label, click, children) {
  return el('button', { class: 'tool ' + name, 'aria-label': label, title: label, id: name, on: { click: click } }, children);
}

export function composer() {
  text.addEventListener('keydown', onKey);
  text.addEventListener('input', function () { grow(); suggest(); keepDraft(); });
  popup.addEventListener('keydown', walk);
  text.addEventListener('paste', function (event) {
    if (event.clipboardData && event.clipboardData.files.length) { event.preventDefault(); filesOf(event.clipboardData.files, 'photo'); }
  });
  return box;
}

// Words that were written and not sent stay with their chat.
function keepDraft() {
  if (!store.editing) store.drafts[draftKey(store.me.id, store.chat.id)] = text.value;
}

function takeUpDraft() {
  const key = store.chat ? draftKey(store.me.id, store.chat.id) : '';
  if (key === view.draftOf || store.editing) return;
  view.draftOf = key;
  text.value = store.drafts[key] || '';
}

// Where one goes on with the keyboard; on a phone the keyboard would cover the chat.
export function focusChat() {
  const there = box.querySelector('.wide') || text;
  if (isNarrow() || !there.isConnected) document.getElementById('thread').focus();
  else there.focus();
}

function show() {
  const chat = store.chat;
  box.classList.toggle('hidden', !chat);
  takeUpDraft();
  if (!chat) return;
  if (chat.kind === 'private' && chat.blocked) return fill(box, [wide('unblock', function () { act('unblock', {}).then(refreshChats).catch(quiet); })]);
  if (chat.kind === 'private' && !chat.started) return fill(box, [wide('start', function () { startWith(''); })]);
  if (!chat.writes) return fill(box, [el('div', { class: 'still', text: t('readonly') })]);
  text.placeholder = placeholder();
  text.setAttribute('aria-label', t('write'));
  const focused = document.activeElement === text;
  fill(box, [fill(frame, [popup, bar(), tray(), line(), replies()])]);
  if (focused) text.focus();
  grow();
}

function wide(word, click) { return el('button', { class: 'wide', id: word, text: t(word), on: { click: click } }); }

function line() {
  return el('div', { class: 'line' }, [
    store.commands.length ? tool('menu', t('menu'), toggleMenu, ['/']) : null,
    tool('attach', t('attach'), function () { attachMenu(popup); }, [icon('clip')]),
    text,
    lastKeyboard() ? tool('keyboard', t('buttons'), function () { view.hidden = view.hidden ? '' : 'keys'; show(); }, [icon('keys')]) : null,
    tool('send', t('send'), send, [icon('send')]),
  ]);
}

function bar() {
  const about = store.editing || store.replying;
  if (!about) { view.editing = 0; return null; }
  if (store.editing && view.editing !== store.editing.message_id) {
    view.editing = store.editing.message_id;
    text.value = store.editing.text || store.editing.caption || '';
    setTimeout(function () { text.focus(); grow(); }, 0);
  }
  const stop = function () { if (store.editing) text.value = ''; store.editing = store.replying = null; changed('composer'); };
  return el('div', { class: 'bar' }, [
    el('span', { text: t(store.editing ? 'editing' : 'replying') + t('colon') + content(about).slice(0, 100) }),
    el('button', { text: '×', 'aria-label': t('cancel'), on: { click: stop } }),
  ]);
}

function send() {
  const words = text.value.trim();
  const files = tray.take();
  const editing = store.editing;
  popup.classList.add('hidden');
  store.editing = null;
  text.value = '';
  keepDraft();
  if (files.length) sendFiles(files, words);
  else if (words && editing) editText(editing, words);
  else if (words) say(words);
  show();
  text.focus();
}

function onKey(event) {
  if (event.isComposing || event.keyCode === 229) return;
  if (event.key === 'ArrowDown' && !popup.classList.contains('hidden')) { event.preventDefault(); popup.firstChild.focus(); }
  if (event.key === 'Enter' && !event.shiftKey) { event.preventDefault(); send(); }
}

// In the menu, arrows lead from one line to the next.
function walk(event) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const rows = Array.from(popup.children);
  rows[(rows.indexOf(document.activeElement) + step + rows.length) % rows.length].focus();
}

function grow() {
  text.style.height = 'auto';
  text.style.height = Math.min(text.scrollHeight + 2, 150) + 'px';
}

function toggleMenu() {
  if (popup.classList.contains('hidden')) showCommands('');
  else popup.classList.add('hidden');
}

function suggest() {
  if (/^\/\w*$/.test(text.value)) showCommands(text.value.slice(1));
  else popup.classList.add('hidden');
}

function showCommands(start) {
  const found = store.commands.filter(function (one) { return one.command.indexOf(start.toLowerCase()) === 0; });
  popup.classList.toggle('hidden', !found.length);
  fill(popup, found.map(function (one) {
    return el('button', { 'data-command': one.command, on: { click: function () {
      popup.classList.add('hidden'); text.value = ''; grow(); keepDraft(); say('/' + one.command); text.focus();
    } } }, [el('b', { text: '/' + one.command }), el('span', { text: one.description })]);
  }));
}

function lastMarkup() {
  for (let at = store.messages.length - 1; at >= 0; at -= 1) {
    if (store.messages[at].keyboard) return { message: store.messages[at], markup: store.messages[at].keyboard };
  }
  return null;
}

function lastKeyboard() {
  const last = lastMarkup();
  return last && last.markup.keyboard ? last : null;
}

function placeholder() {
  const last = lastMarkup();
  const newest = store.messages[store.messages.length - 1];
  const asked = last && newest && (last.markup.keyboard || last.message.message_id === newest.message_id);
  return (asked && last.markup.input_field_placeholder) || t('write');
}

function replies() {
  const last = lastKeyboard();
  if (!last) return null;
  if (view.keysFor !== last.message.message_id) { view.keysFor = last.message.message_id; view.hidden = ''; }
  if (view.hidden) return null;
  return el('div', { class: 'replies', id: 'replies' }, last.markup.keyboard.map(function (row) {
    return el('div', { class: 'row' }, row.map(function (button) {
      return el('button', { text: button.text, on: { click: function () {
        if (last.markup.one_time_keyboard) view.hidden = 'used';
        say(button.text);
      } } });
    }));
  }));
}

export { show as showComposer };
watch('composer chat language', show);
watch('drafts', function () { view.draftOf = ''; show(); });
document.addEventListener('keydown', function (event) {
  if (event.key !== 'Escape' || popup.classList.contains('hidden')) return;
  popup.classList.add('hidden');
  text.focus();
});
document.addEventListener('click', function (event) {
  if (!popup.contains(event.target) && !event.target.closest('.tool')) popup.classList.add('hidden');
});
