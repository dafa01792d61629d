// The strip on top: the demo's present moment, moving it on, the page's language.
import { aheadWord, lookAhead } from './ahead.js';
import { el, fill } from './dom.js';
import { longMoment, shortMoment } from './dates.js';
import { tell } from './net.js';
import { changed, moment, store, watch } from './store.js';
import { loadCollege, setClock } from './talk.js';
import { refusal } from './toast.js';
import { switchLanguage, t } from './words.js';

const narrow = window.matchMedia('(max-width: 760px)');

function move(hours) {
  return function () { tell('/page/clock', { hours: hours }).then(setClock).catch(refusal); };
}

function other() {
  switchLanguage();
  loadCollege().then(function () { changed('language me chats chat messages composer clock'); });
}

export function showStrip() {
  document.documentElement.lang = t('locale');
  document.title = t('title');
  const time = el('time', { title: t('clock') });
  const tick = function () {
    if (store.nowAt) time.textContent = narrow.matches ? shortMoment(moment()) : longMoment(moment());
  };
  fill(document.getElementById('strip'), [
    el('h1', { class: 'brand' }, [el('img', { src: '/page/static/flag.svg', alt: '' }), el('span', { text: t('title') })]),
    time,
    el('button', { text: '🔔', id: 'look-ahead', title: aheadWord('ahead'), 'aria-label': aheadWord('ahead'), on: { click: lookAhead } }),
    el('button', { text: t('hour'), id: 'hour', on: { click: move(1) } }),
    el('button', { text: t('day'), id: 'day', on: { click: move(24) } }),
    el('button', { text: t('other'), id: 'language', on: { click: other } }),
  ]);
  tick();
  clearInterval(showStrip.timer);
  showStrip.timer = setInterval(tick, 1000);
}

watch('language clock', showStrip);
if (narrow.addListener) narrow.addListener(showStrip);
