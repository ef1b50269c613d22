/** The keys of the palette, as they are written on the keyboard of this system. */
export const paletteKey = /Mac|iP(hone|ad)/.test(navigator.userAgent) ? '⌘ K' : 'Ctrl K';
