// What this tab knows: who I am, my chats, the messages of the open one. Others watch it by name.
export const store = {
  me: null, people: [], bot: {}, chats: [], chat: null, messages: [], early: null, more: false, commands: [],
  unread: {}, editing: null, replying: null, action: null, waiting: {}, unsent: [], drafts: {},
  now: 0, nowAt: 0, zone: 'Asia/Shanghai',
};

const watchers = {};

export function watch(names, call) {
  names.split(' ').forEach(function (name) { (watchers[name] = watchers[name] || []).push(call); });
}

export function changed(names) {
  const calls = [];
  names.split(' ').forEach(function (name) {
    (watchers[name] || []).forEach(function (call) { if (calls.indexOf(call) < 0) calls.push(call); });
  });
  calls.forEach(function (call) { call(); });
}

export function person(id) {
  return store.people.find(function (one) { return one.id === id; });
}

export function chatOf(id) {
  return store.chats.find(function (one) { return one.id === id; });
}

// Under which the words are kept that somebody has not sent yet.
export function draftKey(person, chat) { return person + '/' + chat; }

export function moment() {
  return store.now + (Date.now() - store.nowAt);
}
