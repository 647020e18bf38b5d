import { Button, Menu, Switch } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem } from '../../api/problem';
import { EmptyState } from '../../ui/EmptyState';
import { ErrorNote } from '../../ui/ErrorNote';
import {
  IconActions,
  IconClock,
  IconDownload,
  IconEdit,
  IconPlus,
  IconTable,
  IconUpload,
} from '../../ui/icons';
import { PageHeader } from '../../ui/PageHeader';
import { Pill } from '../../ui/Pill';
import { Skeleton } from '../../ui/Skeleton';
import { columnsOf, lowestOf, type Column } from './columns';
import { sureFrom } from './curve';
import { formats, useExport } from './export/useExport';
import { Filters } from './Filters';
import { FootBar } from './FootBar';
import classes from './JourneyPage.module.css';
import { MapGrid } from './MapGrid';
import { MapTable } from './MapTable';
import { monthOf } from './mood';
import { PhoneMap } from './PhoneMap';
import { mapQuery, type JourneyMap } from './queries';
import { filtered, journeySearch, type JourneySearch } from './search';
import { factsOf, type Selection } from './selection';
import { useHeld } from './useHeld';

const Editor = lazy(() => import('./edit/Editor'));
const Versions = lazy(() => import('./edit/Versions'));

const typing = 'input, textarea, select, [contenteditable="true"], [role="dialog"] *, [role="menu"] *';

/** Where an insight is posted from. */
export type Where = { id: string; title: string };

type Props = {
  id: string;
  /** May bring in whole files of insights. */
  mayImport?: boolean;
  /** Opens the dialog for a new insight; the dialog belongs to another feature. */
  onInsight?: (touchpoint?: Where) => void;
};

