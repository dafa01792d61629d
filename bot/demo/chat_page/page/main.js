// Start: read the college, draw the page, go on as who the address names.
import { composer } from './composer.js';
import { changed, store } from './store.js';
import { closePicker } from './side.js';
import { become, loadCollege, openChat } from './talk.js';
import { showStrip } from './strip.js';
import { thread } from './thread.js';

function asked() {
  const found = new URLSearchParams(location.hash.slice(1));
  return { as: Number(found.get('as')), chat: Number(found.get('chat')) };
}

function goOn() {
  const wanted = asked();
  const known = store.people.some(function (one) { return one.id === wanted.as; });
  if (!known) return changed('me');
  return become(wanted.as).then(function () {
    closePicker();
    if (wanted.chat) return openChat(wanted.chat);
  });
}

// Text drawn before a Chinese font is there keeps its empty boxes in some browsers: draw after it.
function fontReady() {
  if (!document.fonts || !document.fonts.load) return Promise.resolve();
  const loaded = document.fonts.load('15px "Demo Sans SC"', '一个党员一面旗').catch(function () { return null; });
  return Promise.race([loaded, new Promise(function (done) { setTimeout(done, 3000); })]);
}

fontReady().then(function () {
  thread(document.getElementById('talk'), composer());
  showStrip();
  return loadCollege();
}).then(goOn);
