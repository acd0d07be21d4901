import { useEffect, useState } from 'preact/hooks';
import { formatRoute, parseRoute, type Route, type View } from './state.ts';

const listeners = new Set<() => void>();

function current(): Route {
  return parseRoute(location.hash);
}

/** Goes to `route`. `replace`: no step of its own for the Back button (typing, scrolling through). */
export function go(route: Route, { replace = false }: { readonly replace?: boolean } = {}): void {
  const hash = formatRoute(route);
  if (hash === location.hash) return;
  if (replace) history.replaceState(history.state, '', hash);
  else history.pushState(null, '', hash);
  for (const listener of listeners) listener();
}

/** Changes some of what the matrix shows; on another page it goes to the matrix. */
export function changeView(change: Partial<View> | ((view: View) => View), options?: { readonly replace?: boolean }) {
  const route = current();
  if (!('view' in route)) return;
  const view = typeof change === 'function' ? change(route.view) : { ...route.view, ...change };
  go({ ...route, view }, options);
}

/** The route that the URL names now; draws anew when it changes. */
export function useRoute(): Route {
  const [route, setRoute] = useState(current);
  useEffect(() => {
    const listener = () => setRoute(current());
    listeners.add(listener);
    window.addEventListener('hashchange', listener);
    window.addEventListener('popstate', listener);
    listener();
    return () => {
      listeners.delete(listener);
      window.removeEventListener('hashchange', listener);
      window.removeEventListener('popstate', listener);
    };
  }, []);
  return route;
}
