import { type ReactNode, useSyncExternalStore } from 'react';
import { chooseLanguage, currentLanguage, languages, t } from '../text/i18n.ts';
import { chooseTheme, currentTheme, onThemeChange, themes } from '../theme/theme.ts';
import { SelectField } from '../ui/select-field.tsx';

/** Language and colours of the page, kept in the browser, after what else there is to set. */
export function Preferences({ children }: { children?: ReactNode }) {
  const theme = useSyncExternalStore(onThemeChange, currentTheme);
  return (
    <div className="preferences">
      {children}
      <SelectField
        label={t('theme.label')}
        options={themes.map((value) => ({ value, label: t(`theme.${value}`) }))}
        value={theme}
        onChange={chooseTheme}
      />
      <SelectField
        label={t('language.label')}
        options={languages.map((value) => ({ value, label: t(`language.${value}`) }))}
        value={currentLanguage()}
        onChange={(language) => void chooseLanguage(language)}
      />
    </div>
  );
}
