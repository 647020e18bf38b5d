import { face, type Drawing, type Op } from './ops';

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

/** Text as XML may hold it: marks escaped, and what XML 1.0 forbids left out. */
export function escaped(text: string): string {
  return (
    text
      // eslint-disable-next-line no-control-regex -- these are what has to go
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/gu, '')
      .replace(/[&<>"']/g, (mark) => entities[mark] ?? mark)
  );
}

const n = (value: number) => String(Math.round(value * 100) / 100);

function attributes(values: Record<string, string | number | undefined>): string {
  return Object.entries(values)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => ` ${name}="${typeof value === 'number' ? n(value) : escaped(value ?? '')}"`)
    .join('');
}

function paint(op: Exclude<Op, { kind: 'text' }>) {
  return {
    fill: op.fill ?? 'none',
    stroke: op.stroke,
    'stroke-width': op.stroke && (op.width ?? 1),
    opacity: op.opacity,
  };
}

/** A drawing as one SVG file that needs nothing beside it: colours in it, no styles, no fonts, no scripts. */
export function svgOf({ width, height, title, summary, ops }: Drawing): string {
  const body = ops.map((op, index) => {
    switch (op.kind) {
      case 'rect':
        return `<rect${attributes({ x: op.x, y: op.y, width: op.w, height: op.h, rx: op.radius, ...paint(op) })}/>`;
      case 'circle':
        return `<circle${attributes({ cx: op.x, cy: op.y, r: op.r, ...paint(op) })}/>`;
      case 'path': {
        const clip = op.clip && `clip${index}`;
        const shape = `<path${attributes({
          d: op.d,
          ...paint(op),
          'stroke-dasharray': op.dash?.join(' '),
          'stroke-linecap': op.stroke && 'round',
          'clip-path': clip && `url(#${clip})`,
        })}/>`;
        if (!op.clip || !clip) return shape;
        const { x, y, w, h } = op.clip;
        return `<clipPath id="${clip}"><rect${attributes({ x, y, width: w, height: h })}/></clipPath>${shape}`;
      }
      case 'text':
        return `<text${attributes({
          x: op.x,
          y: op.y,
          'font-size': op.size,
          'font-weight': op.bold ? 'bold' : undefined,
          'text-anchor': op.anchor,
          fill: op.fill,
        })}>${escaped(op.text)}</text>`;
    }
  });
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<svg xmlns="http://www.w3.org/2000/svg"${attributes({
      width,
      height,
      viewBox: `0 0 ${n(width)} ${n(height)}`,
      'font-family': face,
      role: 'img',
    })}>`,
    `<title>${escaped(title)}</title>`,
    `<desc>${escaped(summary)}</desc>`,
    ...body,
    '</svg>',
    '',
  ].join('\n');
}
