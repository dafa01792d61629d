// The left side: who I am, the picker of people, the list of my chats.
import { avatar, botAvatar, el, fill } from './dom.js';
import { clockTime, dayKey, shortDay } from './dates.js';
import { focusChat } from './composer.js';
import { tell } from './net.js';
import { moment, store, watch } from './store.js';
import { preview } from './summary.js';
import { visit } from './route.js';
import { dialog, refusal } from './toast.js';
import { pageLanguage, t } from './words.js';

const MOST = 80;
const FEW = 8;
const picker = { open: true, words: '', group: '', post: '' };
let chosen = null;

function show() {
  const side = document.getElementById('side');
  side.setAttribute('aria-label', t('people'));
  if (picker.open || !store.me) return showPicker(side);
  fill(side, [whoAmI(), chatList(), foot()]);
}

function whoAmI() {
  const me = store.me;
  return el('button', { class: 'who', id: 'who', on: { click: openPicker } }, [
    avatar(me.name, me.colour),
    el('span', { class: 'names' }, [el('b', { text: me.name }), el('small', { text: noteOf(me) })]),
    el('span', { class: 'swap', text: t('swap') }),
  ]);
}

function openPicker() {
  picker.open = true;
  show();
  document.getElementById('search').focus();
}

function closeWindow() {
  picker.open = false;
  show();
  document.getElementById('who').focus();
}

function noteOf(one) { return pageLanguage() === 'en' ? one.note_en : one.note; }

// A note reads "role · category · branch": the first two are offered as filters.
function part(one, at) {
  const parts = noteOf(one).split(' · ');
  return at && parts.length < 3 ? '' : parts[at];
}

function kindsOf(people, at) {
  const kinds = [];
  people.forEach(function (one) { if (part(one, at) && kinds.indexOf(part(one, at)) < 0) kinds.push(part(one, at)); });
  return kinds;
}

function showPicker(side) {
  const found = el('div', { class: 'list', id: 'people' });
  const input = el('input', {
    type: 'search', id: 'search', placeholder: t('search'), value: picker.words, 'aria-label': t('search'), autocomplete: 'off',
    on: { input: function () { picker.words = input.value; fillPeople(found); } },
  });
  const close = store.me ? el('button', { text: t('close'), on: { click: closeWindow } }) : null;
  const head = el('div', { class: 'head' }, [el('h2', {}, [el('span', { text: t('choose') }), close]), input]);
  const onKey = function (event) { if (event.key === 'Escape' && store.me) closeWindow(); };
  fill(side, [el('div', { class: 'picker', on: { keydown: onKey } }, [head, chips(found), found]), foot()]);
  fillPeople(found);
}

function chips(found) {
  const box = el('div', { class: 'filters' });
  const row = function (field, names) {
    return el('div', { class: 'chips' }, [''].concat(names).map(function (name) {
      const on = picker[field] === name;
      const choose = function () {
        picker[field] = name;
        if (field === 'group') picker.post = '';
        draw();
        fillPeople(found);
      };
      return el('button', { text: name || t('all'), class: on ? 'on' : '', 'aria-pressed': String(on), on: { click: choose } });
    }));
  };
  const draw = function () {
    const posts = kindsOf(store.people.filter(function (one) { return !picker.group || part(one, 0) === picker.group; }), 1);
    fill(box, [row('group', kindsOf(store.people, 0).slice(0, 12)), posts.length > 1 && posts.length <= FEW ? row('post', posts) : null]);
  };
  draw();
  return box;
}

// With nothing asked for, one of each kind comes first.
function inOrder(people) {
  if (picker.words || picker.group || picker.post) return people;
  const seen = {};
  const first = people.filter(function (one) {
    const kind = part(one, 0) + '/' + part(one, 1);
    return seen[kind] ? false : (seen[kind] = true);
  });
  return first.concat(people.filter(function (one) { return first.indexOf(one) < 0; }));
}

function matches(one) {
  if (picker.group && part(one, 0) !== picker.group) return false;
  if (picker.post && part(one, 1) !== picker.post) return false;
  const text = (one.name + ' ' + one.note + ' ' + one.note_en).toLowerCase();
  return picker.words.toLowerCase().split(/\s+/).every(function (word) { return text.indexOf(word) >= 0; });
}

function fillPeople(list) {
  const found = inOrder(store.people.filter(matches));
  const rows = found.slice(0, MOST).map(personRow);
  if (found.length > MOST) rows.push(el('div', { class: 'empty', text: t('more', { n: found.length - MOST }) }));
  if (!found.length) rows.push(el('div', { class: 'empty', text: t('nobody') }));
  fill(list, rows);
}

function personRow(one) {
  const choose = function () {
    picker.open = false;
    visit(one.id, one.id).then(focusChat);
  };
  const on = store.me && store.me.id === one.id;
  return el('button', { class: 'person' + (on ? ' on' : ''), 'data-person': one.id, on: { click: choose } }, [
    avatar(one.name, one.colour),
    el('span', { class: 'words' }, [el('b', { text: one.name }), el('small', { text: noteOf(one) })]),
  ]);
}

export function chatAvatar(chat, small) {
  return chat.kind === 'private' ? botAvatar(small) : avatar(chat.title, chat.kind === 'channel' ? '#7a5f17' : '#4b6a4e', small, true);
}

function when(message) {
  const ms = message.date * 1000;
  return dayKey(ms) === dayKey(moment()) ? clockTime(ms) : shortDay(ms);
}

function chatRow(chat) {
  const unread = store.unread[chat.id];
  const on = store.chat && store.chat.id === chat.id;
  return el('button', { class: 'chat' + (on ? ' on' : ''), 'data-chat': chat.id, 'aria-current': on ? 'true' : null, on: { click: function () { visit(store.me.id, chat.id).then(focusChat); } } }, [
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

watch('language', function () { picker.group = picker.post = ''; });
watch('me', function () {
  const me = store.me && store.me.id;
  if (me !== chosen) picker.open = !me;
  chosen = me;
});
watch('language me people chats', function () {
  const list = document.getElementById('chats');
  const at = list ? list.scrollTop : 0;
  if (!(picker.open && document.getElementById('search') && document.activeElement === document.getElementById('search'))) show();
  if (document.getElementById('chats')) document.getElementById('chats').scrollTop = at;
});
