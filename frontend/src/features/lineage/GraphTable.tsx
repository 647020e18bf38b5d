import { Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { keyOf, neighboursOf, placeOf } from './graph';
import classes from './GraphTable.module.css';
import type { Graph } from './queries';
import { useNodeText } from './words';

/** Everything in the picture, one row a thing. */
export function GraphTable({ graph }: { graph: Graph }) {
  const { t } = useTranslation('lineage');
  const text = useNodeText();
  const { before, after } = useMemo(() => neighboursOf(graph.edges), [graph]);
  const nodes = useMemo(() => new Map(graph.nodes.map((node) => [keyOf(node), node])), [graph]);
  const titles = (keys: readonly string[] = []) =>
    keys
      .flatMap((key) => nodes.get(key) ?? [])
      .map((node) => text.title(node))
      .join('; ');
  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- the table scrolls sideways on a phone, so the keyboard must reach it
    <div className={classes.scroll} role="region" aria-label={t('asTable')} tabIndex={0}>
      <table className={classes.table}>
        <caption className="tk-hidden">{t('table.caption')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('table.kind')}</th>
            <th scope="col">{t('table.title')}</th>
            <th scope="col">{t('table.status')}</th>
            <th scope="col">{t('table.people')}</th>
            <th scope="col">{t('table.from')}</th>
            <th scope="col">{t('table.to')}</th>
          </tr>
        </thead>
        <tbody>
          {graph.nodes.map((node) => {
            const key = keyOf(node);
            const place = placeOf(node);
            return (
              <tr key={key}>
                <td>{t(`kind.${node.kind}`)}</td>
                <th scope="row">
                  {place ? (
                    <Link to={place} className="tk-link">
                      {text.title(node)}
                    </Link>
                  ) : (
                    text.title(node)
                  )}
                </th>
                <td>{text.status(node)}</td>
                <td>{node.people.map((person) => person.name).join(', ')}</td>
                <td>{titles(before.get(key))}</td>
                <td>{titles(after.get(key))}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
