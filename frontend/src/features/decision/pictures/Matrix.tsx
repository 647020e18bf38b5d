import { useRef, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { RichText, unmarked, words } from '../../../ui/RichText';
import { chosenOf, clearness, counted, pairOf } from '../outcome/figures';
import { inWords, listed, startsWith } from '../outcome/numbers';
import type { Titled } from '../outcome/titled';
import classes from './Matrix.module.css';
import { Pictured } from './Pictured';
import { Place } from './Place';

/** Every pair of the count: how many placed the row above the column, stronger where it is clearer. */
export default function Matrix({ result, title }: Titled) {
  const { t } = useTranslation('outcome');
  const [read, setRead] = useState<{ x: string; y: string } | null>(null);
  const grid = useRef<HTMLTableElement>(null);
  const concepts = counted(result);
  const chosen = new Set(chosenOf(result));
  const absent = Object.keys(result.names).filter(
    (id) => !concepts.includes(id) && !result.withdrawn.includes(id),
  );
  const of = result.counted ?? 0;

  /** The one square that the tab key reaches; the arrows go on from there. */
  const entry = read ?? { x: concepts[0] ?? '', y: concepts[1] ?? '' };
  const go = (row: number, column: number, down: number, right: number) => {
    const size = concepts.length;
    let [r, c] = [row + down, column + right];
    if (r === c) [r, c] = [r + down, c + right]; // nobody meets themselves
    if (r < 0 || c < 0 || r >= size || c >= size) return;
    setRead({ x: concepts[r] as string, y: concepts[c] as string });
    grid.current?.querySelector<HTMLElement>(`[data-cell="${r} ${c}"]`)?.focus();
  };
  const onKeyDown = (event: KeyboardEvent, row: number, column: number) => {
    const step = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[event.key];
    if (!step) return;
    event.preventDefault();
    go(row, column, step[0] as number, step[1] as number);
  };
  const figures = (x: string, y: string) => {
    const pair = pairOf(result, x, y);
    if (!pair) return undefined;
    return {
      x: title(x),
      y: title(y),
      above: startsWith(t, pair.above),
      below: inWords(t, pair.below),
      equal: inWords(t, pair.equal),
      of: inWords(t, of),
    };
  };
  const plain = (x: string, y: string) => unmarked(t('picture.pair', words(figures(x, y) ?? {})));
  const shown = read && figures(read.x, read.y);

  const picture = (
    <>
      <div className={classes.scroll}>
        <table ref={grid} className={classes.matrix} role="grid" aria-label={t('picture.pairs')}>
          <thead>
            <tr>
              <th scope="col" className={classes.side}>
                <span className="tk-hidden">{t('picture.rowHead')}</span>
              </th>
              {concepts.map((id, index) => (
                <th key={id} scope="col" className={classes.top}>
                  <Place number={index + 1} chosen={chosen.has(id)} />
                  <span className="tk-hidden">{title(id)}</span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody onMouseLeave={() => setRead(null)}>
            {concepts.map((x, row) => (
              <tr key={x}>
                <th scope="row" className={classes.side}>
                  <span className={classes.sideLine}>
                    <Place number={row + 1} chosen={chosen.has(x)} />
                    <span className={classes.name}>{title(x)}</span>
                  </span>
                </th>
                {concepts.map((y, column) => {
                  const pair = pairOf(result, x, y);
                  if (!pair) return <td key={y} className={classes.self} />;
                  return (
                    <td
                      key={y}
                      className={classes.cell}
                      data-clear={clearness(pair)}
                      data-cell={`${row} ${column}`}
                      data-read={(read?.x === x && read.y === y) || undefined}
                      tabIndex={entry.x === x && entry.y === y ? 0 : -1}
                      aria-label={plain(x, y)}
                      onMouseEnter={() => setRead({ x, y })}
                      onFocus={() => setRead({ x, y })}
                      onKeyDown={(event) => onKeyDown(event, row, column)}
                    >
                      {pair.above}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className={classes.read}>
        {shown ? (
          <RichText text={t('picture.pair', words(shown))} />
        ) : (
          <>
            {t('picture.pairsNote')} {t('picture.pairRead')}
          </>
        )}
      </p>
    </>
  );
  return (
    <Pictured
      title={t('picture.pairs')}
      hint={t('picture.pairsHint', { count: of })}
      picture={picture}
      table={
        <>
          <thead>
            <tr>
              <th scope="col">{t('picture.rowHead')}</th>
              {concepts.map((id) => (
                <th key={id} scope="col">
                  {title(id)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {concepts.map((x) => (
              <tr key={x}>
                <th scope="row">{title(x)}</th>
                {concepts.map((y) => (
                  <td key={y}>{pairOf(result, x, y)?.above}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </>
      }
    >
      {absent.length > 0 && (
        <p className={classes.unmarked}>{t('picture.unmarked', { list: listed(absent.map(title)) })}</p>
      )}
    </Pictured>
  );
}
