// Why something could not be done, in the page's language. The server says it in English; what is
// not listed here only a programmer would understand, and a person is told that it is not possible.
import { pageLanguage, t } from './words.js';

const KNOWN = {
  'write something first': '请先写几个字。',
  'only the author edits a message': '只有本人能改自己的消息。',
  'only the author deletes a message': '只有本人能删自己的消息。',
  'this group is closed': '这个群已经不在了。',
  'unblock the bot first': '您屏蔽了机器人，请先解除屏蔽。',
  'you cannot write here': '您已不在这个聊天里，或者没有发言的权限。',
  'you cannot press here': '您已不在这个聊天里，不能点这里的按钮。',
  'only administrators post in a channel': '只有管理员可以在频道里发言。',
  'you are not in this chat': '您已不在这个聊天里。',
  'you are in already': '您已经在这个群里了。',
  'nobody leaves a private chat': '和机器人的聊天不能退出，可以屏蔽它。',
  'only a group becomes a supergroup': '只有普通群可以升级。',
  'nothing to send': '没有可以发送的文件。',
  'no such place on earth': '没有这个位置。',
  'too much at once': '一次发的太多，请分几次发。',
  'forward only': '时钟只能往前拨，一次最多 400 天。',
  'nothing is ahead': '今后没有要发的提醒。',
  'no such person, chat or message': '找不到这个人、聊天或消息，可能已经删除。',
  'no button': '这个按钮已经不在了，请看最新的消息。',
  'this button opens something': '这个按钮只能打开链接。',
};

const ENGLISH = { 'no button': 'this button is no longer there: see the newest message' };

export function reason(fault) {
  if (fault.kind === 'offline') return t('offline');
  if (fault.kind === 'shut') return t('restarted');
  const known = Object.keys(KNOWN).find(function (words) { return fault.message.indexOf(words) === 0; });
  if (!known) return t('notPossible');
  return pageLanguage() === 'zh' ? KNOWN[known] : t('refused') + (ENGLISH[known] || known) + '.';
}
