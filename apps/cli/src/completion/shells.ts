/** Shells that there is a completion for. */
export const shells = ['bash', 'zsh', 'fish', 'powershell'] as const;

/** A shell that there is a completion for. */
export type Shell = (typeof shells)[number];
