// What I wrote and what is not in the chat yet: on its way, or not sent and kept for another try.
import { tell } from './net.js';
import { reason } from './refusals.js';
import { changed, draftKey, store } from './store.js';
import { toast } from './toast.js';

const KEPT = 'unsent';
// Milliseconds for which a message that was taken is awaited in the stream.
const PATIENCE = 8000;
let last = 0;

export function deliver(values) {
  last += 1;
  const one = { id: last, as: store.me.id, chat: store.chat.id, values: values, sent: 0, failed: false };
  store.unsent.push(one);
  return attempt(one);
}

export function attempt(one) {
  one.failed = false;
  keep();
  changed('messages');
  const body = Object.assign({ as: one.as, chat: one.chat }, one.values);
  return tell('/page/act', body).then(function (said) { taken(one, said); }, function (fault) { notTaken(one, fault); });
}

export function drop(one) {
  const before = store.unsent.length;
  store.unsent = store.unsent.filter(function (other) { return other !== one; });
  if (store.unsent.length === before) return;
  keep();
  changed('messages');
}

export function unsentHere() {
  return store.unsent.filter(function (one) { return one.as === store.me.id && one.chat === store.chat.id; });
}

// The chat shows it: by its id, or, before the answer to my own call is here, by its words.
export function settle(messages) {
  messages.forEach(function (message) {
    const mine = message.from && message.from.id === store.me.id;
    const found = mine && unsentHere().find(function (one) {
      return one.sent === message.message_id || (!one.sent && one.values.text && one.values.text === message.text && !one.old);
    });
    if (found) drop(found);
  });
}

function taken(one, said) {
  one.sent = said.message_id || (said.message_ids || []).slice(-1)[0];
  if (store.chat && store.messages.some(function (message) { return message.message_id === one.sent; })) drop(one);
  else setTimeout(function () { drop(one); }, PATIENCE);
}

// Nobody answered: it stays, marked. Refused: the words go back to where they were written.
function notTaken(one, fault) {
  if (fault.kind === 'refused') {
    drop(one);
    giveBack(one);
    toast(reason(fault));
    return;
  }
  one.failed = true;
  keep();
  changed('messages');
  if (fault.kind === 'shut') toast(reason(fault));
}

function giveBack(one) {
  const key = draftKey(one.as, one.chat);
  const words = one.values.text || one.values.caption || '';
  if (!words || words.charAt(0) === '/' || store.drafts[key]) return;
  store.drafts[key] = words;
  changed('drafts');
}

// Texts outlive a reload of the page; files are too large to be kept.
function keep() {
  const texts = store.unsent.filter(function (one) { return one.values.text && !one.sent; });
  try { sessionStorage.setItem(KEPT, JSON.stringify(texts)); } catch (e) { /* private mode */ }
}

export function restore() {
  try {
    store.unsent = JSON.parse(sessionStorage.getItem(KEPT) || '[]');
  } catch (e) { store.unsent = []; }
  store.unsent.forEach(function (one) { last += 1; Object.assign(one, { id: last, failed: true, old: true }); });
}
