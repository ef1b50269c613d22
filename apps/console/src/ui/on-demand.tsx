import { type ComponentType, type ReactNode, useEffect, useState } from 'react';
import { t } from '../text/i18n.ts';

/**
 * A component whose code is loaded when it is first drawn. It is drawn as soon as the code is there,
 * while React's own `lazy` shows what stands in for it for 300 milliseconds at least.
 *
 * @param load - gives the component
 * @param standIn - what is drawn until then
 */
export function onDemand<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
  standIn: ReactNode = null,
): ComponentType<Props> {
  let loaded: ComponentType<Props> | undefined;
  return function OnDemand(props: Props) {
    const [state, setState] = useState<'loading' | 'loaded' | 'failed'>(
      loaded ? 'loaded' : 'loading',
    );
    useEffect(() => {
      if (loaded) return;
      load().then(
        (component) => {
          loaded = component;
          setState('loaded');
        },
        () => setState('failed'),
      );
    }, []);
    if (state === 'failed') return <NotLoaded />;
    const Component = loaded;
    return Component === undefined ? standIn : <Component {...props} />;
  };
}

/** The server is gone, or another version of it, which has other files, has taken its place. */
function NotLoaded() {
  return (
    <div className="panel failure" role="alert">
      <h3>{t('failure.notLoaded')}</h3>
      <p>{t('failure.notLoadedAdvice')}</p>
      <div className="actions">
        <button type="button" className="primary" onClick={() => location.reload()}>
          {t('failure.reload')}
        </button>
      </div>
    </div>
  );
}
