// A chat in which nothing was said yet: what to expect of it, and the first commands to press.
import { el } from './dom.js';
import { store } from './store.js';
import { say, startWith } from './talk.js';
import { t } from './words.js';

const FEW = 4;

export function emptyChat() {
  const mine = store.chat.kind === 'private';
  return el('div', { class: 'nobody', id: 'empty' }, [
    el('img', { src: '/page/static/flag.svg', alt: '' }),
    mine && !store.chat.started && store.bot.description ? el('div', { class: 'about', text: store.bot.description }) : null,
    el('div', { text: t(mine ? sentence() : 'none') }),
    mine && !store.chat.blocked ? el('div', { class: 'starters' }, starters()) : null,
  ]);
}

function sentence() {
  if (store.chat.blocked) return 'emptyBlocked';
  return store.chat.started ? 'emptyBot' : 'emptyStart';
}

// Who has not started gets /start first; then everybody's own menu, from its top. Where nothing
// was said there is nothing to cancel.
function starters() {
  const chips = store.chat.started ? [] : [chip('start', t('start'), function () { startWith(''); })];
  const useful = store.commands.filter(function (one) { return one.command !== 'cancel' && one.command !== 'start'; });
  return chips.concat(useful.slice(0, FEW - chips.length).map(function (one) {
    return chip(one.command, one.description, function () { say('/' + one.command); });
  }));
}

function chip(command, about, click) {
  return el('button', { 'data-starter': command, on: { click: click } }, [
    el('b', { text: '/' + command }), el('span', { text: about }),
  ]);
}