/** The journey map: what it is like to be our customer, with the evidence, and the way into every stage. */
export function JourneyPage({ id, mayImport = false, onInsight }: Props) {
  const { t } = useTranslation('journey');
  const navigate = useNavigate();
  const search = journeySearch(useSearch({ strict: false }));
  const query = useQuery(mapQuery(id, search));
  const { map, waiting, take } = useHeld(
    query.data,
    JSON.stringify(mapQuery(id, search).queryKey),
    !query.isPlaceholderData,
  );
  const wide = useMediaQuery('(min-width: 48em)', true, { getInitialValueInEffect: false });
  const [chosen, setChosen] = useState<Selection>();
  const [editing, setEditing] = useState(false);
  const [versions, setVersions] = useState(false);

  const go = (change: Partial<Record<keyof JourneySearch, unknown>>, replace = true) =>
    void navigate({
      to: '/journeys/$id',
      params: { id },
      search: journeySearch({ ...search, ...change }) as never,
      replace,
      resetScroll: false,
    });
  const zoomOut = () => {
    setChosen(search.stage ? { column: search.stage } : undefined);
    go({ stage: undefined }, false);
  };

  const stage = map?.journey.stages.find((each) => each.id === search.stage);
  const columns = map ? columnsOf(map, stage?.id) : [];
  const names = new Map(
    map?.journey.stages.flatMap(({ touchpoints }) =>
      touchpoints.map((each) => [each.id, each.name] as const),
    ),
  );
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || editing) return;
      if (event.target instanceof Element && event.target.matches(typing)) return;
      if (event.key === 'Escape' && stage) zoomOut();
      else if (event.key === 'i' && onInsight) {
        const here = document.activeElement?.closest<HTMLElement>('[data-touchpoint]')?.dataset.touchpoint;
        event.preventDefault();
        onInsight(here ? { id: here, title: names.get(here) ?? '' } : undefined);
      }
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  });

  const meta = useMeta(map, search);
  const save = useExport(map, search, meta);
  if (!map) {
    if (!query.isError) return <Skeleton heights={[52, 36, 40, 98, 150, 88, 160, 100, 60]} />;
    const gone = query.error instanceof Problem && query.error.status === 404;
    return (
      <>
        <PageHeader title={t('title')} crumbs={[{ label: t('journeys'), to: '/journeys' }]} />
        {gone ? (
          <EmptyState text={t('missing')} />
        ) : (
          <ErrorNote title={t('failed')} error={query.error} onRetry={() => void query.refetch()} />
        )}
      </>
    );
  }

  const { journey, unplaced = 0 } = map;
  const may = journey.can.includes('journey.edit');
  const selected: Selection | undefined =
    columns.some(({ id: column }) => column === chosen?.column) || columns.length === 0
      ? chosen
      : firstOf(columns);
  const facts = factsOf(map, columns, selected);
  const open = (column: Column) => {
    if (column.kind === 'touchpoint') {
      void navigate({ to: '/touchpoints/$id', params: { id: column.id } });
      return;
    }
    setChosen(undefined);
    go({ stage: column.id }, false);
  };
  const of = `${id} ${stage?.id ?? ''}`;
  const toggleTable = () => go({ table: search.table ? undefined : true });
  const table = (
    <Button leftSection={<IconTable size={16} />} aria-pressed={search.table === true} onClick={toggleTable}>
      {t(search.table ? 'asMap' : 'asTable')}
    </Button>
  );
  const post = onInsight && (
    <Button
      variant="filled"
      leftSection={<IconPlus size={16} />}
      aria-keyshortcuts="i"
      onClick={() => {
        const here = selected?.touchpoint;
        onInsight(here ? { id: here, title: names.get(here) ?? '' } : undefined);
      }}
    >
      {t('insight')}
    </Button>
  );
  const exports = formats.map((format) => (
    <Menu.Item key={format} leftSection={<IconDownload size={16} />} onClick={() => void save(format)}>
      {t(`export.${format}`)}
    </Menu.Item>
  ));
  const more = (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button variant="default" px="xs" aria-label={t('moreActs')} title={t('more')}>
          <IconActions size={18} />
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {!wide && (
          <>
            <Menu.Item leftSection={<IconTable size={16} />} onClick={toggleTable}>
              {t(search.table ? 'asMap' : 'asTable')}
            </Menu.Item>
            {exports}
          </>
        )}
        {may && (
          <Menu.Item leftSection={<IconEdit size={16} />} onClick={() => setEditing(!editing)}>
            {t(editing ? 'edit.done' : 'edit.act')}
          </Menu.Item>
        )}
        <Menu.Item leftSection={<IconClock size={16} />} onClick={() => setVersions(true)}>
          {t('versions.title')}
        </Menu.Item>
        {may && (
          <Menu.Item
            leftSection={<IconPlus size={16} />}
            onClick={() => void navigate({ to: '/journeys', search: { all: true } as never })}
          >
            {t('draw.another')}
          </Menu.Item>
        )}
        {mayImport && (
          <Menu.Item
            leftSection={<IconUpload size={16} />}
            onClick={() => void navigate({ to: '/insights/import' })}
          >
            {t('import')}
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
  const filters = (
    <>
      <Filters journey={id} search={search} onSearch={go} />
      <Switch
        className={classes.lanes}
        size="sm"
        label={t('filter.lanes')}
        checked={search.lanes === true}
        onChange={(event) => go({ lanes: event.currentTarget.checked || undefined })}
      />
    </>
  );
  return (
    <div className={classes.board}>
      <PageHeader
        title={stage ? stage.name : journey.title}
        short={t('title')}
        crumbs={
          stage
            ? [
                { label: t('journeys'), to: '/journeys' },
                { label: journey.title, to: `/journeys/${id}` },
                { label: stage.name },
              ]
            : []
        }
        meta={
          <>
            {meta}
            {unplaced > 0 && (
              <>
                {' · '}
                <Link to="/insights" search={{ unplaced: true } as never} className="tk-link">
                  {t('unplaced', { count: unplaced })}
                </Link>
              </>
            )}
          </>
        }
        actions={
          editing ? (
            <Button variant="filled" onClick={() => setEditing(false)}>
              {t('edit.done')}
            </Button>
          ) : (
            <>
              {wide && table}
              {wide && (
                <Menu position="bottom-end">
                  <Menu.Target>
                    <Button leftSection={<IconDownload size={16} />}>{t('export.act')}</Button>
                  </Menu.Target>
                  <Menu.Dropdown>{exports}</Menu.Dropdown>
                </Menu>
              )}
              {more}
              {post}
            </>
          )
        }
      />
      {editing ? (
        <Suspense fallback={<Skeleton heights={[40, 320]} />}>
          <Editor journey={journey} />
        </Suspense>
      ) : (
        <>
          <div className={classes.bar}>
            {stage && (
              <Button size="sm" variant="subtle" onClick={zoomOut} aria-keyshortcuts="Escape">
                {t('wholeMap')}
              </Button>
            )}
            {wide ? (
              filters
            ) : (
              <details className={classes.folded}>
                <summary className={classes.summary}>{t(filtered(search) ? 'filtersOn' : 'filters')}</summary>
                <div className={classes.bar}>{filters}</div>
              </details>
            )}
          </div>
          <Pill text={waiting > 0 ? t('arrived', { count: waiting }) : ''} onClick={take} />
          {query.isError && (
            <ErrorNote title={t('failed')} error={query.error} onRetry={() => void query.refetch()} />
          )}
          {columns.length === 0 ? (
            <EmptyState
              text={t(stage ? 'noTouchpoints' : 'noStages')}
              action={may && <Button onClick={() => setEditing(true)}>{t('edit.act')}</Button>}
            />
          ) : (
            <>
              {map.mood.count === 0 && (
                <EmptyState
                  text={filtered(search) ? t('noMatch') : `${t('noInsights')}. ${t('noInsightsHint')}`}
                  action={
                    filtered(search) ? undefined : mayImport ? (
                      <Button component={Link} to="/insights/import">
                        {t('import')}
                      </Button>
                    ) : undefined
                  }
                />
              )}
              {search.table ? (
                <MapTable map={map} stage={stage?.id} described={search.lanes === true} />
              ) : wide ? (
                <>
                  <MapGrid
                    label={t('grid', { title: stage?.name ?? journey.title })}
                    columns={columns}
                    of={of}
                    described={search.lanes === true}
                    selected={selected}
                    onSelect={setChosen}
                    onOpen={open}
                  />
                  {facts && (
                    <FootBar
                      facts={facts}
                      onOpenStage={() => {
                        const column = columns.find((each) => each.id === selected?.column);
                        if (column) open(column);
                      }}
                    />
                  )}
                </>
              ) : (
                <PhoneMap
                  columns={columns}
                  of={of}
                  described={search.lanes === true}
                  at={selected?.column}
                  onAt={(column) => setChosen({ column: column.id })}
                  onOpen={open}
                />
              )}
            </>
          )}
        </>
      )}
      <Suspense fallback={null}>
        {versions && <Versions id={id} onClose={() => setVersions(false)} />}
      </Suspense>
    </div>
  );
}

/** What is selected before the reader selects: the heaviest sticking point of the worst column. */
function firstOf(columns: readonly Column[]): Selection | undefined {
  const low = lowestOf(columns, sureFrom) ?? lowestOf(columns, 1) ?? columns[0];
  if (!low) return undefined;
  const point = low.stickingPoints[0];
  return { column: low.id, touchpoint: point?.touchpoint, stickingPoint: point?.id };
}

/** The second line: how much the map rests on, and who changed it last. */
function useMeta(map: JourneyMap | undefined, search: JourneySearch): string {
  const { t } = useTranslation('journey');
  if (!map) return '';
  const { journey, mood, sources, since } = map;
  const counted = [
    t('insights', { count: mood.count }),
    mood.count > 0 && t('sources', { count: sources }),
    since && t('since', { month: monthOf(since) }),
    filtered(search) && t('filteredMeta'),
  ];
  const version = journey.edited_by
    ? t('versionBy', { version: journey.version, name: journey.edited_by.name })
    : t('version', { version: journey.version });
  return `${counted.filter(Boolean).join(' ')} · ${version}`;
}
