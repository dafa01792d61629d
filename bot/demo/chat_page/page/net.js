// Talking to the demo's server: questions, acts, the stream of events.
export function ask(path, values) {
  const query = new URLSearchParams(values || {}).toString();
  return fetch(path + (query ? '?' + query : ''), { credentials: 'same-origin' }).then(function (answer) {
    if (!answer.ok) throw new Error(String(answer.status));
    return answer.json();
  });
}

export function tell(path, body) {
  return fetch(path, {
    method: 'POST',
    credentials: 'same-origin',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  }).then(function (answer) {
    return answer.json().then(function (said) {
      if (!answer.ok) throw new Error(said.refused || said.error || String(answer.status));
      return said;
    });
  });
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
