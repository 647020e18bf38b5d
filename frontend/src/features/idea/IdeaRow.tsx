import { Link } from '@tanstack/react-router';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { DepartmentTag } from '../../ui/DepartmentTag';
import { IconComment } from '../../ui/icons';
import { Tag } from '../../ui/Tag';
import { AnswerMark } from './AnswerMark';
import classes from './IdeaRow.module.css';
import { IdeaVote } from './IdeaVote';
import type { Idea } from './queries';

type Props = {
  idea: Idea;
  /** Set while a facilitator chooses ideas. */
  chosen?: boolean;
  onChoose?: (id: string, chosen: boolean) => void;
};

/** An idea in a list: one press to vote, one to open. */
export const IdeaRow = memo(function IdeaRow({ idea, chosen, onChoose }: Props) {
  const { t } = useTranslation('idea');
  const stance = idea.vote_mode === 'stance';
  return (
    <li className={classes.row} data-stance={stance || undefined} data-chosen={chosen || undefined}>
      {onChoose ? (
        <label className={classes.choose}>
          <input
            type="checkbox"
            checked={chosen}
            onChange={(event) => onChoose(idea.id, event.currentTarget.checked)}
          />
          <span className="tk-hidden">{t('chooseRow', { title: idea.title })}</span>
        </label>
      ) : (
        !stance && <IdeaVote idea={idea} />
      )}
      <div className={classes.words}>
        <h3 className={classes.title}>
          <Link to="/ideas/$id" params={{ id: idea.id }} className={classes.link} data-row>
            {idea.title}
          </Link>
        </h3>
        {idea.body && <p className={classes.excerpt}>{excerpt(idea.body)}</p>}
        <div className={classes.meta}>
          <span>{idea.author.name}</span>
          <DepartmentTag name={idea.author.department} />
          {idea.counts.comments > 0 && (
            <span className={classes.comments}>
              <IconComment size={14} />
              <span aria-hidden="true">{idea.counts.comments}</span>
              <span className="tk-hidden">{t('comments', { count: idea.counts.comments })}</span>
            </span>
          )}
          {idea.status === 'grown' && <Tag tone="accent">{t('grown')}</Tag>}
          {idea.status === 'hidden' && <Tag tone="warn">{t('hidden')}</Tag>}
          <AnswerMark idea={idea} />
        </div>
        {stance && !onChoose && <IdeaVote idea={idea} />}
      </div>
    </li>
  );
});

const longest = 320; // characters; two lines of a wide screen hold fewer

/** The first words of a Markdown text without its marks, for the second line of a row. */
export function excerpt(text: string): string {
  const plain = text
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/^[#>\s*+-]+(?=\S)/gm, '')
    .replace(/[*_`~]{1,3}(\S[^*_`~]*)[*_`~]{1,3}/g, '$1')
    .replace(/\s+/g, ' ')
    .trim();
  return plain.length > longest ? `${plain.slice(0, longest).trimEnd()}…` : plain;
}
