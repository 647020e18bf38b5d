import '@testing-library/jest-dom/vitest';
import { cleanup, configure } from '@testing-library/react';
import { afterEach } from 'vitest';
import { startI18n } from '../i18n';
import { en } from '../i18n/en';
import { clearNotices } from '../ui/notices';

// What jsdom lacks and the component library asks for.
class NoResize implements ResizeObserver {
  observe() {}
  unobserve() {}
  disconnect() {}
}
globalThis.ResizeObserver ??= NoResize;
globalThis.matchMedia ??= (query: string) =>
  ({
    matches: false,
    media: query,
    onchange: null,
    addEventListener: () => {},
    removeEventListener: () => {},
    addListener: () => {},
    removeListener: () => {},
    dispatchEvent: () => false,
  }) as MediaQueryList;
window.scrollTo = () => {};
Element.prototype.scrollIntoView ??= () => {};
if (!('fonts' in document)) {
  Object.defineProperty(document, 'fonts', { value: new EventTarget() });
}

// As testTimeout in vite.config.ts: patience for a slow machine.
configure({ asyncUtilTimeout: 10_000 });

await startI18n('en', en);

afterEach(() => {
  cleanup();
  clearNotices();
  localStorage.clear();
});
