// The page's own words in both languages; what people and the bot say is never touched.
const WORDS = {
  zh: {
    title: '一个党员一面旗 · 试用', hour: '+1 小时', day: '+1 天', other: 'English', clock: '演示时间',
    choose: '选择以谁的身份聊天', swap: '换人', search: '姓名、岗位、支部…', all: '全部', nobody: '没有找到这样的人',
    more: '还有 {n} 人，请输入姓名查找', close: '收起', window: '再开一个窗口', windowHint: '可以同时以几个人的身份聊天',
    windowText: '这个地址只能用一次，可在另一个浏览器里打开；本浏览器里直接点“打开”即可。', open: '打开', cancel: '取消', ok: '好',
    welcome: '选一个人，开始聊天', welcomeText: '左边选择您是谁：党员、支部书记、党委办公室或访客。机器人就是真的机器人，只是这里不需要账号，也不需要网络。',
    emptyStart: '这里还没有消息。点“开始”，机器人会告诉您下一步。', emptyBot: '这里还没有消息。点一个命令，就可以开始。', emptyBlocked: '您屏蔽了机器人，这里没有消息。',
    start: '开始', unblock: '解除屏蔽并继续', block: '屏蔽机器人', write: '写消息…', send: '发送', menu: '命令', attach: '添加', buttons: '按键',
    photos: '照片（可多选）', file: '文件', voice: '语音（样例，3 秒）', voiceFile: '语音文件', sample: '样例照片', place: '位置',
    edited: '已编辑', edit: '编辑', remove: '删除', reply: '回复', forward: '转发', forwardTo: '转发给：', editing: '正在编辑', replying: '回复',
    readonly: '只有管理员可以在频道里发言', members: '{n} 人', bot: '机器人', channel: '频道', group: '群', typing: '正在输入…', sending: '正在发送文件…',
    today: '今天', pinned: '置顶', older: '更早的消息', photo: '[照片]', document: '[文件]', voiceMark: '[语音]', video: '[视频]', sticker: '[贴纸]',
    location: '[位置]', contact: '[名片]', album: '[相册]', none: '还没有消息', noMenu: '这里没有命令', lost: '连接断开，正在重连…', restarted: '试用程序已重新启动：请用启动它的窗口里新显示的地址打开。聊天都还在。', refused: '不能这样做：',
    joined: '{who} 加入了', left: '{who} 离开了', created: '建立了群', renamed: '群改名为“{title}”', pinnedOne: '置顶了一条消息', migrated: '本群已升级为超级群', serviced: '（系统消息）',
    forwarded: '转发自 {who}', to: '打开链接', leaveGroup: '退出群', kickBot: '移出机器人', addBot: '加入机器人', tooBig: '文件太大', noButton: '这里没有按键', gone: '（消息已删除）',
    offline: '现在连不上，请稍后再试。', notPossible: '这里不能这样做。', onItsWay: '正在发送…', notSent: '没有发出，点这里重发',
    closed: '您已不在“{title}”里。', chats: '回到聊天列表', messages: '消息', newest: '最新的消息', people: '人和聊天', chat: '聊天', closePicture: '关闭图片',
    whichGroup: '把机器人拉进哪个群？', noGroups: '您还没有群，先建一个群，再把机器人拉进去。',
    profile: '关于', files: '{n} 个文件', colon: '：', comma: '、', locale: 'zh-CN',
  },
  en: {
    title: 'One member, one flag · trial', hour: '+1 hour', day: '+1 day', other: '中文', clock: 'Demo time',
    choose: 'Choose who you are', swap: 'Change', search: 'Name, post, branch…', all: 'All', nobody: 'Nobody like that',
    more: '{n} more: type a name to find them', close: 'Close', window: 'New window', windowHint: 'Be several people at once',
    windowText: 'This address works once, in another browser too; in this browser simply press Open.', open: 'Open', cancel: 'Cancel', ok: 'OK',
    welcome: 'Choose a person and chat', welcomeText: 'On the left, choose who you are: a member, a branch secretary, the Party office or a visitor. The bot is the real one; only no account and no network are needed here.',
    emptyStart: 'No messages yet. Press Start, and the bot says what comes next.', emptyBot: 'No messages yet. Press a command to begin.', emptyBlocked: 'You blocked the bot; there are no messages.',
    start: 'Start', unblock: 'Unblock and go on', block: 'Block the bot', write: 'Message…', send: 'Send', menu: 'Commands', attach: 'Attach', buttons: 'Buttons',
    photos: 'Photos (several at once)', file: 'File', voice: 'Voice (a sample, 3 s)', voiceFile: 'Voice file', sample: 'Sample photo', place: 'Location',
    edited: 'edited', edit: 'Edit', remove: 'Delete', reply: 'Reply', forward: 'Forward', forwardTo: 'Forward to:', editing: 'Editing', replying: 'Reply to',
    readonly: 'Only administrators post in a channel', members: '{n} members', membersOne: '1 member', bot: 'bot', channel: 'channel', group: 'group', typing: 'is typing…', sending: 'is sending a file…',
    today: 'Today', pinned: 'Pinned', older: 'Earlier messages', photo: '[Photo]', document: '[File]', voiceMark: '[Voice]', video: '[Video]', sticker: '[Sticker]',
    location: '[Location]', contact: '[Contact]', album: '[Album]', none: 'No messages yet', noMenu: 'No commands here', lost: 'Connection lost, trying again…', restarted: 'The demo was restarted. Open the new address shown in the window where it was started; all chats are still there.', refused: 'Not possible: ',
    joined: '{who} joined', left: '{who} left', created: 'created the group', renamed: 'renamed the group to “{title}”', pinnedOne: 'pinned a message', migrated: 'This group became a supergroup', serviced: '(service message)',
    forwarded: 'Forwarded from {who}', to: 'Open link', leaveGroup: 'Leave the group', kickBot: 'Remove the bot', addBot: 'Add the bot', tooBig: 'The file is too big', noButton: 'No buttons here', gone: '(deleted message)',
    offline: 'No connection. Please try again in a moment.', notPossible: 'That is not possible here.', onItsWay: 'sending…', notSent: 'Not sent. Tap to try again',
    closed: 'You are no longer in “{title}”.', chats: 'Back to the chats', messages: 'Messages', newest: 'Newest message', people: 'People and chats', chat: 'Chat', closePicture: 'Close the picture',
    whichGroup: 'Which group should the bot join?', noGroups: 'You are in no group yet: make one, then add the bot.',
    profile: 'About', files: '{n} files', filesOne: '1 file', colon: ': ', comma: ', ', locale: 'en-GB',
  },
};

function preferred() {
  try { const kept = localStorage.getItem('language'); if (kept) return kept; } catch (e) { /* private mode */ }
  return /^zh/i.test(navigator.language || 'zh') ? 'zh' : 'en';
}

let language = preferred();

export function t(key, values) {
  const single = values && values.n === 1 && WORDS[language][key + 'One'];
  const text = single || WORDS[language][key] || key;
  return values ? text.replace(/\{(\w+)\}/g, function (_, name) { return values[name]; }) : text;
}

export function pageLanguage() { return language; }

export function switchLanguage() {
  language = language === 'zh' ? 'en' : 'zh';
  try { localStorage.setItem('language', language); } catch (e) { /* private mode */ }
}
