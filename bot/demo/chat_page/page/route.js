// The address names who I am and which chat is open; each is an entry of the browser's history.
import { chatOf, store } from './store.js';
import { become, openChat, showList, standDown } from './talk.js';

const narrow = window.matchMedia('(max-width: 760px)');

export function isNarrow() { return narrow.matches; }

function asked() {
  const found = new URLSearchParams(location.hash.slice(1));
  return { as: Number(found.get('as')), chat: Number(found.get('chat')) };
}

function push(hash) { history.pushState({ pushed: true }, '', hash); }

// On a phone the list of chats lies under the chat, so that going back leads to it.
export function visit(as, chat) {
  const now = asked();
  if (isNarrow() && now.as !== as) push('#as=' + as);
  if (now.as !== as || now.chat !== chat) push('#as=' + as + '&chat=' + chat);
  return follow();
}

export function goBack() {
  if (history.state && history.state.pushed) return history.back();
  history.replaceState(null, '', '#as=' + store.me.id);
  return follow();
}

// Make the page agree with the address.
export function follow() {
  const wanted = asked();
  const known = store.people.some(function (one) { return one.id === wanted.as; });
  if (!known) return Promise.resolve(standDown());
  if (wanted.chat) document.body.classList.add('in-talk');
  const here = store.me && store.me.id === wanted.as ? Promise.resolve() : become(wanted.as);
  return here.then(function () {
    if (asked().as !== wanted.as || asked().chat !== wanted.chat) return null;
    if (!wanted.chat && isNarrow()) return showList();
    return openChat(chatOf(wanted.chat) ? wanted.chat : wanted.as);
  });
}

window.addEventListener('popstate', follow);
