// @ts-check
/// <reference lib="dom" />

/** What there is to ask, as `docs:serve` and `cfw-flow serve` have it by default. */
const server = 'http://127.0.0.1:8239';

/** The address that a form asks for. @param {HTMLFormElement} form */
function addressOf(form) {
  const query = new URLSearchParams();
  let path = form.dataset['path'] ?? '';
  for (const [name, value] of new FormData(form)) {
    if (typeof value !== 'string' || value === '') continue;
    if (path.includes(`{${name}}`)) path = path.replace(`{${name}}`, encodeURIComponent(value));
    else query.append(name, value);
  }
  return `${path}?${query}`;
}

/** @param {HTMLFormElement} form */
function showRequest(form) {
  const request = /** @type {HTMLElement} */ (form.querySelector('.try-it-request'));
  request.textContent = `curl '${new URL(addressOf(form), server)}'`;
}

/** Asks, and shows what came of it. @param {HTMLFormElement} form */
async function ask(form) {
  const output = /** @type {HTMLOutputElement} */ (form.querySelector('output'));
  const button = /** @type {HTMLButtonElement} */ (form.querySelector('button'));
  button.disabled = true;
  output.replaceChildren(line('Asking …'));
  output.replaceChildren(...(await outcome(form)));
  output.scrollTop = 0;
  button.disabled = false;
}

/** @param {HTMLFormElement} form */
async function outcome(form) {
  let response;
  let answer;
  let shown;
  try {
    response = await fetch(addressOf(form));
    const text = await response.text();
    answer = JSON.parse(text);
    shown = indented(text);
  } catch {
    return whatIsMissing();
  }
  const body = element('pre', shown);
  body.tabIndex = 0;
  if (response.ok) return [line(`HTTP ${response.status}`), body];
  const { error_code: code, error_msg: message } = answer;
  const advice = JSON.parse(form.dataset['advice'] ?? '{}')[`${response.status} ${code}`];
  return [
    line(`HTTP ${response.status}, ${code}`, 'try-it-refused'),
    line(message),
    ...(advice === undefined ? [] : [line(`What to do: ${advice}.`)]),
    body,
  ];
}

/** JSON in lines. Numbers stay as they came, where a browser can: sums can be beyond 2^53. @param {string} text */
function indented(text) {
  const { rawJSON } = /** @type {{ rawJSON?: (source: string) => object }} */ (JSON);
  /** @param {string} _key @param {unknown} value @param {{ source: string }} [context] */
  const asItCame = (_key, value, context) =>
    typeof value === 'number' && rawJSON && context ? rawJSON(context.source) : value;
  return JSON.stringify(JSON.parse(text, asItCame), null, 2);
}

/** No answer is one of a server of flows, so none was asked. */
function whatIsMissing() {
  const isServedHere = ['localhost', '127.0.0.1'].includes(location.hostname);
  return isServedHere
    ? [
        line('No answer from the server.', 'try-it-refused'),
        line('Start it in a clone of the repository, then ask again:'),
        element('pre', 'npx -y pnpm@12 start'),
      ]
    : [
        line("This page can't ask a server.", 'try-it-refused'),
        line(
          'A server answers no page of another address. Start it and these pages in a clone of the repository, each in a terminal, and open the address that the second prints; or run the command above.',
        ),
        element('pre', 'npx -y pnpm@12 start\nnpx -y pnpm@12 docs:serve'),
      ];
}

/** @param {string} text @param {string} [className] */
function line(text, className = '') {
  const paragraph = element('p', text);
  paragraph.className = className;
  return paragraph;
}

/** @param {string} tag @param {string} text */
function element(tag, text) {
  const made = document.createElement(tag);
  made.textContent = text;
  return made;
}

for (const form of document.querySelectorAll('form')) {
  if (!form.matches('.try-it')) continue;
  form.hidden = false;
  showRequest(form);
  form.addEventListener('input', () => showRequest(form));
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void ask(form);
  });
}
