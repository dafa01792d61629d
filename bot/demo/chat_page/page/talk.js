// What I do: opening a chat, writing, pressing. Every act is told to the server and comes back live.
import { ask, listen, tell } from './net.js';
import { chatOf, changed, person, store } from './store.js';
import { alertBox, refusal, toast } from './toast.js';
import { deliver, settle } from './unsent.js';
import { pageLanguage, t } from './words.js';

let stream = null;

export function act(name, values) {
  const body = Object.assign({ act: name, as: store.me.id }, values);
  return tell('/page/act', body).catch(function (fault) { refusal(fault); throw fault; });
}

function here(values) {
  return Object.assign({ chat: store.chat.id }, values);
}

export function say(text) {
  const reply = store.replying ? store.replying.message_id : null;
  store.replying = null;
  changed('composer');
  return deliver({ act: 'say', text: text, reply_to: reply });
}

export function sendFiles(files, words) {
  return deliver({ act: 'files', kind: files[0].kind, caption: words, files: files, duration: files[0].duration });
}

export function editText(message, text) {
  return act('edit', here({ message_id: message.message_id, text: text })).catch(quiet);
}

export function press(message, data, number) {
  const key = message.message_id + '/' + number;
  store.waiting[key] = true;
  changed('messages');
  setTimeout(function () { delete store.waiting[key]; changed('messages'); }, 6000);
  return act('press', here({ message_id: message.message_id, button: data })).catch(function () {
    delete store.waiting[key];
    changed('messages');
  });
}

export function startWith(payload) {
  return act('start', { payload: payload }).then(refreshChats).catch(quiet);
}

export function quiet() { /* already shown */ }

// Nobody is chosen.
export function standDown() {
  if (stream) stream.close();
  document.body.classList.remove('in-talk');
  Object.assign(store, { me: null, chat: null, messages: [], chats: [], unread: {} });
  changed('me chat composer');
}

export function become(id) {
  const who = person(id);
  if (!who) return Promise.resolve();
  if (stream) stream.close();
  Object.assign(store, { me: who, chat: null, messages: [], chats: [], unread: {}, editing: null, replying: null, waiting: {} });
  changed('me chat composer');
  return new Promise(function (listening) {
    stream = listen(id, onEvent, function (open, shut) {
      if (open) listening();
      onState(open, shut);
    });
  }).then(refreshChats);
}

let wasLost = false;

function onState(open, shut) {
  if (shut) alertBox(t('restarted'));
  if (open && wasLost) { refreshChats(); if (store.chat) openChat(store.chat.id); }
  else if (!open && !wasLost) toast(t('lost'));
  wasLost = !open;
}

export function refreshChats() {
  const me = store.me.id;
  return ask('/page/chats', { as: me }).then(function (said) {
    if (!store.me || store.me.id !== me) return;
    store.chats = said.chats;
    const gone = store.chat && !chatOf(store.chat.id) ? store.chat : null;
    if (store.chat && !gone) store.chat = chatOf(store.chat.id);
    changed('chats composer');
    if (gone) closed(gone);
  });
}

// I am no longer in the open chat, or it has become another one of the same name.
function closed(gone) {
  const next = store.chats.find(function (one) { return one.kind !== 'private' && one.title === gone.title; });
  if (!next) toast(t('closed', { title: gone.title }));
  const id = next ? next.id : store.me.id;
  history.replaceState(history.state, '', '#as=' + store.me.id + '&chat=' + id);
  openChat(id);
}

// On a phone: no chat is open.
export function showList() {
  document.body.classList.remove('in-talk');
  Object.assign(store, { chat: null, messages: [], editing: null, replying: null, action: null });
  changed('chat chats composer');
}

