// The left side: who I am, the picker of people, the list of my chats.
import { avatar, botAvatar, el, fill } from './dom.js';
import { clockTime, dayKey, shortDay } from './dates.js';
import { tell } from './net.js';
import { changed, moment, store, watch } from './store.js';
import { preview } from './summary.js';
import { become, openChat } from './talk.js';
import { dialog, refusal } from './toast.js';
import { t } from './words.js';

const MOST = 80;
const picker = { open: true, words: '', group: '' };

function show() {
  const side = document.getElementById('side');
  if (picker.open || !store.me) return showPicker(side);
  fill(side, [whoAmI(), chatList(), foot()]);
}

function whoAmI() {
  const me = store.me;
  return el('button', { class: 'who', id: 'who', on: { click: function () { picker.open = true; show(); } } }, [
    avatar(me.name, me.colour),
    el('span', { class: 'names' }, [el('b', { text: me.name }), el('small', { text: me.note })]),
    el('span', { class: 'swap', text: t('swap') }),
  ]);
}

function groupOf(one) { return one.note.split(' · ')[0]; }

function showPicker(side) {
  const found = el('div', { class: 'list', id: 'people' });
  const input = el('input', {
    type: 'search', id: 'search', placeholder: t('search'), value: picker.words, 'aria-label': t('search'), autocomplete: 'off',
    on: { input: function () { picker.words = input.value; fillPeople(found); } },
  });
  const close = store.me ? el('button', { text: t('close'), on: { click: function () { picker.open = false; show(); } } }) : null;
  const head = el('div', { class: 'head' }, [el('h2', {}, [el('span', { text: t('choose') }), close]), input]);
  fill(side, [el('div', { class: 'picker' }, [head, chips(found), found]), foot()]);
  fillPeople(found);
}

function chips(found) {
  const groups = [];
  store.people.forEach(function (one) { if (groupOf(one) && groups.indexOf(groupOf(one)) < 0) groups.push(groupOf(one)); });
  const row = el('div', { class: 'chips' });
  const draw = function () {
    fill(row, [''].concat(groups.slice(0, 12)).map(function (name) {
      return el('button', {
        text: name || t('all'), class: picker.group === name ? 'on' : '', 'aria-pressed': String(picker.group === name),
        on: { click: function () { picker.group = name; draw(); fillPeople(found); } },
      });
    }));
  };
  draw();
  return row;
}

function matches(one) {
  if (picker.group && groupOf(one) !== picker.group) return false;
  const text = (one.name + ' ' + one.note).toLowerCase();
  return picker.words.toLowerCase().split(/\s+/).every(function (word) { return text.indexOf(word) >= 0; });
}

function fillPeople(list) {
  const found = store.people.filter(matches);
  const rows = found.slice(0, MOST).map(personRow);
  if (found.length > MOST) rows.push(el('div', { class: 'empty', text: t('more', { n: found.length - MOST }) }));
  if (!found.length) rows.push(el('div', { class: 'empty', text: t('nobody') }));
  fill(list, rows);
}

function personRow(one) {
  const choose = function () {
    picker.open = false;
    become(one.id).then(function () { show(); });
  };
  const on = store.me && store.me.id === one.id;
  return el('button', { class: 'person' + (on ? ' on' : ''), 'data-person': one.id, on: { click: choose } }, [
    avatar(one.name, one.colour),
    el('span', { class: 'words' }, [el('b', { text: one.name }), el('small', { text: one.note })]),
  ]);
}

export function chatAvatar(chat, small) {
  return chat.kind === 'private' ? botAvatar(small) : avatar(chat.title, chat.kind === 'channel' ? '#8a6d1f' : '#4f6f52', small);
}

function when(message) {
  const ms = message.date * 1000;
  return dayKey(ms) === dayKey(moment()) ? clockTime(ms) : shortDay(ms);
}

function chatRow(chat) {
  const unread = store.unread[chat.id];
  const on = store.chat && store.chat.id === chat.id;
  return el('button', { class: 'chat' + (on ? ' on' : ''), 'data-chat': chat.id, on: { click: function () { openChat(chat.id); } } }, [
    chatAvatar(chat),
    el('span', { class: 'words' }, [
      el('span', { class: 'top' }, [el('b', { text: title(chat) }), chat.last ? el('time', { text: when(chat.last) }) : null]),
      el('span', { class: 'low' }, [
        el('small', { text: chat.last ? preview(chat.last) : t('none') }),
        unread ? el('span', { class: 'badge', text: unread }) : null,
      ]),
    ]),
  ]);
}

export function title(chat) { return chat.kind === 'private' ? store.bot.name : chat.title; }

function chatList() {
  return el('div', { class: 'list', id: 'chats' }, store.chats.map(chatRow));
}

function foot() {
  return el('div', { class: 'foot' }, [
    el('span', { text: t('windowHint') }),
    el('button', { text: t('window'), on: { click: oneMoreWindow } }),
  ]);
}

function oneMoreWindow() {
  tell('/page/key', {}).then(function (said) {
    const address = location.origin + '/?key=' + said.key;
    const line = el('input', { value: address, readonly: true, 'aria-label': t('window'), on: { focus: function () { line.select(); } } });
    dialog([el('p', { text: t('windowText') }), line], [
      { text: t('cancel'), quiet: true },
      { text: t('open'), then: function () { window.open('/', '_blank', 'noopener'); } },
    ]);
  }).catch(refusal);
}

watch('language me chats', function () {
  const list = document.getElementById('chats');
  const at = list ? list.scrollTop : 0;
  if (!(picker.open && document.getElementById('search') && document.activeElement === document.getElementById('search'))) show();
  if (document.getElementById('chats')) document.getElementById('chats').scrollTop = at;
});

export function closePicker() { picker.open = false; changed('me'); }
