// One block of the thread: a message or an album, with its buttons.
import { avatar, botAvatar, el, fill } from './dom.js';
import { clockTime } from './dates.js';
import { medium, photos } from './media.js';
import { changed, chatOf, person, store } from './store.js';
import { authorOf, content, forwardName } from './summary.js';
import { act, press, quiet } from './talk.js';
import { attempt, drop } from './unsent.js';
import { openHere, written } from './text.js';
import { dialog } from './toast.js';
import { t } from './words.js';

export function block(messages) {
  const first = messages[0];
  const mine = Boolean(first.from && first.from.id === store.me.id && !first.sender_chat);
  const group = first.chat.type === 'group' || first.chat.type === 'supergroup';
  const side = mine ? ' mine' : group ? ' faced' : '';
  return el('div', { class: 'block' + side, 'data-message': first.message_id }, [
    bubble(messages, mine, group), keys(messages[messages.length - 1]), reactions(messages),
  ]);
}

function face(message) {
  if (message.from && message.from.id === store.bot.id) return botAvatar(true);
  const known = message.from && person(message.from.id);
  return avatar(authorOf(message), known ? known.colour : '#9f2a22', true);
}

function bubble(messages, mine, group) {
  const first = messages[0];
  const captioned = messages.find(function (one) { return one.text || one.caption; });
  const known = first.from && person(first.from.id);
  const bare = first.photo && !captioned;
  return el('div', { class: 'bubble' + (bare ? ' bare' : '') }, [
    group && !mine ? face(first) : null,
    group && !mine ? el('div', { class: 'author', text: authorOf(first), who: known ? known.colour : '#9f2a22' }) : null,
    first.forward_origin ? el('span', { class: 'forward', text: t('forwarded', { who: forwardName(first.forward_origin) }) }) : null,
    first.reply_to_message ? quote(first.reply_to_message) : null,
    first.photo ? photos(messages) : fill(el('div'), messages.map(medium)),
    captioned ? written(captioned.text || captioned.caption, captioned.entities || captioned.caption_entities) : null,
    meta(messages, mine),
    el('span', { class: 'end' }),
  ]);
}

function quote(message) {
  return el('span', { class: 'reply', text: authorOf(message) + t('colon') + content(message).slice(0, 80) });
}

function meta(messages, mine) {
  const last = messages[messages.length - 1];
  const edited = messages.some(function (one) { return one.edit_date; });
  const time = (edited ? t('edited') + ' ' : '') + clockTime(last.date * 1000);
  return el('span', { class: 'meta' }, [
    el('time', { text: time }),
    el('button', { text: '⋯', 'aria-label': t('menu'), on: { click: function () { choices(messages[0], mine); } } }),
  ]);
}

function choices(message, mine) {
  const buttons = [{ text: t('cancel'), quiet: true }, { text: t('reply'), then: function () { store.replying = message; changed('composer'); } }];
  if (mine && (message.text || message.caption)) buttons.push({ text: t('edit'), then: function () { store.editing = message; changed('composer'); } });
  if (mine) buttons.push({ text: t('remove'), danger: true, then: function () { act('delete', { chat: store.chat.id, message_id: message.message_id }).catch(quiet); } });
  else buttons.push({ text: t('forward'), then: function () { forwardTo(message); } });
  dialog([el('p', { text: content(message).slice(0, 200) })], buttons);
}

function forwardTo(message) {
  const from = store.chat.id;
  const buttons = store.chats.filter(function (chat) { return chat.writes; }).slice(0, 4).map(function (chat) {
    return { text: chat.kind === 'private' ? store.bot.name : chatOf(chat.id).title, then: function () {
      act('forward', { chat: from, message_id: message.message_id, to: chat.id }).catch(quiet);
    } };
  });
  dialog([el('p', { text: t('forwardTo') })], [{ text: t('cancel'), quiet: true }].concat(buttons));
}

function keys(message) {
  const rows = (message.reply_markup || {}).inline_keyboard;
  if (!rows) return null;
  let number = 0;
  return el('div', { class: 'keys' }, rows.map(function (row) {
    return el('div', { class: 'row' }, row.map(function (button) { return key(message, button, number++); }));
  }));
}

function key(message, button, number) {
  const waits = store.waiting[message.message_id + '/' + number];
  const call = function () {
    if (button.callback_data) return press(message, number, number);
    if (button.url && !openHere(button.url)) window.open(button.url, '_blank', 'noopener');
    if (button.copy_text && navigator.clipboard) navigator.clipboard.writeText(button.copy_text.text);
  };
  return el('button', { class: tone(button.text) + (waits ? ' waits' : ''), 'aria-busy': waits ? 'true' : null, on: { click: call } }, [
    button.url ? el('span', { class: 'out', text: '↗' }) : null,
    el('span', { text: button.text }),
  ]);
}

// What a button does shows in the sign that it begins with: going on, taking away, stopping, going
// back.
const TONES = [[/^[✓✅▶]/u, 'primary'], [/^(🗑|↺|⊘)/u, 'danger'], [/^✕/u, 'quiet stop'], [/^‹/u, 'quiet']];

function tone(label) {
  const found = TONES.find(function (pair) { return pair[0].test(label); });
  return found ? found[1] : '';
}

// What I wrote and what the chat does not have yet.
export function unsentBlock(one) {
  const values = one.values;
  const files = values.files ? t('files', { n: values.files.length }) : '';
  const words = [files && '📎 ' + files, values.text || values.caption].filter(Boolean).join('\n');
  const again = function () { attempt(one); };
  return el('div', { class: 'block mine unsent' + (one.failed ? ' failed' : ''), 'data-unsent': one.id }, [
    el('div', { class: 'bubble' }, [
      el('span', { class: 'text', text: words }),
      one.failed ? null : el('span', { class: 'meta', text: '🕓 ' + t('onItsWay') }),
      el('span', { class: 'end' }),
    ]),
    one.failed ? el('div', { class: 'again' }, [
      el('button', { class: 'retry', text: '⚠ ' + t('notSent'), on: { click: again } }),
      el('button', { class: 'discard', text: '×', 'aria-label': t('remove'), on: { click: function () { drop(one); } } }),
    ]) : null,
  ]);
}

function reactions(messages) {
  const found = messages[messages.length - 1].reactions;
  if (!found) return null;
  return el('div', { class: 'reactions' }, Object.keys(found).map(function (sign) { return el('span', { text: sign + ' ' + found[sign] }); }));
}
