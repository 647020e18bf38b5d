import {
  createTheme,
  defaultVariantColorsResolver,
  rem,
  type CSSVariablesResolver,
  type MantineColorsTuple,
} from '@mantine/core';
import { tokens, type Scheme } from './tokens';

const kuusi: MantineColorsTuple = [
  '#EAF4EF',
  '#D9EBE2',
  '#B5D7C7',
  '#8CC1A9',
  '#5FA787',
  '#3C8C6B',
  '#24775A',
  '#176046',
  '#0F4C37',
  '#0A3727',
];
const dark: MantineColorsTuple = [
  '#ECEFED',
  '#B9C1BD',
  '#98A19C',
  '#76807B',
  '#2C3330',
  '#2A312E',
  '#232926',
  '#151917',
  '#0F1311',
  '#0A0D0C',
];

const shadow = 'var(--tk-shadow)';

export const theme = createTheme({
  primaryColor: 'kuusi',
  primaryShade: { light: 7, dark: 3 },
  autoContrast: true,
  luminanceThreshold: 0.3,
  black: '#191D1B',
  white: '#FFFFFF',
  colors: { kuusi, dark },
  fontFamily: "'Hanken Grotesk Variable', 'Hanken fallback', system-ui, sans-serif",
  fontSizes: { xs: rem(12), sm: rem(13), md: rem(14), lg: rem(16), xl: rem(20) },
  lineHeights: { xs: '1.34', sm: '1.385', md: '1.43', lg: '1.56', xl: '1.3' },
  headings: {
    fontWeight: '640',
    textWrap: 'balance',
    sizes: {
      h1: { fontSize: rem(26), lineHeight: '1.23' },
      h2: { fontSize: rem(16), lineHeight: '1.5' },
      h3: { fontSize: rem(15), lineHeight: '1.34', fontWeight: '620' },
    },
  },
  spacing: { xs: rem(8), sm: rem(12), md: rem(16), lg: rem(24), xl: rem(32) },
  radius: { xs: rem(4), sm: rem(6), md: rem(8), lg: rem(10), xl: rem(16) },
  defaultRadius: 'sm',
  shadows: { xs: 'none', sm: 'none', md: shadow, lg: shadow, xl: shadow },
  focusRing: 'auto',
  respectReducedMotion: true,
  cursorType: 'pointer',

  // Mantine would choose the text on a filled button by its own reckoning for one scheme only; both schemes have
  // their calculated pair here. `color="bad"` is the one other colour a button may have.
  variantColorResolver: (input) => {
    const bad = input.color === 'bad';
    if (input.variant === 'filled') {
      const name = bad ? 'bad' : 'accent';
      return {
        background: `var(--tk-${name})`,
        hover: `var(--tk-${name}-hover)`,
        color: `var(--tk-on-${name})`,
        border: '1px solid transparent',
      };
    }
    if (input.variant === 'subtle') {
      return {
        background: 'transparent',
        hover: bad ? 'var(--tk-bad-weak)' : 'var(--tk-hover)',
        color: bad ? 'var(--tk-bad)' : 'var(--tk-text-2)',
        border: '1px solid transparent',
      };
    }
    if (bad) {
      return {
        background: input.variant === 'light' ? 'var(--tk-bad-weak)' : 'transparent',
        hover: 'var(--tk-bad-weak)',
        color: 'var(--tk-bad)',
        border: input.variant === 'outline' ? '1px solid var(--tk-bad)' : '1px solid transparent',
      };
    }
    return defaultVariantColorsResolver(input);
  },

  components: {
    Button: { defaultProps: { size: 'sm', variant: 'default' } },
    ActionIcon: { defaultProps: { variant: 'subtle', color: 'gray', size: 'lg' } },
    Input: { defaultProps: { size: 'sm' } },
    // The library locks scrolling with a style element made at run time, which the content security policy forbids;
    // base.css does it instead.
    Modal: { defaultProps: { lockScroll: false, centered: true, radius: 'lg', shadow: 'md' } },
    Drawer: { defaultProps: { lockScroll: false, shadow: 'md' } },
    Menu: { defaultProps: { shadow: 'md', radius: 'md', position: 'bottom-end' } },
    Popover: { defaultProps: { shadow: 'md', radius: 'md' } },
    Tooltip: { defaultProps: { openDelay: 400 } },
    Card: { defaultProps: { radius: 'lg', padding: 'md' } },
  },
});

function mantineNames(scheme: Scheme): Record<string, string> {
  const t = tokens[scheme];
  return {
    '--mantine-color-body': t.bg,
    '--mantine-color-text': t.text,
    '--mantine-color-bright': t.text,
    '--mantine-color-dimmed': t['text-3'],
    '--mantine-color-placeholder': t['text-3'],
    '--mantine-color-default': t.bg,
    '--mantine-color-default-color': t.text,
    '--mantine-color-default-hover': t.hover,
    '--mantine-color-default-border': t['line-strong'],
    '--mantine-color-anchor': t.accent,
    '--mantine-color-error': t.bad,
    '--mantine-color-success': t.accent,
    '--mantine-primary-color-contrast': t['on-accent'],
    '--mantine-primary-color-filled': t.accent,
    '--mantine-primary-color-filled-hover': t['accent-hover'],
    // Mantine's own light variant is an alpha mix whose contrast nobody has checked.
    ...Object.fromEntries(
      ['kuusi', 'primary'].flatMap((name) => {
        const prefix = name === 'primary' ? '--mantine-primary-color' : `--mantine-color-${name}`;
        return [
          [`${prefix}-light`, t['accent-weak']],
          [`${prefix}-light-hover`, t['accent-line']],
          [`${prefix}-light-color`, t.accent],
          [`${prefix}-outline`, t.accent],
          [`${prefix}-outline-hover`, t['accent-weak']],
          [`${prefix}-text`, t.accent],
        ];
      }),
    ),
    ...Object.fromEntries(Object.entries(t).map(([name, value]) => [`--tk-${name}`, value])),
  };
}

export const cssVariablesResolver: CSSVariablesResolver = () => ({
  variables: { '--tk-ease': 'cubic-bezier(0.2, 0, 0, 1)' },
  light: mantineNames('light'),
  dark: mantineNames('dark'),
});
