// Building elements; text always goes in as text.
export function el(tag, options, children) {
  const node = document.createElement(tag);
  Object.keys(options || {}).forEach(function (name) {
    const value = options[name];
    if (value === undefined || value === null || value === false) return;
    if (name === 'class') node.className = value;
    else if (name === 'text') node.textContent = value;
    else if (name === 'on') Object.keys(value).forEach(function (event) { node.addEventListener(event, value[event]); });
    else if (name === 'colour') node.style.backgroundColor = value;
    else if (name === 'who') node.style.setProperty('--who', value);
    else node.setAttribute(name, value === true ? '' : value);
  });
  (children || []).forEach(function (child) {
    if (child !== null && child !== undefined && child !== false) node.append(child);
  });
  return node;
}

export function clear(node) {
  while (node.firstChild) node.firstChild.remove();
  return node;
}

export function fill(node, children) {
  clear(node);
  children.forEach(function (child) { if (child) node.append(child); });
  return node;
}

// Persons are known by the last character of a Chinese name, groups by the first of theirs.
export function avatar(name, colour, small, group) {
  const hanzi = !group && /[\u3400-\u9fff]/.test(name);
  const sign = hanzi ? name.slice(-1) : name.slice(0, 1).toUpperCase();
  return el('span', { class: 'avatar' + (small ? ' small' : ''), text: sign, colour: colour, 'aria-hidden': 'true' });
}

export function botAvatar(small) {
  return el('span', { class: 'avatar' + (small ? ' small' : ''), 'aria-hidden': 'true' },
    [el('img', { src: '/page/static/flag.svg', alt: '' })]);
}
