// Start: read the college, draw the page, go on as who the address names.
import { composer } from './composer.js';
import { follow } from './route.js';
import './side.js';
import { loadCollege } from './talk.js';
import { showStrip } from './strip.js';
import { thread } from './thread.js';
import { restore } from './unsent.js';

// Text drawn before a Chinese font is there keeps its empty boxes in some browsers: draw after it.
function fontReady() {
  if (!document.fonts || !document.fonts.load) return Promise.resolve();
  const loaded = document.fonts.load('15px "Demo Sans SC"', '一个党员一面旗').catch(function () { return null; });
  return Promise.race([loaded, new Promise(function (done) { setTimeout(done, 3000); })]);
}

fontReady().then(function () {
  restore();
  thread(document.getElementById('talk'), composer());
  showStrip();
  return loadCollege();
}).then(follow);
