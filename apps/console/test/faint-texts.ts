/**
 * Texts whose contrast to what is painted behind them is below 4.5 (WCAG AA).
 *
 * Runs in the page, where nothing else of this file is there.
 */
export function faintTexts(): string[] {
  type Colour = [number, number, number, number];
  // oxlint-disable-next-line consistent-function-scoping
  const parse = (colour: string): Colour => {
    const [r = 0, g = 0, b = 0, a = 1] = colour.match(/[\d.]+/g)?.map(Number) ?? [];
    return [r, g, b, a];
  };
  const luminance = ([r, g, b]: Colour) => {
    const [x, y, z] = [r, g, b].map((channel) => {
      const share = channel / 255;
      return share <= 0.040_45 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * x! + 0.7152 * y! + 0.0722 * z!;
  };
  const ground = (element: Element | null): Colour => {
    for (let at = element; at !== null; at = at.parentElement) {
      const colour = parse(getComputedStyle(at).backgroundColor);
      if (colour[3] === 1) return colour;
    }
    return [255, 255, 255, 1];
  };
  const faint: string[] = [];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode() !== null) {
    const text = texts.currentNode.textContent?.trim();
    const parent = texts.currentNode.parentElement;
    if (!text || parent === null || parent.closest(':disabled') !== null) continue;
    const [a, b] = [luminance(parse(getComputedStyle(parent).color)), luminance(ground(parent))];
    const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (contrast < 4.5) faint.push(`${text} (${contrast.toFixed(1)})`);
  }
  return faint;
}
