import i18next, { type BackendModule, type i18n } from 'i18next';
import { initReactI18next } from 'react-i18next';
import shell from './en/shell.json';
import ui from './en/ui.json';
import { languages, type Language, type Texts } from './languages';

/** The texts of one feature in one language: a file each, fetched when a page of the feature is. */
const files = import.meta.glob<Record<string, unknown>>('./*/*.json', { import: 'default' });

const backend: BackendModule = {
  type: 'backend',
  init() {},
  read(language, namespace, done) {
    const file = files[`./${language}/${namespace}.json`];
    if (!file) return done(new Error(`no texts ${language}/${namespace}`), null);
    file().then(
      (texts) => done(null, texts as never),
      (error: Error) => done(error, null),
    );
  },
};

/** The best language the product has for the browser's wishes, in the browser's order. */
export function preferredLanguage(wishes: readonly string[] = navigator.languages): Language {
  for (const wish of wishes) {
    const found = languages.find((language) => wish.toLowerCase().split('-')[0] === language);
    if (found) return found;
  }
  return 'en';
}

/**
 * Makes the texts of the frame ready; call it before the first render. The English ones come with the page. `all` gives
 * every text at once, for tests.
 */
export async function startI18n(language: Language, all?: Texts): Promise<i18n> {
  await i18next
    .use(backend)
    .use(initReactI18next)
    .init({
      lng: language,
      ns: ['ui', 'shell'],
      defaultNS: 'ui',
      resources: { en: all ?? { ui, shell } },
      partialBundledLanguages: true,
      fallbackLng: false,
      // React escapes by itself.
      interpolation: { escapeValue: false },
    });
  document.documentElement.lang = language;
  return i18next;
}

/** Fetches the texts of features, with the page that needs them, so that the page appears whole. */
export async function loadTexts(...features: (keyof Texts)[]): Promise<void> {
  await i18next.loadNamespaces(features);
}

/** The locale for dates and numbers. English dates are written day first, as the company's calendar does. */
export function locale(): string {
  return i18next.language === 'en' || !i18next.language ? 'en-GB' : i18next.language;
}
