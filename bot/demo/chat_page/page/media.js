// Pictures, files and sound inside a bubble.
import { el } from './dom.js';
import { picture } from './toast.js';
import { t } from './words.js';

function source(id) { return '/page/file/' + encodeURIComponent(id); }

export function sizeOf(bytes) {
  if (!bytes) return '';
  if (bytes < 1024) return bytes + ' B';
  return bytes < 1024 * 1024 ? Math.round(bytes / 1024) + ' KB' : (bytes / 1024 / 1024).toFixed(1) + ' MB';
}

const LARGEST = 360;

// The size is set before the picture is there, so that nothing jumps when it comes.
function sized(image, big) {
  const scale = Math.min(1, LARGEST / big.width, LARGEST / big.height);
  image.style.width = Math.max(90, Math.round(big.width * scale)) + 'px';
  image.style.aspectRatio = big.width + ' / ' + big.height;
  return image;
}

export function photos(messages) {
  const alone = messages.length === 1;
  const images = messages.map(function (message) {
    const big = message.photo[message.photo.length - 1];
    const from = source(big.file_id);
    const image = el('img', { src: from, alt: message.caption || t('photo'), loading: 'lazy' });
    return el('button', { class: 'enlarge', on: { click: function () { picture(from); } } }, [alone ? sized(image, big) : image]);
  });
  return el('div', { class: 'photos ' + (images.length > 1 ? 'many' : 'one') }, images);
}

export function medium(message) {
  if (message.voice || message.audio) return el('audio', { controls: true, 'aria-label': t('voiceMark'), preload: 'metadata', src: source((message.voice || message.audio).file_id) });
  if (message.video || message.animation || message.video_note) {
    return el('video', { controls: true, 'aria-label': t('video'), preload: 'metadata', src: source((message.video || message.animation || message.video_note).file_id) });
  }
  if (message.sticker) return el('div', { class: 'sticker' }, [el('img', { src: source(message.sticker.file_id), alt: message.sticker.emoji || '' })]);
  if (message.document) return file(message.document);
  if (message.location) return el('div', { text: '⌖ ' + message.location.latitude + ', ' + message.location.longitude });
  if (message.contact) return el('div', { text: '☎ ' + message.contact.first_name + ' ' + message.contact.phone_number });
  return null;
}

function file(document) {
  return el('a', { class: 'file', href: source(document.file_id), download: document.file_name || 'file' }, [
    el('span', { class: 'sign', text: '↓' }),
    el('span', {}, [el('span', { text: document.file_name || 'file' }), el('small', { text: sizeOf(document.file_size) })]),
  ]);
}
