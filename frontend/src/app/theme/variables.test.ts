import {
  convertCssVariables,
  DEFAULT_THEME,
  deepMerge,
  defaultCssVariablesResolver,
  mergeMantineTheme,
} from '@mantine/core';
import { expect, test } from 'vitest';
import { cssVariablesResolver, theme } from './theme';
import { tokens } from './tokens';

/** Mantine's palettes that this product never shows. */
const unused = /^--mantine-color-(red|pink|grape|violet|indigo|blue|cyan|teal|green|lime|yellow|orange)-/;

/** The variables as a style sheet: with a file the page needs no style element at run time. */
function styleSheet(): string {
  const merged = mergeMantineTheme(DEFAULT_THEME, theme);
  const all = deepMerge(defaultCssVariablesResolver(merged), cssVariablesResolver(merged));
  for (const group of [all.variables, all.light, all.dark] as Record<string, string>[]) {
    for (const name of Object.keys(group)) if (unused.test(name)) delete group[name];
  }
  const head = '/* Made from theme.ts and tokens.ts by `npx vitest run -u src/app/theme`. Do not edit. */\n';
  return head + convertCssVariables(all, ':root').replaceAll(/[;{}]/g, '$&\n');
}

test('variables.css is what the theme says', async () => {
  await expect(styleSheet()).toMatchFileSnapshot('./variables.css');
});

function luminance(hex: string): number {
  const channel = (at: number) => {
    const value = parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5);
}

function contrast(a: string, b: string): number {
  const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

test.each(['light', 'dark'] as const)('text keeps its contrast in the %s scheme', (scheme) => {
  const t = tokens[scheme];
  for (const ground of ['bg', 'sunk', 'hover', 'accent-weak'] as const) {
    for (const text of ['text', 'text-2', 'text-3', 'accent'] as const) {
      expect(contrast(t[text], t[ground]), `${text} on ${ground}`).toBeGreaterThanOrEqual(4.5);
    }
    expect(contrast(t['line-strong'], t[ground]), `line-strong on ${ground}`).toBeGreaterThanOrEqual(2.95);
  }
  expect(contrast(t['on-accent'], t.accent)).toBeGreaterThanOrEqual(4.5);
  expect(contrast(t['on-accent'], t['accent-hover'])).toBeGreaterThanOrEqual(4.5);
  expect(contrast(t['on-bad'], t.bad)).toBeGreaterThanOrEqual(4.5);
  expect(contrast(t['on-bad'], t['bad-hover'])).toBeGreaterThanOrEqual(4.5);
  for (const tone of ['warn', 'bad'] as const) {
    expect(contrast(t[tone], t[`${tone}-weak`]), `${tone} on its weak`).toBeGreaterThanOrEqual(4.5);
  }
  for (const step of [1, 2, 3] as const) {
    expect(contrast(t[`count-${step}-text`], t[`count-${step}`])).toBeGreaterThanOrEqual(4.5);
  }
});
