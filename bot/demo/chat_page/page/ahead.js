// What the bot will say unasked, to whom and why; and a button that moves the clock there.
import { longMoment } from './dates.js';
import { el } from './dom.js';
import { ask, tell } from './net.js';
import { setClock } from './talk.js';
import { dialog, refusal } from './toast.js';
import { pageLanguage } from './words.js';

const WORDS = {
  zh: { ahead: '接下来的提醒', next: '到下一次提醒', nothing: '今后没有要发的提醒。', nobody: '没有人（都做完了，或者联系不上）', close: '关闭', comma: '、' },
  en: { ahead: 'Coming reminders', next: 'To the next reminder', nothing: 'No reminders are due.', nobody: 'nobody (all done, or out of reach)', close: 'Close', comma: ', ' },
};

export function aheadWord(key) { return WORDS[pageLanguage()][key]; }

function row(one) {
  const whom = one.to.length ? one.to.join(aheadWord('comma')) : aheadWord('nobody');
  return el('li', { class: one.heard ? '' : 'unheard' }, [
    el('time', { text: longMoment(Date.parse(one.at)) }),
    el('b', { text: one.what }),
    el('span', { text: '→ ' + whom }),
    el('small', { text: one.why }),
  ]);
}

function show(said) {
  const list = said.rows.length
    ? el('ol', { class: 'ahead', id: 'ahead', tabindex: '0' }, said.rows.map(row))
    : el('p', { id: 'ahead', text: aheadWord('nothing') });
  const onward = { text: aheadWord('next'), then: function () { tell('/page/ahead/next', {}).then(setClock).catch(refusal); } };
  dialog([el('h2', { text: aheadWord('ahead') }), list], [
    { text: aheadWord('close'), quiet: true }, said.next ? onward : null,
  ].filter(Boolean));
}

export function lookAhead() {
  ask('/page/ahead', { language: pageLanguage() }).then(show).catch(refusal);
}
