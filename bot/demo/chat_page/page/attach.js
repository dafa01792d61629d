// Attaching: photos as an album, files, a voice, a made-up photo for who has none at hand.
import { el, fill } from './dom.js';
import { changed, store } from './store.js';
import { act, quiet } from './talk.js';
import { toast } from './toast.js';
import { t } from './words.js';

const MOST_BYTES = 50 * 1024 * 1024;
const MOST_PHOTOS = 10;
let held = [];

export function attachMenu(popup) {
  if (!popup.classList.contains('hidden')) return popup.classList.add('hidden');
  const rows = [
    ['photos', function () { pick('photo', 'image/*', true); }],
    ['sample', sample],
    ['file', function () { pick('document', '', true); }],
    ['voice', function () { act('sample_voice', { chat: store.chat.id, duration: 3 }).catch(quiet); }],
    ['voiceFile', function () { pick('voice', 'audio/*', false); }],
    ['place', function () { act('location', { chat: store.chat.id, latitude: 34.26, longitude: 108.94 }).catch(quiet); }],
  ];
  fill(popup, rows.map(function (row) {
    return el('button', { text: t(row[0]), id: 'attach-' + row[0], on: { click: function () { popup.classList.add('hidden'); row[1](); } } });
  }));
  popup.classList.remove('hidden');
}

function pick(kind, accept, many) {
  const input = el('input', { type: 'file', accept: accept, multiple: many, class: 'hidden', id: 'pick-' + kind });
  input.addEventListener('change', function () { filesOf(input.files, kind); input.remove(); });
  document.body.append(input);
  input.click();
}

export function filesOf(list, kind) {
  Promise.all(Array.from(list).slice(0, MOST_PHOTOS).map(function (file) { return read(file, kind); })).then(function (files) {
    held = held.filter(function (one) { return one.kind === kind; }).concat(files.filter(Boolean)).slice(0, MOST_PHOTOS);
    changed('composer');
    document.getElementById('text').focus();
  });
}

function read(file, kind) {
  if (file.size > MOST_BYTES) { toast(t('tooBig')); return null; }
  return new Promise(function (done) {
    const reader = new FileReader();
    reader.onload = function () {
      done({ kind: kind, name: file.name || 'photo.jpg', mime: file.type, content: String(reader.result).split(',')[1] || '', blob: file });
    };
    reader.readAsDataURL(file);
  });
}

export function tray() {
  if (!held.length) return null;
  return el('div', { class: 'tray', id: 'tray' }, held.map(function (file, at) {
    const off = function () { held.splice(at, 1); changed('composer'); };
    const shown = file.kind === 'photo'
      ? el('img', { src: URL.createObjectURL(file.blob), alt: file.name, on: { load: function (event) { URL.revokeObjectURL(event.target.src); } } })
      : el('span', { class: 'name', text: file.name });
    return el('figure', {}, [shown, el('button', { text: '×', 'aria-label': t('remove'), on: { click: off } })]);
  }));
}

tray.take = function () {
  const taken = held.map(function (one) { return { kind: one.kind, name: one.name, mime: one.mime, content: one.content }; });
  held = [];
  return taken;
};

// Hills, a sun and a flag in colours of chance: no two are alike.
function sample() {
  const canvas = el('canvas', { width: '800', height: '600' });
  const pen = canvas.getContext('2d');
  const hue = Math.floor(Math.random() * 360);
  const sky = pen.createLinearGradient(0, 0, 0, 600);
  sky.addColorStop(0, 'hsl(' + hue + ',55%,78%)');
  sky.addColorStop(1, 'hsl(' + (hue + 40) + ',60%,93%)');
  paint(pen, sky, [[0, 0], [800, 0], [800, 600], [0, 600]]);
  pen.fillStyle = 'hsl(45,90%,68%)';
  pen.beginPath();
  pen.arc(120 + Math.random() * 560, 130, 48, 0, 7);
  pen.fill();
  [0, 1, 2].forEach(function (row) {
    const points = [[0, 600]];
    for (let x = 0; x <= 800; x += 100) points.push([x, 330 + row * 80 + Math.random() * 60]);
    paint(pen, 'hsl(' + (95 + row * 14) + ',34%,' + (58 - row * 13) + '%)', points.concat([[800, 600]]));
  });
  const at = 200 + Math.random() * 400;
  paint(pen, '#6b4a2b', [[at, 250], [at + 7, 250], [at + 7, 520], [at, 520]]);
  paint(pen, '#c0271d', [[at + 7, 252], [at + 150, 270], [at + 7, 345]]);
  canvas.toBlob(function (blob) {
    filesOf([new File([blob], 'sample.jpg', { type: 'image/jpeg' })], 'photo');
  }, 'image/jpeg', 0.85);
}

function paint(pen, colour, points) {
  pen.fillStyle = colour;
  pen.beginPath();
  points.forEach(function (point) { pen.lineTo(point[0], point[1]); });
  pen.fill();
}
