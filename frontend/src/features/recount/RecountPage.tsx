import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FileError, Imported, Verification } from '../../lib/tally';
import { ErrorNote } from '../../ui/ErrorNote';
import { PageHeader } from '../../ui/PageHeader';
import { Also } from './Also';
import { BallotsCount } from './BallotsCount';
import { DropZone } from './DropZone';
import { errorText } from './errorText';
import { RecordResult } from './RecordResult';

type Shown =
  | { state: 'none' }
  | { state: 'reading'; name: string }
  | { state: 'record'; name: string; found: Verification }
  | { state: 'ballots'; name: string; text: string; blt?: Imported }
  | { state: 'refused'; error: FileError }
  | { state: 'offline' };

const load = () => import('../../lib/tally');

/** Any record, counted again in this browser: nothing is sent anywhere. */
export function RecountPage() {
  const { t } = useTranslation('recount');
  const [shown, setShown] = useState<Shown>({ state: 'none' });
  // Fetched with the page, so that from here on it works without a connection.
  useEffect(() => void load().catch(() => undefined), []);

  const read = async (file: File) => {
    const { name } = file;
    setShown({ state: 'reading', name });
    let tally: Awaited<ReturnType<typeof load>>;
    try {
      tally = await load();
    } catch {
      return setShown({ state: 'offline' });
    }
    try {
      const bytes = new Uint8Array(await file.arrayBuffer());
      const zipped = bytes[0] === 0x50 && bytes[1] === 0x4b;
      if (zipped || /\.zip$/i.test(name)) {
        return setShown({ state: 'record', name, found: await tally.verifyRecord(bytes) });
      }
      if (!/\.(blt|csv)$/i.test(name)) throw new tally.FileError('kind');
      const text = tally.textOf(bytes, name);
      setShown({
        state: 'ballots',
        name,
        text,
        ...(/\.blt$/i.test(name) ? { blt: tally.readBlt(text) } : {}),
      });
    } catch (error) {
      if (!(error instanceof tally.FileError)) throw error;
      setShown({ state: 'refused', error });
    }
  };

  return (
    <>
      <PageHeader title={t('title')} short={t('short')} meta={t('lead')} />
      <DropZone onFile={(file) => void read(file)} again={shown.state !== 'none'} />
      <div role="status">{shown.state === 'reading' && <p>{t('file.reading', { name: shown.name })}</p>}</div>
      {shown.state === 'offline' && <ErrorNote title={t('offline')} hint={t('offlineHint')} />}
      {shown.state === 'refused' && <ErrorNote title={t('error.title')} hint={errorText(t, shown.error)} />}
      {shown.state === 'record' && <RecordResult key={shown.found.chainHead} found={shown.found} />}
      {shown.state === 'ballots' && (
        <BallotsCount key={shown.text} name={shown.name} text={shown.text} blt={shown.blt} />
      )}
      <Also />
    </>
  );
}
