import classes from './MarkdownView.module.css';

type Props = {
  /** HTML from a field `…_html` of the API and from nowhere else: the server has rendered and sanitised it. */
  html: string;
  size?: 'reading' | 'body';
};

/** Words that somebody wrote in Markdown. */
export function MarkdownView({ html, size = 'reading' }: Props) {
  return <div className={classes.text} data-size={size} dangerouslySetInnerHTML={{ __html: html }} />;
}
