// @ts-check
/// <reference lib="dom" />

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

/** Shows what the server answers. @param {HTMLFormElement} form */
async function ask(form) {
  const address = addressOf(form);
  const request = /** @type {HTMLElement} */ (form.querySelector('.try-it-request'));
  const output = /** @type {HTMLOutputElement} */ (form.querySelector('output'));
  request.textContent = `curl '${new URL(address, 'http://127.0.0.1:8239')}'`;
  output.textContent = '…';
  try {
    const response = await fetch(address);
    if (!response.headers.get('content-type')?.includes('json')) throw new Error('no JSON');
    const answer = JSON.stringify(await response.json(), null, 2);
    output.textContent = `HTTP ${response.status}\n${answer}`;
  } catch {
    output.textContent =
      'No answer. Start the server with npx -y pnpm@12 start, and open these pages with npx -y pnpm@12 docs:serve, in a clone of the repository.';
  }
}

for (const form of document.querySelectorAll('form')) {
  if (!form.matches('.try-it')) continue;
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void ask(form);
  });
}
