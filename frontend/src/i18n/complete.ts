import { en } from './en';
import type { Language, Texts } from './languages';

/** Every language with every text: a key that a translation lacks fails the type check here. Not part of the pages. */
export const complete: Record<Language, Texts> = { en };
