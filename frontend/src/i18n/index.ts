import i18next, { type i18n } from 'i18next';
import { initReactI18next } from 'react-i18next';
import { en } from './en';
import { languages, type Language, type Texts } from './languages';

/** How each language is fetched. English comes with the page; another language is one file of its own. */
const loaders: Record<Language, () => Promise<Texts>> = {
  en: () => Promise.resolve(en),
};

/** The best language the product has for the browser's wishes, in the browser's order. */
export function preferredLanguage(wishes: readonly string[] = navigator.languages): Language {
  for (const wish of wishes) {
    const found = languages.find((language) => wish.toLowerCase().split('-')[0] === language);
    if (found) return found;
  }
  return 'en';
}

/** Makes the texts of one language ready; call it before the first render. */
export async function startI18n(language: Language): Promise<i18n> {
  const texts = await loaders[language]();
  await i18next.use(initReactI18next).init({
    lng: language,
    resources: { [language]: texts },
    defaultNS: 'ui',
    fallbackLng: false,
    // React escapes by itself.
    interpolation: { escapeValue: false },
    react: { useSuspense: false },
  });
  document.documentElement.lang = language;
  return i18next;
}

/** The locale for dates and numbers. English dates are written day first, as the company's calendar does. */
export function locale(): string {
  return i18next.language === 'en' || !i18next.language ? 'en-GB' : i18next.language;
}
