// Talking to the demo's server: questions, acts, the stream of events.
export function ask(path, values) {
  const query = new URLSearchParams(values || {}).toString();
  return reach(path + (query ? '?' + query : ''), { credentials: 'same-origin' });
}

export function tell(path, body) {
  return reach(path, {
    method: 'POST',
    credentials: 'same-origin',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
}

// A fault says what happened: `offline` (nobody answered), `shut` (the session is no longer known),
// `refused` (the message tells why, in the server's words).
function reach(address, how) {
  return fetch(address, how).catch(function () { throw fault('offline', ''); }).then(function (answer) {
    if (answer.status === 403) throw fault('shut', '');
    return answer.json().catch(function () { throw fault('offline', ''); }).then(function (said) {
      if (!answer.ok) throw fault('refused', said.refused || said.error || String(answer.status));
      return said;
    });
  });
}

function fault(kind, message) {
  return Object.assign(new Error(message), { kind: kind });
}

// `onState(true)`: from now on nothing is missed, so that what is asked after it is whole.
export function listen(person, onEvent, onState) {
  const stream = new EventSource('/page/events?as=' + person);
  stream.onerror = function () { onState(false, stream.readyState === EventSource.CLOSED); };
  stream.onmessage = function (message) {
    const event = JSON.parse(message.data);
    if (event.kind === 'listening') onState(true);
    else onEvent(event);
  };
  return stream;
}
