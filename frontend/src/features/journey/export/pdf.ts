import type { Drawing, Op } from './ops';

// A PDF writer for what a drawing is made of and nothing else. The libraries for it weigh more than a hundred KiB and
// bring the same fourteen fonts; this is the part of ISO 32000 that one page of lines and letters needs.

/** Paper in points (1/72 inch), lying. */
export const papers = {
  a4: { width: 841.89, height: 595.28 },
  a3: { width: 1190.55, height: 841.89 },
} as const;
export type Paper = keyof typeof papers;

const margin = 28; // pt, which every printer reaches

// Bytes 0x80 to 0x9F of WinAnsiEncoding; the rest of it is Latin-1.
const windows = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';
const alike: Record<string, string> = { '−': '–', '\u00a0': ' ', '\u202f': ' ', '\u2009': ' ', '‑': '-' };

/** A text in the letters of the fonts that every reader has; undefined where it needs others. */
function latin(text: string): string | undefined {
  let out = '';
  for (const letter of text) {
    const shown = alike[letter] ?? letter;
    const code = shown.codePointAt(0) ?? 0;
    const place = windows.indexOf(shown);
    if (place >= 0) out += String.fromCharCode(0x80 + place);
    else if ((code >= 0x20 && code < 0x7f) || (code >= 0xa0 && code <= 0xff)) out += shown;
    else return undefined;
  }
  return out;
}

/** Whether all words of a drawing can be written in a PDF's own fonts. Where not, its picture goes in instead. */
export function writable({ ops, title }: Drawing): boolean {
  return ops.every((op) => op.kind !== 'text' || latin(op.text) !== undefined) && latin(title) !== undefined;
}

const n = (value: number) => String(Math.round(value * 1000) / 1000);
const literal = (text: string) => `(${text.replace(/[\\()]/g, '\\$&')})`;

function colour(hex: string): string {
  return [1, 3, 5].map((at) => n(parseInt(hex.slice(at, at + 2), 16) / 255)).join(' ');
}

const bow = 0.5523; // of a quarter circle by one Bézier piece

function ring(x: number, y: number, r: number): string {
  const k = r * bow;
  return `M${x + r} ${y}C${x + r} ${y + k} ${x + k} ${y + r} ${x} ${y + r}C${x - k} ${y + r} ${x - r} ${y + k} ${x - r} ${y}C${x - r} ${y - k} ${x - k} ${y - r} ${x} ${y - r}C${x + k} ${y - r} ${x + r} ${y - k} ${x + r} ${y}Z`;
}

function rounded({ x, y, w, h, radius: r = 0 }: Extract<Op, { kind: 'rect' }>): string {
  if (r === 0) return `M${x} ${y}L${x + w} ${y}L${x + w} ${y + h}L${x} ${y + h}Z`;
  const c = r * (1 - bow);
  return `M${x + r} ${y}L${x + w - r} ${y}C${x + w - c} ${y} ${x + w} ${y + c} ${x + w} ${y + r}L${x + w} ${y + h - r}C${x + w} ${y + h - c} ${x + w - c} ${y + h} ${x + w - r} ${y + h}L${x + r} ${y + h}C${x + c} ${y + h} ${x} ${y + h - c} ${x} ${y + h - r}L${x} ${y + r}C${x} ${y + c} ${x + c} ${y} ${x + r} ${y}Z`;
}

const operators: Record<string, string> = { M: 'm', L: 'l', C: 'c', Z: 'h' };

/** An SVG path of M, L, C and Z as PDF operators. */
function path(d: string): string {
  return [...d.matchAll(/([MLCZ])([^MLCZ]*)/g)]
    .map(([, command = '', numbers = '']) => `${numbers.trim()} ${operators[command]}`.trim())
    .join('\n');
}

function content(
  { ops }: Drawing,
  widths: (op: Extract<Op, { kind: 'text' }>) => number,
  alphas: number[],
): string {
  const out: string[] = [];
  for (const op of ops) {
    if (op.kind === 'text') {
      const shift = op.anchor === 'middle' ? widths(op) / 2 : op.anchor === 'end' ? widths(op) : 0;
      // The page is turned upside down, as a drawing counts; letters are turned back.
      out.push(
        `BT ${colour(op.fill)} rg /${op.bold ? 'FB' : 'F'} ${n(op.size)} Tf 1 0 0 -1 ${n(op.x - shift)} ${n(op.y)} Tm ${literal(latin(op.text) ?? '')} Tj ET`,
      );
      continue;
    }
    const { fill, stroke, width = 1, opacity } = op;
    if (!fill && !stroke) continue;
    out.push('q');
    if (opacity !== undefined) {
      if (!alphas.includes(opacity)) alphas.push(opacity);
      out.push(`/A${alphas.indexOf(opacity)} gs`);
    }
    if (fill) out.push(`${colour(fill)} rg`);
    if (stroke) out.push(`${colour(stroke)} RG ${n(width)} w 1 J`);
    if (op.kind === 'path') {
      if (op.dash) out.push(`[${op.dash.join(' ')}] 0 d`);
      if (op.clip) out.push(`${[op.clip.x, op.clip.y, op.clip.w, op.clip.h].map(n).join(' ')} re W n`);
    }
    out.push(path(op.kind === 'path' ? op.d : op.kind === 'circle' ? ring(op.x, op.y, op.r) : rounded(op)));
    out.push(fill && stroke ? 'B' : fill ? 'f' : 'S', 'Q');
  }
  return out.join('\n');
}

