import { Button, NativeSelect } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { RichText, words } from '../../../ui/RichText';
import { chosenOf, counted } from '../outcome/figures';
import { inWords } from '../outcome/numbers';
import type { Titled } from '../outcome/titled';
import { pathOf, type Path } from './paths';
import classes from './Paths.module.css';
import { Pictured } from './Pictured';
import { Place } from './Place';

/** The strongest path between any two concepts, there and back: what the order of a pairwise count rests on. */
export default function Paths({ result, title }: Titled) {
  const { t } = useTranslation('outcome');
  const concepts = counted(result);
  const chosen = chosenOf(result);
  const [x, setX] = useState(() => chosen.at(-1) ?? concepts[0] ?? '');
  const [y, setY] = useState(
    () => concepts.find((id) => !chosen.includes(id)) ?? concepts.find((id) => id !== x) ?? '',
  );
  const [there, back] = [pathOf(result, x, y), pathOf(result, y, x)];
  const options = concepts.map((id, index) => ({ value: id, label: `${index + 1} · ${title(id)}` }));
  const [ahead, behind] = there.strength >= back.strength ? [there, back] : [back, there];
  const place = (id: string) => concepts.indexOf(id) + 1;
  const strength = (row: string, column: string) =>
    row === column ? '' : result.paths?.[result.electable!.indexOf(row)]?.[result.electable!.indexOf(column)];

  return (
    <Pictured
      title={t('paths.title')}
      hint={t('paths.hint')}
      picture={
        <>
          <p className={classes.what}>{t('paths.what')}</p>
          <div className={classes.choice}>
            <NativeSelect
              label={t('paths.from')}
              value={x}
              data={options.filter(({ value }) => value !== y)}
              onChange={(event) => setX(event.currentTarget.value)}
            />
            <Button
              variant="subtle"
              onClick={() => {
                setX(y);
                setY(x);
              }}
            >
              {t('paths.swap')}
            </Button>
            <NativeSelect
              label={t('paths.to')}
              value={y}
              data={options.filter(({ value }) => value !== x)}
              onChange={(event) => setY(event.currentTarget.value)}
            />
          </div>
          <div className={classes.both}>
            {[there, back].map((path) => (
              <Line
                key={path.from}
                path={path}
                of={result.counted ?? 0}
                title={title}
                place={place}
                chosen={(id) => chosen.includes(id)}
              />
            ))}
          </div>
          <p className={classes.verdict} aria-live="polite">
            {there.strength === back.strength ? (
              t('paths.even', { count: there.strength })
            ) : (
              <RichText
                text={t(
                  behind.strength === 0 ? 'paths.aheadAlone' : 'paths.ahead',
                  words({
                    x: title(ahead.from),
                    y: title(ahead.to),
                    more: inWords(t, ahead.strength),
                    fewer: inWords(t, behind.strength),
                  }),
                )}
              />
            )}
          </p>
        </>
      }
      table={
        <>
          <thead>
            <tr>
              <th scope="col">{t('paths.table')}</th>
              {concepts.map((id) => (
                <th key={id} scope="col">
                  {title(id)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {concepts.map((row) => (
              <tr key={row}>
                <th scope="row">{title(row)}</th>
                {concepts.map((column) => (
                  <td key={column}>{strength(row, column)}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </>
      }
    />
  );
}

type LineProps = {
  path: Path;
  of: number;
  title: (id: string) => string;
  place: (id: string) => number;
  chosen: (id: string) => boolean;
};

/** A path as a line of stations, with the votes of each link on it. */
function Line({ path, of, title, place, chosen }: LineProps) {
  const { t } = useTranslation('outcome');
  const label = t('paths.label', { x: title(path.from), y: title(path.to) });
  return (
    <div className={classes.path}>
      <p className={classes.direction} aria-hidden="true">
        <Place number={place(path.from)} chosen={chosen(path.from)} /> →{' '}
        <Place number={place(path.to)} chosen={chosen(path.to)} />
        <span className={classes.strength}>{t('paths.strength', { count: path.strength })}</span>
      </p>
      {path.links.length === 0 ? (
        <p className={classes.none}>
          <span className="tk-hidden">{label}: </span>
          {t('paths.none')}
        </p>
      ) : (
        <ol className={classes.line} aria-label={label}>
          {[path.from, ...path.links.map(({ to }) => to)].map((id, index) => {
            const link = path.links[index];
            return (
              <li key={id} className={classes.stop} data-weakest={link?.weakest || undefined}>
                <Place number={place(id)} chosen={chosen(id)} />
                <span className={classes.name}>{title(id)}</span>
                {link && (
                  <span className={classes.votes}>
                    {t('paths.link', { votes: link.votes, of })}
                    {link.weakest && ` · ${t('paths.weakest')}`}
                  </span>
                )}
              </li>
            );
          })}
        </ol>
      )}
    </div>
  );
}
