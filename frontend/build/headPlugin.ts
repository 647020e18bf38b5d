import { readFileSync } from 'node:fs';
import type { Plugin } from 'vite';

/**
 * Adds to the page's head what must be there before the first paint: the colour scheme script as a hashed file
 * (no inline script is allowed) and a preload of the Latin font file.
 */
export function headPlugin(schemeScript: string, preloadedFont: RegExp): Plugin {
  const source = () => readFileSync(schemeScript, 'utf8');
  let building = false;
  return {
    name: 'talkoot-head',
    configResolved(config) {
      building = config.command === 'build';
    },
    buildStart() {
      if (building) {
        this.emitFile({ type: 'asset', name: 'scheme.js', source: source() });
      }
    },
    configureServer(server) {
      server.middlewares.use('/scheme.js', (_request, response) => {
        response.setHeader('Content-Type', 'text/javascript');
        response.end(source());
      });
    },
    transformIndexHtml: {
      order: 'post',
      handler(_html, context) {
        const files = Object.values(context.bundle ?? {});
        const named = (wanted: (names: readonly string[]) => boolean) =>
          files.find((file) => file.type === 'asset' && wanted(file.names))?.fileName;
        const scheme = building ? `/${named((names) => names.includes('scheme.js'))}` : '/scheme.js';
        const font = Object.keys(context.bundle ?? {}).find((name) => preloadedFont.test(name));
        return [
          { tag: 'script', attrs: { src: scheme }, injectTo: 'head-prepend' as const },
          ...(font
            ? [
                {
                  tag: 'link',
                  attrs: {
                    rel: 'preload',
                    href: `/${font}`,
                    as: 'font',
                    type: 'font/woff2',
                    crossorigin: '',
                  },
                  injectTo: 'head-prepend' as const,
                },
              ]
            : []),
        ];
      },
    },
  };
}
