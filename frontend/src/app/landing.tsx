import { MantineProvider } from '@mantine/core';
import { createInstance } from 'i18next';
import { renderToStaticMarkup } from 'react-dom/server';
import { I18nextProvider, initReactI18next } from 'react-i18next';
import shell from '../i18n/en/shell.json';
import ui from '../i18n/en/ui.json';
import { LandingPage } from './LandingPage';
import { theme } from './theme/theme';

/**
 * The landing page as words in the page itself, which the server sends to somebody without a session: it needs no
 * script at all. Only the build runs this (build/landing.mjs); the company's name stays open for the server.
 */
export async function landing(company: string, demonstration: boolean): Promise<string> {
  const i18n = createInstance();
  await i18n.use(initReactI18next).init({
    lng: 'en',
    defaultNS: 'ui',
    resources: { en: { ui, shell } },
    fallbackLng: false,
    interpolation: { escapeValue: false },
  });
  const markup = renderToStaticMarkup(
    <I18nextProvider i18n={i18n}>
      <MantineProvider theme={theme} withCssVariables={false} withGlobalClasses={false}>
        <LandingPage
          company={{ name: company, demonstration, departments: [], signed_in: false }}
          returnTo="/"
        />
      </MantineProvider>
    </I18nextProvider>,
  );
  // The title stands in index.html. The policy refuses style attributes; LandingPage.module.css says the same.
  return markup.replace(/<title>.*?<\/title>/, '').replaceAll(/ style="[^"]*"/g, '');
}
