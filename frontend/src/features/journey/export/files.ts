import type { Drawing, Measure, Op } from './ops';
import { face } from './ops';
import { pdfOf, writable, type Paper } from './pdf';
import { svgOf } from './svg';

export type Format = 'svg' | 'png' | Paper;

const longest = 16_000; // px of a canvas's side, which every browser draws

/** Measures by the letters that the files are shown with. */
export function measurer(): Measure {
  const context = document.createElement('canvas').getContext('2d');
  return (text, size, bold) => {
    if (!context) return text.length * size * 0.55;
    context.font = `${bold ? 'bold ' : ''}${size}px ${face}`;
    return context.measureText(text).width;
  };
}

async function painted(drawing: Drawing, wanted: number): Promise<HTMLCanvasElement> {
  const { width, height } = drawing;
  const scale = Math.min(wanted, longest / width, longest / height);
  const image = new Image();
  // A data: address: the page's policy lets no blob: be shown.
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svgOf(drawing))}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  const context = canvas.getContext('2d');
  if (!context) throw new Error('no canvas');
  context.fillStyle = '#FFFFFF';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  return canvas;
}

const blobOf = (canvas: HTMLCanvasElement, type: string) =>
  new Promise<Blob>((resolve, reject) =>
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('no picture'))), type, 0.92),
  );

/** The file of a drawing in a format. */
export async function fileOf(drawing: Drawing, format: Format, measure: Measure): Promise<Blob> {
  if (format === 'svg') return new Blob([svgOf(drawing)], { type: 'image/svg+xml' });
  if (format === 'png') return blobOf(await painted(drawing, 2), 'image/png');
  const widthOf = ({ text, size, bold }: Extract<Op, { kind: 'text' }>) => measure(text, size, bold);
  if (writable(drawing)) return new Blob([pdfOf(drawing, format, widthOf)], { type: 'application/pdf' });
  const canvas = await painted(drawing, 2.5);
  const jpeg = new Uint8Array(await (await blobOf(canvas, 'image/jpeg')).arrayBuffer());
  const picture = { jpeg, width: canvas.width, height: canvas.height };
  return new Blob([pdfOf(drawing, format, widthOf, picture)], { type: 'application/pdf' });
}

/** Hands a file to the reader under a name. */
export function download(file: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/** "How it is to be our customer" as a file's name: letters and digits of any language, the rest a hyphen. */
export function fileName(title: string, format: Format): string {
  const name = title
    .normalize('NFC')
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 80);
  return `${name || 'journey'}.${format === 'svg' || format === 'png' ? format : 'pdf'}`;
}
