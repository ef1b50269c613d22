import { domToBlob } from 'modern-screenshot';

/** The content of the page as a PNG, at twice the size that it is drawn in. */
export async function pictureOf(element: HTMLElement): Promise<Blob> {
  const backgroundColor = getComputedStyle(document.body).backgroundColor;
  // The fonts are the system's: there are none to put into the picture.
  return domToBlob(element, { scale: 2, type: 'image/png', backgroundColor, font: false });
}
