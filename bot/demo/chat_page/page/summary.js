// One line for a message: in the list of chats, in quotes, in service notes.
import { person, store } from './store.js';
import { t } from './words.js';

const KINDS = [['photo', 'photo'], ['voice', 'voiceMark'], ['audio', 'voiceMark'], ['video', 'video'], ['document', 'document'],
  ['sticker', 'sticker'], ['location', 'location'], ['contact', 'contact']];

export function authorOf(message) {
  if (message.sender_chat) return message.sender_chat.title;
  if (!message.from) return '';
  if (message.from.id === store.bot.id) return store.bot.name;
  return nameOf(message.from);
}

export function nameOf(user) {
  const known = person(user.id);
  return known ? known.name : [user.last_name, user.first_name].filter(Boolean).join('');
}

export function preview(message) {
  const line = content(message).replace(/\s+/g, ' ').slice(0, 90);
  const group = message.chat.type === 'group' || message.chat.type === 'supergroup';
  return group && !isService(message) ? authorOf(message) + t('colon') + line : line;
}

export function content(message) {
  if (message.text) return message.text;
  const found = KINDS.find(function (pair) { return message[pair[0]]; });
  if (found) return t(found[1]) + (message.caption ? ' ' + message.caption : '');
  return service(message);
}

export function isService(message) {
  return !message.text && !KINDS.some(function (pair) { return message[pair[0]]; });
}

export function service(message) {
  const names = function (list) { return list.map(nameOf).join(t('comma')); };
  if (message.new_chat_members) return t('joined', { who: names(message.new_chat_members) });
  if (message.left_chat_member) return t('left', { who: nameOf(message.left_chat_member) });
  if (message.new_chat_title) return t('renamed', { title: message.new_chat_title });
  if (message.pinned_message) return t('pinnedOne');
  if (message.migrate_to_chat_id || message.migrate_from_chat_id) return t('migrated');
  if (message.group_chat_created || message.supergroup_chat_created) return t('created');
  return t('serviced');
}

export function forwardName(origin) {
  if (origin.sender_user) return nameOf(origin.sender_user);
  if (origin.chat) return origin.chat.title;
  if (origin.sender_chat) return origin.sender_chat.title;
  return origin.sender_user_name || '';
}
