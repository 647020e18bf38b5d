/** What a drawing is made of. Lengths in px, y grows downward, colours as #RRGGBB. */
type Rect = { x: number; y: number; w: number; h: number };
type Paint = { fill?: string; stroke?: string; width?: number; opacity?: number };
export type Op =
  | ({ kind: 'rect'; radius?: number } & Rect & Paint)
  | ({ kind: 'circle'; x: number; y: number; r: number } & Paint)
  /** `d` knows M, L, C and Z with absolute points; `clip` cuts it off. */
  | ({ kind: 'path'; d: string; dash?: readonly number[]; clip?: Rect } & Paint)
  | {
      kind: 'text';
      x: number;
      /** The baseline. */
      y: number;
      text: string;
      size: number;
      bold?: boolean;
      fill: string;
      anchor?: 'start' | 'middle' | 'end';
    };

export type Drawing = { width: number; height: number; title: string; summary: string; ops: Op[] };

/** The width of a text in px. */
export type Measure = (text: string, size: number, bold?: boolean) => number;

/** A face that every system has under one of these names, all with the same widths; a picture brings no font along. */
export const face = 'Arial, Helvetica, "Liberation Sans", sans-serif';

/** A text in lines no wider than `width`; a word that is wider by itself is broken. At most `most` lines, the last with "…". */
export function wrapped(
  text: string,
  width: number,
  size: number,
  measure: Measure,
  { bold = false, most = Infinity }: { bold?: boolean; most?: number } = {},
): string[] {
  const lines: string[] = [];
  let line = '';
  const fits = (part: string) => measure(part, size, bold) <= width;
  for (let word of text.split(/\s+/).filter(Boolean)) {
    const joined = line ? `${line} ${word}` : word;
    if (fits(joined)) {
      line = joined;
      continue;
    }
    if (line) lines.push(line);
    while (!fits(word) && [...word].length > 1) {
      const letters = [...word];
      let count = letters.length - 1;
      while (count > 1 && !fits(letters.slice(0, count).join(''))) count--;
      lines.push(letters.slice(0, count).join(''));
      word = letters.slice(count).join('');
    }
    line = word;
  }
  if (line) lines.push(line);
  if (lines.length <= most) return lines;
  const kept = lines.slice(0, most);
  let last = kept[most - 1] ?? '';
  while (last && !fits(`${last}…`)) last = [...last].slice(0, -1).join('');
  kept[most - 1] = `${last}…`;
  return kept;
}
