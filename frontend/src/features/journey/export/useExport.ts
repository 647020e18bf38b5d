import { useTranslation } from 'react-i18next';
import { shortDate } from '../../../lib/dates';
import { notify } from '../../../ui/notices';
import type { JourneyMap } from '../queries';
import type { JourneySearch } from '../search';
import { sureFrom } from '../curve';
import type { Format } from './files';

export const formats = ['svg', 'png', 'a4', 'a3'] as const satisfies readonly Format[];

/** Saves the map as it is filtered and zoomed. What draws it is fetched at the first click. */
export function useExport(map: JourneyMap | undefined, search: JourneySearch, meta: string) {
  const { t } = useTranslation('journey');
  return async (format: Format) => {
    if (!map) return;
    try {
      const [{ drawingOf }, { download, fileName, fileOf, measurer }] = await Promise.all([
        import('./drawing'),
        import('./files'),
      ]);
      const { source, segment, from, to } = search;
      const only = [
        source && t(`source.${source}`),
        segment,
        from && `${t('filter.from')} ${from}`,
        to && `${t('filter.to')} ${to}`,
      ].filter(Boolean);
      const lane = (name: 'touchpoints' | 'emotion' | 'quote' | 'sticking' | 'ideas' | 'work' | 'metrics') =>
        t(`lane.${name}`);
      const measure = measurer();
      const drawing = drawingOf(
        map,
        search.stage,
        {
          meta: `${meta} · ${t('export.on', { date: shortDate(new Date(), 0) })}`,
          legend: [
            t('export.key', { count: sureFrom }),
            ...(only.length > 0 ? [t('export.filteredBy', { list: only.join(', ') })] : []),
          ],
          lanes: {
            touchpoints: lane('touchpoints'),
            emotion: lane('emotion'),
            quote: lane('quote'),
            sticking: lane('sticking'),
            ideas: lane('ideas'),
            work: lane('work'),
            metrics: lane('metrics'),
          },
          none: t('none'),
          more: (count) => t('andMore', { count }),
          effect: (measured, before, after) => t('export.effect', { measure: measured, before, after }),
        },
        measure,
      );
      const name = fileName(drawing.title, format);
      download(await fileOf(drawing, format, measure), name);
      notify(t('export.saved', { file: name }));
    } catch {
      notify(t('export.failed'));
    }
  };
}
