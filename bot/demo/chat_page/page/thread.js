// The open chat: its head, its messages in blocks, kept at the bottom while one is there.
import { block, unsentBlock } from './bubble.js';
import { el, fill } from './dom.js';
import { dayKey, dayName } from './dates.js';
import { emptyChat } from './empty.js';
import { goBack } from './route.js';
import { changed, store, watch } from './store.js';
import { chatAvatar, title } from './side.js';
import { content, isService, nameOf, service } from './summary.js';
import { act, older, quiet, refreshChats } from './talk.js';
import { alertBox } from './toast.js';
import { unsentHere } from './unsent.js';
import { pageLanguage, t } from './words.js';

const parts = { head: null, pinned: null, thread: null, inner: null, down: null };
let drawn = {};
let drawnFor = '';
let stuck = true;

export function thread(talk, composer) {
  parts.head = el('div', { class: 'head-bar' });
  parts.pinned = el('button', { class: 'pinned hidden' });
  parts.inner = el('div', { class: 'inner', id: 'messages', role: 'log' });
  parts.thread = el('div', { class: 'thread', id: 'thread', tabindex: '0', role: 'group', on: {
    scroll: function () { stuck = atBottom(); showDown(); }, keydown: walk,
  } }, [parts.inner]);
  if (window.ResizeObserver) {
    const observer = new ResizeObserver(function () { if (stuck) toBottom(); });
    observer.observe(parts.thread);
    observer.observe(parts.inner);
  }
  parts.down = el('button', { class: 'down hidden', text: '↓', on: { click: toBottom } });
  fill(talk, [parts.head, parts.pinned, parts.thread, parts.down, composer]);
  nobody();
}

function nobody() {
  [parts.head, parts.pinned].forEach(function (one) { one.classList.add('hidden'); });
  fill(parts.inner, [el('div', { class: 'nobody' }, [
    el('img', { src: '/page/static/flag.svg', alt: '' }),
    el('h2', { text: t('welcome') }), el('div', { text: t('welcomeText') }),
  ])]);
  drawn = {};
}

function subtitle(chat) {
  if (store.action) return store.action.name === 'typing' ? t('typing') : t('sending');
  if (chat.kind === 'private') return store.bot.about || t('bot');
  return t(chat.kind === 'channel' ? 'channel' : 'group') + ' · ' + t('members', { n: chat.members });
}

function showHead() {
  const chat = store.chat;
  document.getElementById('talk').setAttribute('aria-label', t('chat'));
  parts.thread.setAttribute('aria-label', t('messages'));
  parts.inner.setAttribute('aria-label', t('messages'));
  parts.down.setAttribute('aria-label', t('newest'));
  if (!chat) return nobody();
  parts.head.classList.remove('hidden');
  fill(parts.head, [
    el('button', { class: 'back', text: '‹', 'aria-label': t('chats'), on: { click: goBack } }),
    chatAvatar(chat, true),
    el('div', { class: 'names' }, [el('b', { text: title(chat) }), el('small', { text: subtitle(chat) })]),
    el('button', { class: 'more', text: '⋮', 'aria-label': t('menu'), on: { click: choices } }),
  ]);
  showPinned(chat);
}

function showPinned(chat) {
  const message = chat.pinned[0];
  parts.pinned.classList.toggle('hidden', !message);
  if (!message) return;
  fill(parts.pinned, [el('b', { text: t('pinned') }), el('span', { text: content(message) })]);
  parts.pinned.onclick = function () { flash(message.message_id); };
}

function flash(id) {
  const node = parts.inner.querySelector('[data-message="' + id + '"]');
  if (!node) return;
  node.scrollIntoView({ block: 'center' });
  node.classList.add('flash');
  setTimeout(function () { node.classList.remove('flash'); }, 1200);
}

function choices() {
  const found = document.querySelector('.popup.right');
  if (found) return found.remove();
  const chat = store.chat;
  const simple = function (name) { return function () { act(name, { chat: chat.id }).then(refreshChats).catch(quiet); }; };
  const rows = [];
  if (chat.kind === 'private') {
    rows.push([t('profile'), function () { alertBox(store.bot.name + '\n@' + store.bot.username + '\n\n' + (store.bot.description || store.bot.about)); }]);
    rows.push(chat.blocked ? [t('unblock'), simple('unblock')] : [t('block'), simple('block')]);
  } else {
    if (chat.kind !== 'channel') rows.push(chat.bot_is_in ? [t('kickBot'), simple('kick_bot')] : [t('addBot'), simple('add_bot')]);
    rows.push([t('leaveGroup'), simple('leave')]);
  }
  const more = parts.head.querySelector('.more');
  const box = el('div', { class: 'popup right', on: { keydown: function (event) {
    if (event.key === 'Escape') { box.remove(); more.focus(); }
  } } }, rows.map(function (row) {
    return el('button', { text: row[0], on: { click: function () { box.remove(); row[1](); } } });
  }));
  parts.head.after(box);
  box.firstChild.focus();
  setTimeout(function () { document.addEventListener('click', function () { box.remove(); }, { once: true }); }, 0);
}

