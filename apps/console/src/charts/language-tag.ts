/*
 * uPlot formats numbers in the language of the browser as it loads, and fails to where that is no
 * language tag: Chromium under LANG=C says `en-US@posix`. This module is imported before it.
 */

function isTag(language: string): boolean {
  try {
    return Intl.getCanonicalLocales(language).length > 0;
  } catch {
    return false;
  }
}

if (!isTag(navigator.language)) {
  Object.defineProperty(navigator, 'language', { value: 'en', configurable: true });
}
