import { Button, TextInput } from '@mantine/core';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { idempotencyKey } from '../../api/client';
import { Problem } from '../../api/problem';
import { useDraft } from '../../lib/draft';
import { DraftTextarea } from '../../ui/DraftTextarea';
import { ErrorNote } from '../../ui/ErrorNote';
import { IconDelete, IconPicture } from '../../ui/icons';
import { notify } from '../../ui/notices';
import classes from './News.module.css';
import { useTell, type Commitment, type Picture } from './queries';
import { largest, uploadPicture } from './upload';

type Chosen = { picture: Picture | null; alt: string };

/** Where its owner and the facilitators tell how far a commitment is, with one picture if they like. */
export function TellForm({ commitment }: { commitment: Commitment }) {
  const { t } = useTranslation('roadmap');
  const tell = useTell(commitment.id);
  const [key, setKey] = useState(idempotencyKey);
  const chosen = useDraft<Chosen>(`commitment.picture.${commitment.id}`, { picture: null, alt: '' });
  const [progress, setProgress] = useState<number | null>(null);
  const [failed, setFailed] = useState<unknown>(null);
  const [asked, setAsked] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const { picture, alt } = chosen.value;

  const choose = async (file: File) => {
    setFailed(null);
    if (file.size > largest) {
      setFailed(
        new Problem({ status: 413, code: 'too_large', title: t('news.tooLarge'), detail: undefined }),
      );
      return;
    }
    setProgress(0);
    try {
      const uploaded = await uploadPicture(file, setProgress);
      chosen.set({ ...chosen.value, picture: uploaded });
    } catch (error) {
      setFailed(error);
    } finally {
      setProgress(null);
    }
  };
  const send = async (body: string) => {
    if (picture && alt.trim() === '') {
      setAsked(true);
      throw new Error('the picture is not described yet');
    }
    await tell.mutateAsync({
      key,
      news: { body, ...(picture && { picture: picture.id, picture_alt: alt.trim() }) },
    });
    chosen.clear();
    setAsked(false);
    setKey(idempotencyKey());
    notify(t('news.told'));
  };
  const fields = tell.error instanceof Problem ? tell.error.fields : {};
  return (
    <div className={classes.form}>
      <DraftTextarea
        draftKey={`commitment.news.${commitment.id}`}
        label={t('news.label')}
        placeholder={t('news.placeholder')}
        sendLabel={t('news.send')}
        maxLength={5000}
        onSend={send}
        sending={tell.isPending}
        error={fields.body}
      />
      <div className={classes.picture}>
        <input
          ref={input}
          type="file"
          accept="image/jpeg,image/png"
          className="tk-hidden"
          aria-label={t('news.pictureLabel')}
          tabIndex={-1}
          onChange={(event) => {
            const file = event.currentTarget.files?.[0];
            event.currentTarget.value = ''; // the same file can be chosen again
            if (file) void choose(file);
          }}
        />
        {picture ? (
          <>
            <img
              src={picture.url}
              alt={alt}
              width={picture.width}
              height={picture.height}
              className={classes.thumb}
              style={{ width: 'auto', height: 'auto' }}
            />
            <TextInput
              className={classes.alt}
              label={t('news.alt')}
              description={t('news.altHint')}
              error={
                fields.picture_alt ??
                fields.picture ??
                (asked && alt.trim() === '' ? t('news.altNeeded') : undefined)
              }
              maxLength={300}
              value={alt}
              onChange={(event) => chosen.set({ picture, alt: event.currentTarget.value })}
            />
            <Button variant="subtle" leftSection={<IconDelete size={16} />} onClick={() => chosen.clear()}>
              {t('news.remove')}
            </Button>
          </>
        ) : (
          <Button
            leftSection={<IconPicture size={16} />}
            disabled={progress !== null}
            onClick={() => input.current?.click()}
          >
            {t('news.addPicture')}
          </Button>
        )}
        {progress !== null && (
          <progress className={classes.progress} aria-label={t('news.uploading')} value={progress} max={1} />
        )}
      </div>
      {failed !== null && <ErrorNote title={t('news.pictureFailed')} error={failed} />}
      {tell.isError && Object.keys(fields).length === 0 && (
        <ErrorNote title={t('news.notTold')} error={tell.error} />
      )}
    </div>
  );
}
