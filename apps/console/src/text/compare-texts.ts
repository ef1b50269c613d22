const collator = new Intl.Collator('en', { numeric: true });

/** The order of texts, numbers within them as numbers: port 80 before 443, `10.0.0.9` before `10.0.0.10`. */
export const compareTexts = (one: string, other: string): number => collator.compare(one, other);
