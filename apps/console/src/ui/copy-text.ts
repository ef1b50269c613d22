/**
 * Puts a text on the clipboard. That is there for pages over HTTPS and of this machine; elsewhere the page
 * copies as people do, by selecting.
 *
 * @throws Error when the browser does not let it
 */
export async function copyText(text: string): Promise<void> {
  if (navigator.clipboard !== undefined) return navigator.clipboard.writeText(text);
  const field = document.createElement('textarea');
  field.value = text;
  const focused = document.activeElement;
  // What is outside of an open dialog can't be selected.
  (focused?.closest('dialog') ?? document.body).append(field);
  field.select();
  const isCopied = document.execCommand('copy');
  field.remove();
  if (focused instanceof HTMLElement) focused.focus({ preventScroll: true });
  if (!isCopied) throw new Error('The browser does not let this page copy');
}
