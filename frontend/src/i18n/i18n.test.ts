import { expect, test } from 'vitest';
import { complete } from './complete';
import { preferredLanguage } from './index';

test('the first language the product speaks wins, and English when it speaks none', () => {
  expect(preferredLanguage(['de-DE', 'en-US'])).toBe('en');
  expect(preferredLanguage(['de', 'fr'])).toBe('en');
  expect(preferredLanguage([])).toBe('en');
});

/** Every text with its path. */
function texts(of: object, path = ''): [string, string][] {
  return Object.entries(of).flatMap(([key, value]: [string, unknown]) =>
    typeof value === 'string' ? [[`${path}${key}`, value]] : texts(value as object, `${path}${key}.`),
  );
}

test.each(Object.entries(complete))('%s: every text says something, without shouting', (_, language) => {
  for (const [path, text] of texts(language)) {
    expect(text.trim(), path).not.toBe('');
    expect(text, path).not.toMatch(/!|\b(please|oops)\b/i);
  }
});

test.each(Object.entries(complete))('%s: every counted text has each form', (_, language) => {
  const paths = new Set(texts(language).map(([path]) => path));
  for (const path of paths) {
    if (path.endsWith('_one')) expect(paths, path).toContain(path.replace(/_one$/, '_other'));
    if (path.endsWith('_other')) expect(paths, path).toContain(path.replace(/_other$/, '_one'));
  }
});
