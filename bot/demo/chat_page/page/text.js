// A text and its entities as elements. Offsets count UTF-16 units, as JavaScript's strings do.
import { el } from './dom.js';
import { visit } from './route.js';
import { store } from './store.js';
import { act as told, quiet, say, startWith } from './talk.js';
import { dialog, toast } from './toast.js';
import { t } from './words.js';

const TAGS = {
  bold: 'b', italic: 'i', underline: 'u', strikethrough: 's', code: 'code', pre: 'pre',
  blockquote: 'blockquote', expandable_blockquote: 'blockquote', spoiler: 'span',
};

export function written(text, entities) {
  const box = el('span', { class: 'text' });
  build(box, text, 0, text.length, (entities || []).slice().sort(outerFirst));
  return box;
}

function outerFirst(a, b) { return a.offset - b.offset || b.length - a.length; }

function build(box, text, from, to, entities) {
  let at = from;
  while (entities.length) {
    const entity = entities.shift();
    const start = Math.max(entity.offset, at);
    const stop = Math.min(entity.offset + entity.length, to);
    if (stop <= start) continue;
    if (start > at) box.append(text.slice(at, start));
    const inner = [];
    while (entities.length && entities[0].offset < stop) inner.push(entities.shift());
    const node = element(entity, text.slice(start, stop));
    build(node, text, start, stop, inner);
    box.append(node);
    at = stop;
  }
  if (at < to) box.append(text.slice(at, to));
}

function element(entity, words) {
  const kind = entity.type;
  if (kind === 'text_link') return link(entity.url);
  if (kind === 'url') return link(/^[a-z]+:\/\//i.test(words) ? words : 'https://' + words);
  if (kind === 'email') return el('a', { href: 'mailto:' + words });
  if (kind === 'bot_command') return act('command', function () { say(words); });
  if (kind === 'spoiler') {
    const node = act('spoiler', function () { node.classList.add('shown'); });
    return node;
  }
  if (kind === 'mention' || kind === 'text_mention' || kind === 'hashtag') return el('span', { class: 'mention' });
  return el(TAGS[kind] || 'span');
}

function act(name, call) {
  return el('span', { class: name, role: 'button', tabindex: '0', on: {
    click: call,
    keydown: function (event) { if (event.key === 'Enter') call(); },
  } });
}

function link(url) {
  if (!/^(https?|mailto|tel|tg):/i.test(url)) return el('span');
  return el('a', {
    href: url, target: '_blank', rel: 'noopener noreferrer',
    on: { click: function (event) { if (openHere(url)) event.preventDefault(); } },
  });
}

// Links to the bot itself stay on the page: they press Start as who I am, or let me choose the
// group to which the bot is added.
export function openHere(url) {
  const found = /^(?:https?:\/\/t\.me\/|tg:\/\/resolve\?domain=)(\w+)(?:[?&](start|startgroup)=([\w-]*))?/i.exec(url);
  if (!found || found[1].toLowerCase() !== store.bot.username.toLowerCase()) return false;
  if (found[2] === 'startgroup') chooseGroup(found[3] || '');
  else startWith(found[3] || '').then(function () { visit(store.me.id, store.me.id); });
  return true;
}

function chooseGroup(payload) {
  const groups = store.chats.filter(function (chat) { return chat.kind === 'group' || chat.kind === 'supergroup'; });
  if (!groups.length) return toast(t('noGroups'));
  const rows = groups.slice(0, 8).map(function (chat) {
    return { text: chat.title, then: function () { addTo(chat.id, payload); } };
  });
  dialog([el('p', { text: t('whichGroup') })], [{ text: t('cancel'), quiet: true }].concat(rows));
}

function addTo(chat, payload) {
  told('start_group', { chat: chat, payload: payload }).then(function () { visit(store.me.id, chat); }).catch(quiet);
}
