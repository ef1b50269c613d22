/** Hands a file to the browser, which keeps it where downloads go. */
export function download(name: string, content: Blob): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  // Some browsers read it only after the click is over.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/** A text as a file of UTF-8. */
export const textFile = (text: string, type: 'text/csv' | 'application/json'): Blob =>
  new Blob([text], { type: `${type};charset=utf-8` });
