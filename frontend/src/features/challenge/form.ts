import { phaseNames } from './phases';
import type { Challenge, ChallengeInput, PhaseName, ThemeInput } from './queries';

/** A phase as the form holds it: times as a `datetime-local` field has them, in the reader's time zone. */
export type PhaseFields = { on: boolean; opens: string; closes: string };

/** A theme as the form holds it; `key` tells rows apart while they have no id. */
export type ThemeFields = { key: string; id?: string; name: string; about: string };

/** A challenge as it is being written; serialisable, so that it can be kept as a draft. */
export type Fields = {
  title: string;
  brief: string;
  phases: Record<PhaseName, PhaseFields>;
  voteMode: 'support' | 'stance';
  audience: string[];
  /** In their order. (A draft of an earlier day may hold one theme a line.) */
  themes: ThemeFields[] | string;
  facilitators: string[];
  /** As typed; a draft of an earlier day has none. */
  answerDays?: string;
};

/** "2026-11-26T16:00" in the reader's time zone. */
export function localTime(at: Date): string {
  const shifted = new Date(at.getTime() - at.getTimezoneOffset() * 60_000);
  return shifted.toISOString().slice(0, 16);
}

const lengths: Record<PhaseName, number> = { gather: 21, develop: 21, decide: 14, deliver: 90 }; // days

/** A new challenge: gather from now on, one phase after another, each ending at 16:00. */
export function emptyFields(now: Date): Fields {
  const phases = {} as Fields['phases'];
  const at = new Date(now);
  at.setMinutes(0, 0, 0);
  for (const name of phaseNames) {
    const opens = localTime(at);
    at.setDate(at.getDate() + lengths[name]);
    at.setHours(16, 0, 0, 0);
    phases[name] = { on: true, opens, closes: localTime(at) };
  }
  return {
    title: '',
    brief: '',
    phases,
    voteMode: 'support',
    audience: [],
    themes: [],
    facilitators: [],
    answerDays: '14',
  };
}

/** The themes of a form as rows. */
export function themeRows({ themes }: Pick<Fields, 'themes'>): ThemeFields[] {
  if (typeof themes !== 'string') return themes;
  return themes
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
    .map((name, index) => ({ key: `line-${index}`, name, about: '' }));
}

/** The themes as they are sent: rows without a name are left out. */
export const themeInputs = (fields: Pick<Fields, 'themes'>): ThemeInput[] =>
  themeRows(fields)
    .map(({ id, name, about }) => ({ ...(id && { id }), name: name.trim(), about: about.trim() }))
    .filter(({ name }) => name !== '');

/** Whether the themes differ from those of a challenge: in names, texts or order. */
export function themesChanged(fields: Pick<Fields, 'themes'>, challenge: Pick<Challenge, 'themes'>): boolean {
  const next = themeInputs(fields);
  return (
    next.length !== challenge.themes.length ||
    challenge.themes.some(
      ({ id, name, about }, index) =>
        next[index]?.id !== id || next[index]?.name !== name || next[index]?.about !== about,
    )
  );
}

/** A challenge as it stands, to be edited. */
export function fieldsOf(challenge: Challenge, now: Date): Fields {
  const phases = emptyFields(now).phases;
  for (const name of phaseNames) {
    const phase = challenge.phases.find((each) => each.name === name);
    phases[name] = phase
      ? { on: true, opens: localTime(new Date(phase.opens_at)), closes: localTime(new Date(phase.closes_at)) }
      : { on: false, opens: '', closes: '' };
  }
  return {
    title: challenge.title,
    brief: challenge.brief,
    phases,
    voteMode: challenge.vote_mode,
    audience: challenge.audience,
    themes: challenge.themes.map(({ id, name, about }) => ({ key: id, id, name, about })),
    facilitators: challenge.facilitators.map((person) => person.id),
    answerDays: String(challenge.answer_days),
  };
}

export type Mistakes = {
  title?: boolean;
  /** No phase at all. */
  phases?: boolean;
  /** A time is missing, or the phase closes before it opens. */
  times?: PhaseName;
  /** The phase opens before the one before it closes. */
  overlap?: PhaseName;
  /** Two themes of the same name. */
  themes?: boolean;
  answerDays?: boolean;
};

/** What is wrong with a form before it is sent; an empty object when nothing is. */
export function mistakesOf(fields: Fields): Mistakes {
  const found: Mistakes = {};
  if (fields.title.trim() === '') found.title = true;
  const used = phaseNames.filter((name) => fields.phases[name].on);
  if (used.length === 0) found.phases = true;
  let end = '';
  for (const name of used) {
    const { opens, closes } = fields.phases[name];
    if (!opens || !closes || opens >= closes) found.times ??= name;
    else if (opens < end) found.overlap ??= name;
    end = closes;
  }
  const names = themeInputs(fields).map(({ name }) => name);
  if (new Set(names).size < names.length) found.themes = true;
  const days = Number(fields.answerDays ?? 14);
  if (!Number.isInteger(days) || days < 1 || days > 365) found.answerDays = true;
  return found;
}

/**
 * The request. A time the reader did not touch keeps its seconds: `before` is the challenge as it was read, so that saving a
 * new title does not move a phase.
 */
export function inputOf(fields: Fields, before?: Challenge): ChallengeInput {
  const time = (typed: string, was: string | undefined) =>
    was !== undefined && localTime(new Date(was)) === typed ? was : new Date(typed).toISOString();
  return {
    title: fields.title.trim(),
    brief: fields.brief,
    phases: phaseNames
      .filter((name) => fields.phases[name].on)
      .map((name) => {
        const was = before?.phases.find((phase) => phase.name === name);
        return {
          name,
          opens_at: time(fields.phases[name].opens, was?.opens_at),
          closes_at: time(fields.phases[name].closes, was?.closes_at),
        };
      }),
    vote_mode: fields.voteMode,
    audience: fields.audience,
    // Of a challenge that is there, themes are changed by themselves, for they keep their ids and texts.
    ...(!before && { themes: themeInputs(fields).map(({ name }) => name) }),
    facilitators: fields.facilitators,
    answer_days: Number(fields.answerDays ?? before?.answer_days ?? 14),
  };
}
