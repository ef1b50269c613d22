import { loadTexts } from '../src/text/i18n.ts';

// What is tested says it in English.
await loadTexts('en');
