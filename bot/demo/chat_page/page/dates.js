// Days and hours in the campaign's time zone, whatever the browser's.
import { store } from './store.js';
import { t } from './words.js';

function format(options, ms) {
  return new Intl.DateTimeFormat(t('locale'), Object.assign({ timeZone: store.zone }, options)).format(new Date(ms));
}

export function clockTime(ms) {
  return format({ hour: '2-digit', minute: '2-digit', hour12: false }, ms);
}

export function dayKey(ms) {
  return format({ year: 'numeric', month: '2-digit', day: '2-digit' }, ms);
}

export function dayName(ms) {
  return format({ year: 'numeric', month: 'long', day: 'numeric', weekday: 'short' }, ms);
}

export function shortDay(ms) {
  return format({ month: 'short', day: 'numeric' }, ms);
}

export function longMoment(ms) {
  return dayName(ms) + ' ' + clockTime(ms);
}

export function shortMoment(ms) {
  return format({ year: '2-digit', month: 'numeric', day: 'numeric' }, ms) + ' ' + clockTime(ms);
}
