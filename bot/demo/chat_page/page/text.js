// A text and its entities as elements. Offsets count UTF-16 units, as JavaScript's strings do.
import { el } from './dom.js';
import { store } from './store.js';
import { say, startWith } from './talk.js';

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

// Links to the bot itself stay on the page: they press Start as who I am.
export function openHere(url) {
  const found = /^(?:https?:\/\/t\.me\/|tg:\/\/resolve\?domain=)(\w+)(?:[?&]start=([\w-]*))?/i.exec(url);
  if (!found || found[1].toLowerCase() !== store.bot.username.toLowerCase()) return false;
  startWith(found[2] || '');
  return true;
}