// Messages of one album stand in one block.
function blocks() {
  const found = [];
  store.messages.forEach(function (message) {
    const last = found[found.length - 1];
    if (last && message.media_group_id && last[0].media_group_id === message.media_group_id) last.push(message);
    else found.push([message]);
  });
  return found;
}

function chatKey() { return store.me.id + '/' + store.chat.id + '/' + pageLanguage(); }

function showMessages() {
  if (!store.chat) return;
  const sameChat = chatKey() === drawnFor;
  const low = !sameChat || atBottom() || justWrote();
  const before = parts.thread.scrollHeight - parts.thread.scrollTop;
  const kept = sameChat ? drawn : {};
  drawn = {};
  drawnFor = chatKey();
  const nodes = store.more ? [el('button', { class: 'older', text: t('older'), on: { click: older } })] : [];
  let day = '';
  blocks().forEach(function (messages) {
    const ms = messages[0].date * 1000;
    if (dayKey(ms) !== day) nodes.push(el('div', { class: 'day', text: dayName(ms) }));
    day = dayKey(ms);
    nodes.push(kept_or_new(kept, messages));
  });
  unsentHere().forEach(function (one) { nodes.push(unsentBlock(one)); });
  place(nodes.length ? nodes : [emptyChat()]);
  oneStop();
  stuck = low;
  if (low) toBottom();
  else parts.thread.scrollTop = parts.thread.scrollHeight - before;
  showDown();
}

function kept_or_new(kept, messages) {
  const key = messages[0].message_id;
  const last = messages[messages.length - 1].message_id;
  const waits = Object.keys(store.waiting).filter(function (one) { return one.indexOf(last + '/') === 0; });
  const sign = JSON.stringify([messages, waits]);
  const old = kept[key];
  const node = old && old.sign === sign ? old.node : made(messages);
  drawn[key] = { sign: sign, node: node };
  return node;
}

function made(messages) {
  const message = messages[0];
  if (!isService(message)) return block(messages);
  const who = message.new_chat_title || message.pinned_message ? nameOf(message.from || {}) + ' ' : '';
  return el('div', { class: 'service', text: who + service(message) });
}

// Nodes that stay are not touched, so that a playing voice goes on.
function place(nodes) {
  nodes.forEach(function (node, at) {
    const there = parts.inner.childNodes[at];
    if (there !== node) parts.inner.insertBefore(node, there || null);
  });
  while (parts.inner.childNodes.length > nodes.length) parts.inner.lastChild.remove();
}

// Of all the ⋯ only the last is a stop of Tab; arrows lead from one to the next.
function signs() { return Array.from(parts.inner.querySelectorAll('.meta button')); }

function oneStop() {
  const all = signs();
  const here = all.indexOf(document.activeElement);
  all.forEach(function (one, at) { one.tabIndex = at === (here < 0 ? all.length - 1 : here) ? 0 : -1; });
}

function walk(event) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const all = signs();
  const next = all[all.indexOf(event.target) + step];
  if (!step || all.indexOf(event.target) < 0 || !next) return;
  event.preventDefault();
  next.focus();
  oneStop();
}

// My own newest message is always shown, however far up I was reading.
let newest = '';
let waited = 0;

function justWrote() {
  const waiting = unsentHere().length;
  const more = waiting > waited;
  waited = waiting;
  if (more) return true;
  const last = store.messages[store.messages.length - 1];
  const key = last ? store.chat.id + '/' + last.message_id : '';
  const news = key !== newest;
  newest = key;
  return Boolean(news && last && last.from && last.from.id === store.me.id);
}

function atBottom() {
  return parts.thread.scrollHeight - parts.thread.scrollTop - parts.thread.clientHeight < 80;
}

export function toBottom() { parts.thread.scrollTop = parts.thread.scrollHeight; }

function showDown() { parts.down.classList.toggle('hidden', !store.chat || atBottom()); }

watch('me', function () { if (!store.chat) nobody(); });
watch('chat chats language', showHead);
watch('messages', showMessages);
// What an empty chat offers changes with the menu and with starting and blocking.
watch('chats composer', function () {
  if (store.chat && chatKey() === drawnFor && document.getElementById('empty')) showMessages();
});
