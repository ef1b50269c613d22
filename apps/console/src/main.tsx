import { QueryClientProvider } from '@tanstack/react-query';
import { StrictMode, useSyncExternalStore } from 'react';
import { createRoot } from 'react-dom/client';
import { createQueryClient } from './api/requests.ts';
import { App } from './app.tsx';
import { currentLanguage, onLanguageChange, startLanguage } from './text/i18n.ts';
import { startTheme } from './theme/theme.ts';

startTheme();
await startLanguage();

const queries = createQueryClient();

/** Everything is drawn again in another language: what is chosen stands in the URL. */
function Root() {
  const language = useSyncExternalStore(onLanguageChange, currentLanguage);
  return (
    <QueryClientProvider client={queries}>
      <App key={language} />
    </QueryClientProvider>
  );
}

createRoot(document.querySelector('#root')!).render(
  <StrictMode>
    <Root />
  </StrictMode>,
);
