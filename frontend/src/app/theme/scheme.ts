import type { MantineColorScheme, MantineColorSchemeManager } from '@mantine/core';

const key = 'talkoot.scheme';

function read(): MantineColorScheme {
  try {
    const stored = localStorage.getItem(key);
    return stored === 'light' || stored === 'dark' ? stored : 'auto';
  } catch {
    return 'auto';
  }
}

/** Keeps the chosen scheme on this device under the name that schemeScript.js reads before the first paint. */
export function schemeManager(): MantineColorSchemeManager {
  let listener: ((event: StorageEvent) => void) | undefined;
  return {
    get: read,
    set: (scheme) => {
      try {
        localStorage.setItem(key, scheme);
      } catch {
        // Storage can be forbidden; the choice then holds until the page is left.
      }
    },
    subscribe: (onUpdate) => {
      listener = (event) => event.key === key && onUpdate(read());
      window.addEventListener('storage', listener);
    },
    unsubscribe: () => listener && window.removeEventListener('storage', listener),
    clear: () => localStorage.removeItem(key),
  };
}
