import { describe, expect, test } from 'vitest';
import { mapOf } from '../stub';
import { drawingOf, type Words } from './drawing';
import { fileName } from './files';
import { wrapped, type Measure } from './ops';
import { pdfOf, writable } from './pdf';
import { svgOf } from './svg';

const measure: Measure = (text, size, bold) => text.length * size * (bold ? 0.6 : 0.5);
const words: Words = {
  meta: '30 insights · version 6 by Elina Kärkkälä · as of 22 Nov 2026',
  legend: ['Line: mean sentiment.', 'Only: Kunnat'],
  lanes: {
    touchpoints: 'Touchpoints',
    emotion: 'Emotion',
    quote: 'Their words',
    sticking: 'Sticking points',
    ideas: 'Ideas',
    work: 'Concepts and roadmap',
    metrics: 'Metrics',
  },
  none: 'None yet',
  more: (count) => `${count} more`,
  effect: (name, before, after) => `${name}: ${before} to ${after}`,
};
const nasty = 'He said <b>"no" & left ]]> \u000b';

function nastyMap() {
  const map = mapOf();
  map.stages[0]!.quote = { insight: 'q', quote: nasty, sentiment: -1 };
  map.journey.stages[2]!.name = 'Hyvästi ja öitä';
  return map;
}
const draw = (map = nastyMap(), stage?: string) => drawingOf(map, stage, words, measure);

describe('SVG', () => {
  const parse = (text: string) => new DOMParser().parseFromString(text, 'application/xml');

  test('is well-formed, holds every stage, and every colour itself', () => {
    const text = svgOf(draw());
    const page = parse(text);
    expect(page.querySelector('parsererror')).toBeNull();
    const shown = [...page.querySelectorAll('text')].map((each) => each.textContent).join(' ');
    for (const name of ['Choose us', 'Something breaks', 'Hyvästi ja öitä', 'Käynti paikalla', 'Kärkkälä']) {
      expect(shown).toContain(name);
    }
    expect(page.querySelector('title')?.textContent).toBe('How it is to be our customer');
    expect(shown).toContain('Only: Kunnat');
    expect(text).not.toMatch(/var\(|<style|style=|<script|href|<image/);
  });

  test('a customer’s marks stay words', () => {
    const text = svgOf(draw());
    const shown = [...parse(text).querySelectorAll('text')].map((each) => each.textContent).join(' ');
    expect(shown).toContain('<b>"no" & left');
    expect(shown).toContain(']]>');
    expect(text).not.toContain('<b>');
    expect(text).not.toContain(']]>');
    expect(parse(text).querySelector('b')).toBeNull();
  });

  test('a column without insights has no dot, one with few a hollow one', () => {
    const map = nastyMap();
    map.stages[0]!.mood = { count: 4, sum: 2 };
    const dots = draw(map).ops.filter((op) => op.kind === 'circle' && op.r === 6);
    expect(dots).toHaveLength(2);
    expect(dots[0]).toMatchObject({ fill: '#FFFFFF' });
    expect(draw(map).ops.some((op) => op.kind === 'path' && op.width === 2.25 && op.dash)).toBe(true);
  });

  test('a zoomed stage draws its touchpoints as columns', () => {
    const text = svgOf(draw(nastyMap(), 's1'));
    expect(text).toContain('Tender');
    expect(text).not.toContain('Something breaks');
  });
});

describe('PDF', () => {
  const latin1 = (bytes: Uint8Array) => Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
  const widthOf = ({ text, size }: { text: string; size: number }) => text.length * size * 0.5;

  test('is one page of real letters whose table of objects is right', () => {
    const text = latin1(pdfOf(draw(), 'a3', widthOf));
    expect(text.startsWith('%PDF-1.4')).toBe(true);
    expect(text).toContain('/MediaBox [0 0 1190.55 841.89]');
    expect(text).toContain('K\u00e4rkk\u00e4l\u00e4');
    const table = Number(/startxref\n(\d+)/.exec(text)?.[1]);
    expect(text.slice(table, table + 4)).toBe('xref');
    const offsets = [...text.slice(table).matchAll(/^(\d{10}) 00000 n $/gm)].map(([, at]) => Number(at));
    offsets.forEach((at, index) => expect(text.slice(at)).toMatch(new RegExp(`^${index + 1} 0 obj`)));
    const [, length, stream] = /\/Length (\d+) >>\nstream\n([\s\S]*?)\nendstream/.exec(text) ?? [];
    expect(stream).toHaveLength(Number(length));
  });

  test('brackets in words do not end them', () => {
    const map = nastyMap();
    map.stages[0]!.quote = { insight: 'q', quote: 'ok :) \\o/ (', sentiment: 1 };
    expect(latin1(pdfOf(draw(map), 'a4', widthOf))).toContain('(ok :\\) \\\\o/ \\()');
  });

  test('letters that a PDF has no font for make it a picture', () => {
    const map = mapOf();
    expect(writable(draw(map))).toBe(true);
    map.stages[0]!.quote = { insight: 'q', quote: 'Спасибо', sentiment: 1 };
    expect(writable(draw(map))).toBe(false);
    const jpeg = Uint8Array.of(0xff, 0xd8, 0xff, 0xd9);
    const text = latin1(pdfOf(draw(map), 'a4', widthOf, { jpeg, width: 10, height: 5 }));
    expect(text).toContain('/Filter /DCTDecode /Length 4');
    expect(text).toContain('\u00ff\u00d8\u00ff\u00d9');
  });
});

test('words wrap within their width, and a long one is broken', () => {
  const lines = wrapped('Käyttöönottovaihe alkaa pian', 60, 10, measure);
  expect(lines.every((line) => measure(line, 10) <= 60)).toBe(true);
  expect(lines.join('').replaceAll(' ', '')).toBe('Käyttöönottovaihealkaapian');
  const cut = wrapped('one two three four five six', 40, 10, measure, { most: 2 });
  expect(cut).toHaveLength(2);
  expect(cut[1]).toMatch(/…$/);
});

test('a file’s name keeps its letters and nothing that a disk minds', () => {
  expect(fileName('Asiakkaan polku: ääni/öitä?', 'svg')).toBe('Asiakkaan-polku-ääni-öitä.svg');
  expect(fileName('///', 'a4')).toBe('journey.pdf');
});
