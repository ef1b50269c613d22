/**
 * Style for readers without JavaScript whose system is light. Pages say that they are dark until a
 * script has looked: here what is written for light pages counts for dark ones, and the reverse.
 *
 * @param css - The style sheets of the site, in the order of the page.
 */
export function lightWithoutScript(css: string): string {
  return css.replaceAll(
    /\[data-theme=(['"]?)(light|dark)\1\]/g,
    (_, _quote, theme) => `[data-theme=${theme === 'light' ? 'dark' : 'light'}]`,
  );
}