/** One character for each byte: what is not ASCII in a PDF's own texts is below 256 here. */
const bytes = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0) & 0xff);

/** UTF-16 with its mark, as the document's information holds text. */
function utf16(text: string): string {
  return `<FEFF${Array.from({ length: text.length }, (_, i) => text.charCodeAt(i).toString(16).padStart(4, '0')).join('')}>`;
}

function file(objects: (string | Uint8Array)[][]): Uint8Array<ArrayBuffer> {
  const parts: Uint8Array[] = [];
  let length = 0;
  const write = (part: string | Uint8Array) => {
    const data = typeof part === 'string' ? bytes(part) : part;
    parts.push(data);
    length += data.length;
  };
  write('%PDF-1.4\n%âãÏÓ\n');
  const offsets = objects.map((body, index) => {
    const at = length;
    write(`${index + 1} 0 obj\n`);
    body.forEach(write);
    write('\nendobj\n');
    return at;
  });
  const table = length;
  write(
    `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${offsets.map((at) => `${String(at).padStart(10, '0')} 00000 n \n`).join('')}`,
  );
  write(`trailer\n<< /Size ${objects.length + 1} /Root 1 0 R /Info 3 0 R >>\nstartxref\n${table}\n%%EOF\n`);
  const whole = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

type Picture = { jpeg: Uint8Array; width: number; height: number };

/**
 * A drawing on one page, as large as the paper allows. `picture` is drawn in place of the lines and letters where these
 * need letters that a PDF has no font for. `widthOf` measures a text in px.
 */
export function pdfOf(
  drawing: Drawing,
  paper: Paper,
  widthOf: (op: Extract<Op, { kind: 'text' }>) => number,
  picture?: Picture,
): Uint8Array<ArrayBuffer> {
  const { width, height } = papers[paper];
  const scale = Math.min((width - 2 * margin) / drawing.width, (height - 2 * margin) / drawing.height);
  const left = (width - drawing.width * scale) / 2;
  const top = height - margin;
  const alphas: number[] = [];
  const page = picture
    ? `q ${n(drawing.width * scale)} 0 0 ${n(drawing.height * scale)} ${n(left)} ${n(top - drawing.height * scale)} cm /I Do Q`
    : `q ${n(scale)} 0 0 ${n(-scale)} ${n(left)} ${n(top)} cm\n${content(drawing, widthOf, alphas)}\nQ`;
  const data = bytes(page);
  const font = (name: string) =>
    `<< /Type /Font /Subtype /Type1 /BaseFont /${name} /Encoding /WinAnsiEncoding >>`;
  const states = alphas.map((alpha, index) => `/A${index} << /ca ${n(alpha)} /CA ${n(alpha)} >>`).join(' ');
  const objects: (string | Uint8Array)[][] = [
    ['<< /Type /Catalog /Pages 2 0 R /Lang (en) /ViewerPreferences << /DisplayDocTitle true >> >>'],
    ['<< /Type /Pages /Kids [4 0 R] /Count 1 >>'],
    [`<< /Title ${utf16(drawing.title)} /Subject ${utf16(drawing.summary)} /Producer (Talkoot) >>`],
    [
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 ${n(width)} ${n(height)}] /Contents 5 0 R /Resources << /Font << /F 6 0 R /FB 7 0 R >> /ExtGState << ${states} >>${picture ? ' /XObject << /I 8 0 R >>' : ''} >> >>`,
    ],
    [`<< /Length ${data.length} >>\nstream\n`, data, '\nendstream'],
    [font('Helvetica')],
    [font('Helvetica-Bold')],
  ];
  if (picture) {
    objects.push([
      `<< /Type /XObject /Subtype /Image /Width ${picture.width} /Height ${picture.height} /ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /DCTDecode /Length ${picture.jpeg.length} >>\nstream\n`,
      picture.jpeg,
      '\nendstream',
    ]);
  }
  return file(objects);
}
