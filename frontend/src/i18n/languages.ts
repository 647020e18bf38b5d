import type { en } from './en';

/** The languages the product speaks. */
export const languages = ['en'] as const;
export type Language = (typeof languages)[number];

/** Every text of the product. A language declared with this type fails the type check when a key is missing. */
export type Texts = typeof en;
