import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { IconBack, IconTable } from '../../ui/icons';
import { PersonLine } from '../../ui/PersonLine';
import { Credits } from './Credits';
import { alone, keyOf, lineThrough, neighboursOf, only, placeOf } from './graph';
import { GraphTable } from './GraphTable';
import { Picture } from './Picture';
import type { Graph } from './queries';
import classes from './Whole.module.css';
import { useNodeText } from './words';

/** A graph as a picture or a table, whole or zoomed to the line of one thing. */
export function Whole({ graph, here }: { graph: Graph; here?: string }) {
  const { t } = useTranslation('lineage');
  const text = useNodeText();
  const [table, setTable] = useState(false);
  const [withAlone, setWithAlone] = useState(false);
  const [zoomed, setZoomed] = useState<string>();
  const single = useMemo(() => alone(graph).filter((node) => keyOf(node) !== here), [graph, here]);
  const neighbours = useMemo(() => neighboursOf(graph.edges), [graph]);
  const node = zoomed === undefined ? undefined : graph.nodes.find((each) => keyOf(each) === zoomed);
  const shown = useMemo(() => {
    if (node) return only(graph, lineThrough(keyOf(node), neighbours));
    if (withAlone || single.length === 0) return graph;
    const left = new Set(single.map(keyOf));
    return only(graph, new Set(graph.nodes.map(keyOf).filter((key) => !left.has(key))));
  }, [graph, node, neighbours, single, withAlone]);
  const place = node && placeOf(node);

  return (
    // eslint-disable-next-line jsx-a11y/no-static-element-interactions -- it only hears Escape from the buttons inside it, one of which does the same
    <div
      className={classes.whole}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && node) setZoomed(undefined);
      }}
    >
      <div className={classes.bar}>
        {node ? (
          <div className={classes.zoomed}>
            <Button size="sm" leftSection={<IconBack size={16} />} onClick={() => setZoomed(undefined)}>
              {t('everything')}
            </Button>
            <p className={classes.what} role="status">
              {t('oneLine', { title: text.title(node) })}
            </p>
            {place && (
              <Link to={place} className="tk-link">
                {t('open')}
              </Link>
            )}
            {node.people.map((person) => (
              <PersonLine key={person.id} person={person} />
            ))}
          </div>
        ) : (
          <Credits people={graph.credits} />
        )}
        <Button
          size="sm"
          className={classes.toggle}
          leftSection={<IconTable size={16} />}
          aria-pressed={table}
          onClick={() => setTable(!table)}
        >
          {t(table ? 'asPicture' : 'asTable')}
        </Button>
      </div>
      {!table && (
        <p id="lineage-keys" className={classes.hint}>
          {t('hint')} <span className={classes.keys}>{t('keys')}</span>
        </p>
      )}
      {table ? (
        <GraphTable graph={shown} />
      ) : (
        <Picture graph={shown} here={zoomed ?? here} onZoom={setZoomed} />
      )}
      {!table && <Legend graph={shown} />}
      {!node && single.length > 0 && (
        <label className={classes.alone}>
          <input
            type="checkbox"
            checked={withAlone}
            onChange={(event) => setWithAlone(event.currentTarget.checked)}
          />
          {t('alone', { count: single.length })}
        </label>
      )}
      {!!graph.more && <p className={classes.hint}>{t('more', { count: graph.more })}</p>}
    </div>
  );
}

const edgeKinds = ['grew', 'merged', 'candidate', 'chosen'] as const;

/** What the lines mean; only of those that are there. */
function Legend({ graph }: { graph: Graph }) {
  const { t } = useTranslation('lineage');
  const there = edgeKinds.filter((kind) => graph.edges.some((edge) => edge.kind === kind));
  return (
    <ul className={classes.legend}>
      {there.map((kind) => (
        <li key={kind}>
          <span className={classes.sample} data-kind={kind} aria-hidden="true" />
          {t(`edge.${kind}`)}
        </li>
      ))}
    </ul>
  );
}