export function openChat(id) {
  const chat = chatOf(id);
  if (!chat) return Promise.resolve();
  const me = store.me.id;
  const early = [];
  Object.assign(store, { chat: chat, messages: [], early: early, editing: null, replying: null, action: null });
  delete store.unread[id];
  document.body.classList.add('in-talk');
  const asked = { as: me, chat: id };
  return Promise.all([ask('/page/messages', asked), ask('/page/menu', asked)]).then(function (said) {
    if (store.early !== early || store.me.id !== me) return;
    store.messages = said[0].messages;
    store.early = null;
    early.forEach(apply);
    settle(store.messages.slice(-20));
    store.more = said[0].more;
    store.commands = said[1].commands;
    changed('chat chats messages composer');
  });
}

export function older() {
  const first = store.messages[0];
  return ask('/page/messages', { as: store.me.id, chat: store.chat.id, before: first.message_id }).then(function (said) {
    store.messages = said.messages.concat(store.messages);
    store.more = said.more;
    changed('messages');
  });
}

const EVENTS = {
  message: function (event) { store.messages.push(event.body); store.action = null; },
  edited: function (event) {
    const at = place(event.body.message_id);
    if (at >= 0) store.messages[at] = event.body;
  },
  deleted: function (event) {
    store.messages = store.messages.filter(function (one) { return event.body.message_ids.indexOf(one.message_id) < 0; });
  },
};

// What came while the chat was being asked for is applied to the answer, which may be older.
function apply(event) {
  if (event.kind !== 'message' || place(event.body.message_id) < 0) EVENTS[event.kind](event);
  if (event.kind === 'message') settle([event.body]);
}

function place(id) {
  return store.messages.findIndex(function (one) { return one.message_id === id; });
}

function onEvent(event) {
  if (event.kind === 'clock') return setClock(event.body);
  if (event.kind === 'answer') return answered(event.body);
  if (event.kind === 'action') return typing(event);
  if (event.kind === 'menus') return reloadMenu();
  const open = store.chat && store.chat.id === event.chat;
  if (open && EVENTS[event.kind]) {
    if (store.early) store.early.push(event);
    else { apply(event); changed('messages composer'); }
  }
  if (event.kind === 'message' && !open) store.unread[event.chat] = (store.unread[event.chat] || 0) + 1;
  refreshSoon();
}

let soon = 0;

function refreshSoon() {
  if (!soon) soon = setTimeout(function () { soon = 0; if (store.me) refreshChats(); }, 120);
}

// Whoever joins gets a menu of their own; then the page's line about them has changed, too.
function reloadMenu() {
  reloadPeople();
  if (!store.chat) return;
  ask('/page/menu', { as: store.me.id, chat: store.chat.id }).then(function (said) {
    store.commands = said.commands;
    changed('composer');
  });
}

let asking = 0;

function reloadPeople() {
  if (asking) return;
  asking = setTimeout(function () {
    asking = 0;
    const before = JSON.stringify([store.people, store.bot]);
    loadCollege().then(function () {
      if (JSON.stringify([store.people, store.bot]) !== before) changed('people chat');
    }).catch(quiet);
  }, 300);
}

function answered(answer) {
  Object.keys(store.waiting).forEach(function (key) {
    if (key.indexOf(answer.message_id + '/') === 0) delete store.waiting[key];
  });
  changed('messages');
  if (answer.text && answer.show_alert) alertBox(answer.text);
  else if (answer.text) toast(answer.text);
}

function typing(event) {
  if (!store.chat || store.chat.id !== event.chat) return;
  const mark = store.action = { name: event.body.action };
  changed('chat');
  setTimeout(function () { if (store.action === mark) { store.action = null; changed('chat'); } }, 5000);
}

export function setClock(said) {
  store.now = Date.parse(said.now);
  store.nowAt = Date.now();
  store.zone = said.zone;
  changed('clock');
}

export function loadCollege() {
  return ask('/page/college', { language: pageLanguage() }).then(function (said) {
    store.people = said.people;
    store.me = store.me && (person(store.me.id) || store.me);
    store.bot = said.bot;
    setClock(said.clock);
  });
}
